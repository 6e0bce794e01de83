"""A pledge's button: made, asked, taken back; an impatient finger does nothing by mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.outreach.vow_rules import ASKED_S, IMPATIENT_S, Step, step
from storage.pledges import Vow
from tests.conftest import NOON

MADE = Vow(b"1" * 16, "household-1", date(2027, 1, 15), NOON, asked=False)


@pytest.mark.parametrize(
    ("asked", "after", "expected"),
    [
        (False, 0.4, Step.STAY),
        (False, -5.0, Step.STAY),
        (False, 3.0, Step.ASK),
        (False, 9e6, Step.ASK),
        (True, 0.4, Step.STAY),
        (True, 3.0, Step.TAKE_BACK),
        (True, 60.0, Step.TAKE_BACK),
        (True, 61.0, Step.ASK),
    ],
)
def test_what_a_press_does(asked: bool, after: float, expected: Step) -> None:
    assert step(replace(MADE, asked=asked), NOON + after) is expected


def test_whoever_has_not_pledged_pledges() -> None:
    assert step(None, NOON) is Step.MAKE


@given(st.lists(st.floats(0, IMPATIENT_S - 0.01), max_size=20))
def test_a_finger_that_hammers_never_takes_a_pledge_back(pauses: list[float]) -> None:
    at, made = NOON, None
    for pause in (0.0, *pauses):
        at += min(pause, (IMPATIENT_S - 0.01) / 21)
        assert step(made, at) is (Step.MAKE if made is None else Step.STAY)
        made = made or MADE
    assert ASKED_S > IMPATIENT_S
