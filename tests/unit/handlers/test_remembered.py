"""Findings are remembered, texts are not."""

from __future__ import annotations

import pickle

from handlers import remembered
from handlers.remembered import Remembered


def test_a_text_is_read_once() -> None:
    read: list[str] = []

    def length(text: str) -> int:
        read.append(text)
        return len(text)

    rule = Remembered(length)
    assert [rule("chợ"), rule("cầu tàu"), rule("chợ")] == [3, 7, 3]
    assert read == ["chợ", "cầu tàu"]


def test_what_is_remembered_holds_no_text() -> None:
    rule = Remembered(len)
    rule("nhà ông Tư")
    assert "Tư" not in repr(vars(rule))
    assert "Tư".encode() not in pickle.dumps(rule._found)


def test_what_was_asked_about_longest_ago_is_forgotten_first() -> None:
    rule = Remembered(str.upper)
    for number in range(remembered.MOST):
        rule(str(number))
    rule("0")
    rule("one more")
    assert len(rule._found) == remembered.MOST
    read: list[str] = []
    rule._rule = lambda text: read.append(text) or ""  # type: ignore[func-returns-value]
    rule("0")
    rule("1")
    assert read == ["1"]


def test_half_a_character_is_a_text_too() -> None:
    assert Remembered(len)("a\ud83d") == 2
