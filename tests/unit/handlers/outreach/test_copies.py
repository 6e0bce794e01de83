"""One message as each subscriber reads it: their language, and only buttons that work where they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.outreach_terms import SubscriptionKind
from handlers.messages import Screen
from handlers.outreach.copies import RUN_BYTES, code_of, copy, run_of, too_long
from storage.mailing import Enclosure, Message, Question

GROUP, CHANNEL, PERSON, RELAY = SubscriptionKind
RUN = bytes(range(RUN_BYTES))
CODE = code_of(RUN)
QUIZ = Question("Ai mời kẹo lạ thì sao?", ("Từ chối", "Thử một viên"), 0, "Kẹo lạ có thể tẩm chất cấm.")
PIECE = Message({"vi": "Kẹo lạ: đừng thử.", "en": "Strange sweets: do not try."}, questions={"vi": QUIZ})


def payloads(screen: Screen) -> list[str]:
    return [button.payload for row in screen.rows for button in row]


@given(st.binary(min_size=RUN_BYTES, max_size=RUN_BYTES))
def test_a_run_is_named_in_22_signs_and_found_by_them(run: bytes) -> None:
    assert len(code_of(run)) == 22
    assert run_of(code_of(run)) == run


@given(st.text(max_size=30))
def test_what_names_no_run_is_none(code: str) -> None:
    assert run_of(code) is None or code_of(run_of(code) or b"") == code


@pytest.mark.parametrize(
    ("channel", "kind", "expected"),
    [
        ("telegram", GROUP, [f"a:quiz:{CODE}:0", f"a:quiz:{CODE}:1", f"a:seen:{CODE}"]),
        ("telegram", CHANNEL, [f"a:quiz:{CODE}:0", f"a:quiz:{CODE}:1", f"a:seen:{CODE}"]),
        ("telegram", RELAY, [f"a:posted:{CODE}", f"a:other:{CODE}", f"a:skip:{CODE}"]),
        ("zalo_oa", PERSON, [f"a:quiz:{CODE}:0", f"a:quiz:{CODE}:1", f"a:seen:{CODE}"]),
        ("zalo_oa", RELAY, [f"a:posted:{CODE}", f"a:other:{CODE}", f"a:skip:{CODE}"]),
        ("zalo_oa", GROUP, []),  # groups on Zalo are not heard
        ("zalo_bot", PERSON, []),  # no buttons there
        ("zalo_bot", RELAY, []),
    ],
)
def test_buttons_are_those_that_reach_us(channel: str, kind: SubscriptionKind, expected: list[str]) -> None:
    assert payloads(copy(PIECE, RUN, "vi", channel, kind)) == expected


def test_a_question_that_cannot_be_answered_is_not_asked() -> None:
    assert QUIZ.question in copy(PIECE, RUN, "vi", "telegram", GROUP).text
    assert QUIZ.question not in copy(PIECE, RUN, "vi", "zalo_oa", GROUP).text
    assert QUIZ.question not in copy(PIECE, RUN, "vi", "telegram", RELAY).text
    long = Message(PIECE.texts, questions={"vi": Question("Sao?", ("Một câu trả lời dài hơn hai mươi", "Không"), 0)})
    assert payloads(copy(long, RUN, "vi", "zalo_oa", PERSON)) == [f"a:seen:{CODE}"]


def test_a_pledge_is_asked_for_with_one_button() -> None:
    assert payloads(copy(Message({"vi": "x"}, pledge="household"), RUN, "vi", "telegram", GROUP)) == [
        f"a:vow:{CODE}",
        f"a:seen:{CODE}",
    ]


def test_whoever_reads_another_language_gets_theirs_or_the_first() -> None:
    english = copy(PIECE, RUN, "en", "telegram", GROUP)
    assert english.text == "Strange sweets: do not try.\n\nNo more messages: /dung"
    assert copy(PIECE, RUN, "km", "telegram", GROUP) == copy(PIECE, RUN, "vi", "telegram", GROUP)
    assert copy(PIECE, RUN, "vi", "telegram", GROUP).text.endswith("Thôi nhận bài: /dung")


def test_a_relay_can_hand_on_the_piece_as_it_is() -> None:
    lead, piece = copy(PIECE, RUN, "vi", "telegram", RELAY).text.split("\n\n")
    assert piece == PIECE.texts["vi"]
    assert "Đã đăng" in lead
    assert "Đã đăng" not in copy(PIECE, RUN, "vi", "zalo_bot", RELAY).text  # there is nothing to press


def test_nothing_is_cut_so_what_is_too_long_is_told_by_language_and_platform() -> None:
    assert too_long(PIECE, ["telegram", "zalo_oa", "zalo_bot"]) == []
    long = Message({"vi": "á" * 2500, "en": "short"})
    assert [(one.language, one.channel) for one in too_long(long, ["telegram", "zalo_oa"])] == [("vi", "zalo_oa")]
    pictured = Message({"vi": "a" * 1100}, enclosure=Enclosure("photo", "00", "00"))
    assert [one.most for one in too_long(pictured, ["telegram", "zalo_oa"])] == [1024]
    wide = Message({"vi": "😀" * 2040})  # two units each, as Telegram counts
    assert [one.channel for one in too_long(wide, ["telegram"])] == ["telegram"]
