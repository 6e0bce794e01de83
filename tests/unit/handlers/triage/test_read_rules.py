"""What an officer reads: warnings first, everything in order, in pieces that fit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.terms import Detail, Topic
from handlers.triage.read_rules import LONGEST, names_child, sheets, split, told
from storage.blobs import PENDING, READY, REFUSED
from storage.reading import Entry, OpenTip
from storage.tips import Card
from storage.vault.keys import Pair
from tests.unit.handlers.triage.records import DAY, POLICY, card

STORY = {"parts": [{"kind": "text", "text": "co nguoi ban ma tuy gan cho"}], "place": "gan cho cu", "known": "many"}


def opened(*entries: Entry, of: Card | None = None, story: dict[str, Any] | None = None) -> OpenTip:
    first = Entry("story", DAY + 600, {**(story or STORY), "at": DAY + 600})
    return OpenTip(of or card(), (first, *entries), Pair(b"p" * 32, b"s" * 32), b"r" * 16)


def read(tip: OpenTip, states: dict[str, str] | None = None) -> str:
    return "\n".join(sheets(tip, "Phường Vĩnh Châu", DAY + 3600, POLICY, states or {}).texts)


def test_the_first_line_says_that_nothing_is_verified() -> None:
    first = read(opened()).splitlines()[0]
    assert first == "Tin chưa kiểm chứng. Không mời, không bắt, không công khai chỉ dựa vào tin này."


def test_the_story_stands_in_the_words_of_its_teller_with_the_place_as_told() -> None:
    text = read(opened(of=card(detail=Detail.USE_HOTEL)))
    assert "co nguoi ban ma tuy gan cho" in text
    assert "Chỗ, theo lời kể: gan cho cu" in text
    assert "Gửi lúc 10:10" in text


def test_what_the_house_put_into_a_tip_is_no_detail_of_the_reporter() -> None:
    tip = opened(story={**STORY, "former": "Xã Lạc Hòa", "standpoint": "Ảnh 77 có thể lộ chỗ đứng."})
    text = read(tip)
    assert "Tên cũ: Xã Lạc Hòa" in text
    assert "Ảnh 77" in text
    assert "77" not in " ".join(told(tip))


def test_few_know_warns_before_the_first_word() -> None:
    text = read(opened(of=card(few_know=True)))
    assert text.index("GIỮ NGUỒN: ít người biết.") < text.index("co nguoi ban")
    assert "không nói giờ nhận tin" in text


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("có mấy em học sinh lớp 8 hút", True),
        ("thang nho 15 tuoi", True),
        ("dua be gai gan nha", True),
        ("truong thcs o dau hem", True),
        ("ông đó 45 tuổi", False),
        ("có người bán gần chợ", False),
    ],
)
def test_somebody_under_18_is_noticed(text: str, child: bool) -> None:
    assert names_child(text) is child
    story = {"parts": [{"kind": "text", "text": text}]}
    assert ("Có nêu trẻ dưới 18" in read(opened(story=story))) is child


def test_a_tip_about_children_always_warns() -> None:
    assert "Có nêu trẻ dưới 18" in read(opened(of=card(topic=Topic.MINORS)))


def test_questions_and_answers_stand_in_order() -> None:
    text = read(
        opened(
            Entry("question", DAY + 700, {"text": "Lúc mấy giờ?", "prepared": "hour", "at": DAY + 700}, "q1"),
            Entry("answer", DAY + 800, {"parts": [{"kind": "text", "text": "toi qua"}], "at": DAY + 800}),
        )
    )
    assert text.index("Lúc mấy giờ?") < text.index("toi qua")


def test_what_was_told_is_the_reporters_words_without_the_officers_questions_and_without_keys() -> None:
    tip = opened(
        Entry("question", DAY, {"text": "Có phải Năm Cụt không?", "at": DAY}),
        Entry("answer", DAY, {"parts": [{"kind": "text", "text": "phai"}], "at": DAY}),
        Entry("file", DAY, {"kind": "photo", "blob": "ab", "key": "cd", "text": "chú thích", "at": DAY}),
    )
    words = " ".join(told(tip))
    assert "phai" in words
    assert "chú thích" in words
    assert "Năm Cụt" not in words
    assert "cd" not in words.split()


def test_only_files_that_were_made_safe_are_shown_and_the_others_are_counted() -> None:
    files = [
        Entry("file", DAY, {"kind": "photo", "blob": blob, "key": "k", "text": "", "at": DAY})
        for blob in ("aa", "bb", "cc", "dd")
    ]
    states = {"aa": READY, "bb": PENDING, "cc": REFUSED}
    found = sheets(opened(*files), "x", DAY, POLICY, states)
    assert [file.blob for file in found.files] == ["aa"]
    assert found.files[0].name == "T-7K2Q-1"
    text = "\n".join(found.texts)
    assert "Kèm 1 tệp" in text
    assert "1 tệp đang được làm sạch" in text
    assert "2 tệp không giữ được" in text


def test_a_file_told_of_twice_is_shown_once() -> None:
    part = {"kind": "voice", "blob": "aa", "key": "k", "text": ""}
    tip = opened(Entry("file", DAY, {**part, "at": DAY}), story={"parts": [part]})
    assert len(sheets(tip, "x", DAY, POLICY, {"aa": READY}).files) == 1


def test_a_long_answer_is_split_and_nothing_of_it_is_lost() -> None:
    words = " ".join(f"tu{number}" for number in range(3000))
    found = sheets(opened(story={"parts": [{"kind": "text", "text": words}]}), "x", DAY, POLICY, {})
    assert len(found.texts) > 1
    assert all(len(text.encode("utf-16-le")) // 2 <= LONGEST for text in found.texts)
    assert " ".join(found.texts).split()[-3000:][0] == "tu0"
    assert [word for word in " ".join(found.texts).split() if word.startswith("tu")] == words.split()


@given(st.text(alphabet=st.sampled_from("aé \n😀"), max_size=300), st.integers(8, 40))
def test_pieces_fit_and_together_are_the_text(text: str, longest: int) -> None:
    pieces = split(text, longest)
    assert all(len(piece.encode("utf-16-le")) // 2 <= longest for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_no_unseen_sign_turns_or_marks_what_an_officer_reads() -> None:
    text = read(opened(story={"parts": [{"kind": "text", "text": "xe 83\u202e321-1P\u202c \u2066mau\u2069 do\x07"}]}))
    assert "xe 83321-1P mau do" in text


def test_what_was_changed_later_or_passed_on_says_so_and_that_is_no_word_of_the_reporter() -> None:
    parts = [
        {"kind": "text", "text": "ban o quan A", "how": "forwarded"},
        {"kind": "text", "text": "ban o quan B", "how": "edited"},
    ]
    tip = opened(
        Entry("file", DAY + 700, {"kind": "photo", "blob": "b1", "key": "k", "how": "forwarded"}),
        story={**STORY, "parts": parts},
    )
    text = read(tip, {"b1": READY})
    assert "[chuyển tiếp từ người khác] ban o quan A" in text
    assert "[người báo sửa lại sau] ban o quan B" in text
    assert "[chuyển tiếp từ người khác] [ảnh]" in text
    assert not {"edited", "forwarded"} & set(told(tip))
