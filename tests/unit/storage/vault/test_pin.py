"""Which PINs are taken, and when the next try is allowed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault.pin import PinFault, fault, next_attempt

MINUTE = 60.0


@pytest.mark.parametrize(
    ("pin", "expected"),
    [
        ("12345", PinFault.LENGTH),
        ("1234567", PinFault.LENGTH),
        ("12a456", PinFault.LENGTH),
        ("", PinFault.LENGTH),
        ("１２３４５６", PinFault.LENGTH),
        ("000000", PinFault.TRIVIAL),
        ("999999", PinFault.TRIVIAL),
        ("123456", PinFault.TRIVIAL),
        ("654321", PinFault.TRIVIAL),
        ("890123", PinFault.TRIVIAL),
        ("135791", PinFault.TRIVIAL),
        ("121212", PinFault.TRIVIAL),
        ("123123", PinFault.TRIVIAL),
        ("686868", PinFault.TRIVIAL),
        ("112233", PinFault.TRIVIAL),
        ("555777", PinFault.TRIVIAL),
        ("478874", PinFault.TRIVIAL),
        ("147258", PinFault.TRIVIAL),
        ("150685", PinFault.BIRTHDAY),
        ("310199", PinFault.BIRTHDAY),
        ("850615", PinFault.BIRTHDAY),
        ("061985", PinFault.BIRTHDAY),
        ("198506", PinFault.BIRTHDAY),
        ("561985", PinFault.BIRTHDAY),
        ("402951", None),
        ("739164", None),
        ("883407", None),
        ("600497", None),
    ],
)
def test_a_pin_is_taken_unless_it_is_guessed_first(pin: str, expected: PinFault | None) -> None:
    assert fault(pin) is expected


@given(st.dates(date(1940, 1, 1), date(2012, 12, 31)))
def test_no_birthday_is_taken_in_any_order(day: date) -> None:
    for form in ("%d%m%y", "%y%m%d", "%m%Y", "%Y%m"):
        assert fault(day.strftime(form)) is not None


def test_nine_of_ten_pins_are_taken() -> None:
    taken = sum(fault(f"{number:06d}") is None for number in range(0, 1_000_000, 101))
    assert taken / (1_000_000 / 101) > 0.9


@pytest.mark.parametrize(
    ("failures", "wait"),
    [(0, 0), (1, 0), (4, 0), (5, 15), (6, 30), (7, 60), (8, 120), (9, 240)],
)
def test_the_fifth_failure_costs_15_minutes_and_each_one_more_twice_as_long(failures: int, wait: float) -> None:
    assert next_attempt(failures, 1000.0) == 1000.0 + wait * MINUTE


@given(st.integers(10, 10_000), st.floats(0, 2e9))
def test_after_ten_failures_the_officer_enrols_again(failures: int, last: float) -> None:
    assert next_attempt(failures, last) is None


@given(st.integers(0, 8), st.floats(0, 2e9))
def test_more_failures_never_shorten_the_wait(failures: int, last: float) -> None:
    before, after = next_attempt(failures, last), next_attempt(failures + 1, last)
    assert before is not None
    assert after is not None
    assert last <= before <= after
