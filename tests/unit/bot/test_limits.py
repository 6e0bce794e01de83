"""No window ever lets more through than it says, and everything that waits goes out as soon as it may."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.limits import Limits, Meter, Rates, Window

CHAT = b"c" * 16
steps = st.lists(st.floats(0, 3, allow_nan=False), min_size=1, max_size=200)


@given(steps, st.integers(1, 20), st.floats(0.5, 60))
def test_no_span_holds_more_than_the_window_allows(waits: list[float], most: int, span: float) -> None:
    meter, now, passed = Meter(Window(most, span)), 0.0, []
    for wait in waits:
        now += wait
        if meter.room(now) > 0:
            meter.passed.append(now)
            passed.append(now)
    for first in passed:
        assert sum(first <= one < first + span for one in passed) <= most


@given(steps, st.integers(1, 5))
def test_a_full_window_opens_exactly_when_it_says(waits: list[float], most: int) -> None:
    meter, now = Meter(Window(most, 7.0)), 0.0
    for wait in waits:
        now += wait
        opens = meter.opens_at(now)
        if opens > now:
            assert meter.room(opens - 0.001) <= 0
        assert meter.room(opens) > 0
        now = opens
        meter.passed.append(now)


def test_deletions_count_overall_but_not_in_their_chat() -> None:
    rates = Rates(Limits())
    for _call in range(10):
        rates.spend(CHAT, private=True, speaks=False, now=0.0)
    assert rates.full(0.0) == set()
    assert rates.room(0.0) == 18


def test_a_private_chat_takes_four_at_once_and_then_one_a_second() -> None:
    rates, sent = Rates(Limits()), []
    for tick in range(120):
        now = tick / 10
        if CHAT not in rates.full(now):
            rates.spend(CHAT, private=True, speaks=True, now=now)
            sent.append(now)
    assert len([at for at in sent if at < 1]) == 4
    assert len(sent) == 12


def test_sixty_cards_to_one_group_are_all_out_within_four_minutes() -> None:
    rates, left, now = Rates(Limits()), 60, 0.0
    while left:
        if CHAT in rates.full(now):
            now = rates.opens_at(now)
            continue
        rates.spend(CHAT, private=False, speaks=True, now=now)
        left -= 1
    assert now <= 240


def test_quiet_chats_are_forgotten() -> None:
    rates = Rates(Limits())
    for number in range(100):
        rates.spend(bytes([number]) * 16, private=True, speaks=True, now=0.0)
    rates.full(10.0)
    assert not rates._chats


def test_copies_leave_a_part_of_the_rate_to_replies() -> None:
    rates = Rates(Limits())
    rates.spend_copies(rates.room_for_copies(0.0), 0.0)
    assert rates.room(0.0) == 3  # of 28: copies had 25
    assert rates.copies_open_at(0.0) == 1.0
    rates.spend(CHAT, private=True, speaks=True, now=0.5)
    assert rates.room_for_copies(0.5) < 0
    assert rates.room_for_copies(1.0) == 24


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 0.5, allow_nan=False)), max_size=200))
def test_copies_and_replies_together_never_pass_the_window(calls: list[tuple[bool, float]]) -> None:
    rates, now, passed = Rates(Limits()), 0.0, list[float]()
    for copied, wait in calls:
        now += wait
        room = max(0, rates.room_for_copies(now)) if copied else min(1, rates.room(now))
        if copied:
            rates.spend_copies(room, now)
        elif room:
            rates.spend(CHAT, private=True, speaks=True, now=now)
        passed += [now] * room
    for first in passed:
        assert sum(first <= one < first + 1.0 for one in passed) <= 28


def test_copies_that_are_paid_for_take_nothing_from_replies() -> None:
    rates = Rates(Limits(copies=Window(1_000, 1.0)))
    rates.spend_copies(1_000, 0.0)
    assert rates.room_for_copies(0.0) == 0
    assert rates.room(0.0) == 28
