"""Numbers are written and read as in the language of the moment, and none is read in a way that its writer did not mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.locales import speaking
from content.numerals import number, numeral, whole


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [(1851, "1.851", "1,851"), (5.25, "5,2", "5.2"), (5.2, "5,2", "5.2"), (80.0, "80", "80"), (0, "0", "0")],
)
def test_a_number_is_written_as_offices_write_it(value: float, vi: str, en: str) -> None:
    with speaking("vi"):
        assert numeral(value) == vi
    with speaking("en"):
        assert numeral(value) == en


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *[("1851", 1851), ("1.851", 1851), (" 1 851 ", 1851), ("12.345.678", 12_345_678), ("0", 0)],
        *[("1,851", None), ("1.85", None), ("12.34.567", None), ("-5", None), ("", None), ("muời", None), ("١٢", None)],
    ],
)
def test_a_whole_number_is_read_only_where_it_has_one_meaning(typed: str, read: int | None) -> None:
    assert whole(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [("85,5", 85.5), ("85.5", 85.5), ("1.851,25", 1851.25), ("1.851", 1851), ("85,", None), ("8,5,5", None)],
)
def test_a_dot_before_three_digits_is_no_fraction(typed: str, read: float | None) -> None:
    assert number(typed) == read


@given(st.integers(0, 999_999_999))
def test_what_is_written_is_read_again(value: int) -> None:
    with speaking("vi"):
        assert whole(numeral(value)) == number(numeral(value)) == value
