"""A long text in parts: nothing lost, nothing too long, no letter torn."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.parts import split, units

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=200)


@given(TEXT, st.integers(4, 40))
def test_every_part_fits_and_together_they_are_the_text(text: str, most: int) -> None:
    parts = list(split(text, most))
    assert all(len(part.encode("utf-16-le")) // 2 <= most for part in parts)
    assert len(parts) == 1 or all(parts)
    assert "".join("".join(parts).split()) == "".join(unicodedata.normalize("NFC", text).split())


@given(TEXT)
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("xin chào", ["xin chào"]),
        ("một hai ba bốn", ["một hai ba", "bốn"]),
        ("dòng một\ndòng hai", ["dòng một", "dòng hai"]),
        ("abcdefghijklmno", ["abcdefghij", "klmno"]),
        ("😀😀😀😀😀😀", ["😀😀😀😀😀", "😀"]),
        ("", [""]),
    ],
)
def test_it_is_cut_where_people_pause(text: str, parts: list[str]) -> None:
    assert list(split(text, 10)) == parts


def test_accents_that_stand_apart_are_joined_first() -> None:
    assert list(split(unicodedata.normalize("NFD", "ế" * 10), 10)) == ["ế" * 10]


def test_no_letter_is_torn_from_an_accent_that_has_no_joined_form() -> None:
    assert list(split("abcdefghi" + "x\u0331" + "yz", 10)) == ["abcdefghi", "x\u0331yz"]
