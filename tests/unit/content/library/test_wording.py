"""Rules on the wording, each with a text that breaks it and one that nearly does."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.library.wording import (
    CAPTION,
    FOOTER,
    LONGEST,
    PLATFORMS,
    broken_links,
    gives_away,
    good_link,
    hard_to_read,
    long_sentences,
    mean_words,
    not_plain,
    numbers_written,
    too_long,
    units,
    unkind,
)

WORDS_18 = " ".join(["chữ"] * 18)
KNOWN = frozenset({"ambulance"})


def test_a_piece_may_have_900_characters_and_no_more() -> None:
    assert list(too_long("a" * LONGEST, picture=True)) == []
    assert list(too_long("a" * (LONGEST + 1), picture=False)) == ["901 characters: at most 900."]


def test_whatever_is_not_too_long_fits_every_platform_with_its_footer() -> None:
    assert min(CAPTION, *PLATFORMS.values()) >= LONGEST + FOOTER


def test_a_text_that_a_platform_would_cut_names_the_platform() -> None:
    assert list(too_long("a" * 950, picture=True))[1:] == ["Too long for Telegram with the footer: 1070 of 1024."]
    said = list(too_long("a" * 1900, picture=False))[1:]
    assert said == [f"Too long for {name} with the footer: 2020 of 2000." for name in ("Zalo OA", "Zalo Bot")]


@given(st.text())
def test_letters_are_counted_as_platforms_do_however_they_were_typed(text: str) -> None:
    assert units(unicodedata.normalize("NFD", text)) == units(text)
    assert units(text) >= len(unicodedata.normalize("NFC", text))


def test_a_sentence_has_at_most_18_words_and_a_line_ends_it() -> None:
    assert list(long_sentences(f"{WORDS_18}. {WORDS_18}\n{WORDS_18}: {WORDS_18}")) == []
    (said,) = long_sentences(f"{WORDS_18} chữ.")
    assert said.startswith("A sentence of 19 words, at most 18: “chữ chữ")


def test_many_long_sentences_together_are_hard_to_read() -> None:
    assert list(hard_to_read(f"{WORDS_18}. Gọi ngay. Ở lại.")) == []
    assert list(hard_to_read(f"{WORDS_18}. {WORDS_18}.")) == [
        "Hard to read: 18.0 words a sentence on average, at most 13."
    ]
    assert mean_words("...") == 0.0


@pytest.mark.parametrize(
    ("text", "language", "wrong"),
    [
        ("Ma túy là gì", "vi", True),
        ("Bạn gọi CÔNG AN xã", "vi", True),
        ("Bạn goi cong an xa", "vi", True),
        ("Kẹo lạ, nước lạ: đừng thử cho biết, kẻo dính ma túy", "vi", False),
        ("Đừng đọc mã cho ai", "vi", True),
        ("Má hỏi con nghe", "vi", False),
        ("What drugs do", "en", True),
        ("Drugstore", "en", True),
        ("Odd sweets, odd drinks", "en", False),
    ],
)
def test_the_first_characters_give_nothing_away(text: str, language: str, wrong: bool) -> None:
    assert bool(list(gives_away(text, language))) is wrong


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("Vui lòng gọi", "vi", "vui lòng"),
        ("Quý khách", "vi", "quý khách"),
        ("các đối tượng", "vi", "đối tượng"),
        ("khai báo", "vi", "khai báo"),
        ("bọn con nghiện", "vi", "con nghiện"),
        ("cái chết trắng", "vi", "cái chết trắng"),
        ("he is an addict now", "en", "addict"),
    ],
)
def test_words_of_offices_and_words_that_blame_are_not_said(text: str, language: str, word: str) -> None:
    assert list(unkind(text, language)) == [f"“{word}” is not said to people."]
    assert list(unkind("Bạn ghé lại nha. Come again.", language)) == []


@pytest.mark.parametrize("text", ["*đậm*", "# Đầu đề", "a_b", "[chữ](https://x.vn)", "<b>đậm</b>", "- một", "a\n- hai"])
def test_marks_are_shown_as_they_are_so_there_are_none(text: str) -> None:
    assert list(not_plain(text))


@pytest.mark.parametrize("text", ["Gọi ngay 😀", "✅ Xong", "1. Gọi", "Hai việc:\n2) Ở lại"])
def test_no_little_pictures_and_nothing_that_looks_like_a_choice_to_type(text: str) -> None:
    assert len(list(not_plain(text))) == 1


def test_plain_lines_are_plain() -> None:
    assert list(not_plain("“Thôi”, nói vậy là đủ - rồi đi (1 lần).\n31/12/2025: hết.\n{drugs_line}")) == []


@pytest.mark.parametrize("text", ["Gọi 115 ngay", "gọi 111", "0769.04.04.04", "0912 345 678", "1900 9095"])
def test_a_number_written_out_would_never_expire(text: str) -> None:
    (said,) = numbers_written(text, KNOWN)
    assert "is written out: name the number, like {ambulance}." in said


@pytest.mark.parametrize(
    "text", ["Điều 249, 250, 251", "31/12/2025", "Điều 256a", "từ 1/7/2026", "năm 2025", "vitamin B12"]
)
def test_articles_and_days_are_no_numbers_to_call(text: str) -> None:
    assert list(numbers_written(text, KNOWN)) == []


def test_a_number_is_known_and_stands_alone() -> None:
    assert list(numbers_written("Gọi:\n{ambulance}", KNOWN)) == []
    assert list(numbers_written("Gọi {ambulance}", KNOWN)) == ["{ambulance} needs a line of its own."]
    assert list(numbers_written("{amblance}", KNOWN)) == ["There is no number amblance in numbers.toml."]


@pytest.mark.parametrize(
    ("link", "good"),
    [
        ("https://tongdai111.vn", True),
        ("https://www.who.int/news-room/fact-sheets/detail/opioid-overdose", True),
        ("http://tongdai111.vn", False),
        ("https://tongdai111", False),
        ("https://a@tongdai111.vn", False),
        ("https://tongdai111.vn:8080/x", False),
        ("https://tongdai111.vn/a.", False),
        ("https://tổngđài.vn", False),
        ("https://[::1", False),
        ("www.tongdai111.vn", False),
    ],
)
def test_the_form_of_an_address(link: str, good: bool) -> None:
    assert good_link(link) is good
    assert bool(list(broken_links(f"Coi {link} nha"))) is not good
