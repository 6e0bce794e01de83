"""When a campaign is sent: reckoned by hand in a table, and what holds for every schedule at every moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.outreach import shipped
from content.outreach_terms import Rhythm
from content.policy import Policy
from handlers.outreach.schedule_rules import (
    MOST_MOVED,
    Fault,
    Schedule,
    days,
    fault,
    local,
    may_send,
    next_run,
    schedule_from_json,
    seconds,
    sending_day,
    too_late,
)

POLICY = Policy()


def never(day: date) -> bool:
    return False


def feast(day: date) -> bool:
    return bool(shipped().why(day))


def at(text: str) -> float:
    """ "2027-01-15 08:00", Vietnam's time -> seconds."""
    return seconds(datetime.fromisoformat(text), POLICY)


def said(moment: float | None) -> str:
    return f"{local(moment, POLICY):%Y-%m-%d %H:%M}" if moment is not None else "never"


def runs(schedule: Schedule, after: str, count: int) -> list[str]:
    found: list[str] = []
    moment: float | None = at(after)
    while moment is not None and len(found) < count:
        moment = next_run(schedule, moment, POLICY, feast)
        found.append(said(moment))
    return found


@pytest.mark.parametrize(
    ("rhythm", "first", "last", "after", "expected"),
    [
        (Rhythm.ONCE, "2027-01-15", None, "2027-01-15 07:59", ["2027-01-15 08:00", "never"]),
        (Rhythm.ONCE, "2027-01-15", None, "2027-01-15 08:00", ["never"]),
        (Rhythm.WEEKLY, "2027-01-15", None, "2027-01-01 00:00", ["2027-01-15 08:00", "2027-01-22 08:00"]),
        (Rhythm.MONTHLY, "2027-01-31", None, "2027-01-01 00:00", ["2027-01-31 08:00", "2027-02-28 08:00"]),
        (Rhythm.MONTHLY, "2027-12-31", None, "2028-02-01 00:00", ["2028-02-29 08:00", "2028-03-31 08:00"]),
        (Rhythm.FIRST_MONDAY, "2027-01-15", None, "2027-01-15 00:00", ["2027-02-01 08:00", "2027-03-01 08:00"]),
        (Rhythm.YEARLY, "2027-06-26", None, "2027-01-01 00:00", ["2027-06-26 08:00", "2028-06-26 08:00"]),
        (Rhythm.YEARLY, "2028-02-29", None, "2028-03-01 00:00", ["2029-02-28 08:00", "2030-02-28 08:00"]),
        (
            Rhythm.PERIOD,
            "2027-06-01",
            "2027-06-30",
            "2027-06-20 00:00",
            ["2027-06-22 08:00", "2027-06-29 08:00", "never"],
        ),
        (Rhythm.WEEKLY, "2026-11-20", None, "2026-11-19 00:00", ["2026-11-21 08:00", "2026-11-27 08:00"]),
        (Rhythm.ONCE, "2027-02-06", None, "2027-02-01 00:00", ["2027-02-11 08:00"]),  # Tết of 2027 is the 6th
        (Rhythm.PERIOD, "2027-04-13", "2027-04-16", "2027-04-01 00:00", ["never"]),  # Chôl Chnăm Thmây to its end
    ],
)
def test_the_next_times_are_those_of_the_calendar(
    rhythm: Rhythm, first: str, last: str | None, after: str, expected: list[str]
) -> None:
    schedule = Schedule(rhythm, date.fromisoformat(first), 8 * 60, date.fromisoformat(last) if last else None)
    assert runs(schedule, after, len(expected)) == expected


@pytest.mark.parametrize(
    ("rhythm", "first", "minute", "last", "expected"),
    [
        (Rhythm.ONCE, "2027-01-15", 480, None, None),
        (Rhythm.ONCE, "2027-01-15", 419, None, Fault.QUIET),
        (Rhythm.ONCE, "2027-01-15", 1200, None, Fault.QUIET),
        (Rhythm.ONCE, "2027-01-14", 480, None, Fault.PAST),
        (Rhythm.ONCE, "2027-01-13", 1199, None, Fault.PAST),
        (Rhythm.WEEKLY, "2027-01-01", 480, None, None),
        (Rhythm.WEEKLY, "2027-01-01", 480, "2027-01-13", Fault.PAST),
        (Rhythm.PERIOD, "2027-02-02", 480, "2027-02-01", Fault.ENDS_FIRST),
        (Rhythm.PERIOD, "2027-04-13", 480, "2027-04-16", Fault.NEVER),
        (Rhythm.ONCE, "2028-02-01", 480, None, Fault.FAR),
    ],
)
def test_a_schedule_that_cannot_be_is_told_by_its_reason(
    rhythm: Rhythm, first: str, minute: int, last: str | None, expected: Fault | None
) -> None:
    schedule = Schedule(rhythm, date.fromisoformat(first), minute, date.fromisoformat(last) if last else None)
    assert fault(schedule, at("2027-01-14 08:00"), POLICY, feast) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2027-01-15 08:00", False),
        ("2027-01-15 11:00", False),
        ("2027-01-15 11:01", True),  # over the cap
        ("2027-01-15 20:00", True),  # groups sleep
        ("2027-01-16 08:00", True),
    ],
)
def test_what_is_too_late_is_missed_and_never_sent_in_silence(now: str, expected: bool) -> None:
    assert too_late(at("2027-01-15 08:00"), at(now), POLICY, feast) is expected


def test_what_was_due_in_the_evening_is_not_sent_in_the_night() -> None:
    assert too_late(at("2027-01-15 19:30"), at("2027-01-15 20:05"), POLICY, never)


DAYS = st.dates(date(2026, 1, 1), date(2035, 12, 31))
SCHEDULES = st.builds(
    Schedule,
    rhythm=st.sampled_from([one for one in Rhythm if one is not Rhythm.AT_ONCE]),
    first=DAYS,
    minute=st.integers(POLICY.send_from * 60, POLICY.send_to * 60 - 1),
    last=st.none() | DAYS,
)
MOMENTS = st.integers(int(at("2026-01-01 00:00")), int(at("2035-01-01 00:00"))).map(float)


@given(SCHEDULES, MOMENTS)
def test_every_run_is_later_than_the_moment_in_sending_hours_on_a_day_with_sending(
    schedule: Schedule, after: float
) -> None:
    found = next_run(schedule, after, POLICY, feast)
    if found is not None:
        assert found > after
        assert may_send(found, POLICY, feast)
        assert local(found, POLICY).minute == schedule.minute % 60
        assert schedule.first <= local(found, POLICY).date() <= (schedule.last or date.max)


@given(SCHEDULES, MOMENTS)
def test_no_run_lies_between_a_moment_and_the_next_one(schedule: Schedule, after: float) -> None:
    """Whoever asks again at any moment before it, a clock set back among them, hears of the same run."""
    found = next_run(schedule, after, POLICY, feast)
    if found is not None:
        for earlier in (after + 1, (after + found) / 2, found - 1):
            if after <= earlier < found:
                assert next_run(schedule, earlier, POLICY, feast) == found
        assert next_run(schedule, found, POLICY, feast) != found


@given(SCHEDULES, DAYS)
def test_the_days_come_in_order_within_their_bounds_and_none_is_left_out(schedule: Schedule, after: date) -> None:
    named = [day for day, _place in zip(days(schedule, after), range(8), strict=False)]
    assert named == sorted(set(named))
    assert all(max(schedule.first, after) <= day <= (schedule.last or date.max) for day in named)
    if schedule.rhythm in (Rhythm.WEEKLY, Rhythm.PERIOD):
        assert all(day.weekday() == schedule.first.weekday() for day in named)
        assert all(later - day == timedelta(days=7) for day, later in pairwise(named))
    if schedule.rhythm is Rhythm.MONTHLY:
        months = [day.year * 12 + day.month for day in named]
        assert months == list(range(months[0], months[0] + len(months))) if months else True
    if schedule.rhythm is Rhythm.FIRST_MONDAY:
        assert all(day.weekday() == 0 and day.day <= 7 for day in named)


@given(SCHEDULES)
def test_what_is_stored_is_read_again(schedule: Schedule) -> None:
    assert schedule_from_json(schedule.to_json()) == schedule


@given(DAYS)
def test_no_stretch_without_sending_is_longer_than_a_month(day: date) -> None:
    found = sending_day(day, feast)
    assert found is not None
    assert timedelta() <= found - day < timedelta(days=MOST_MOVED)


def test_where_nothing_is_ever_sent_the_search_ends() -> None:
    schedule = Schedule(Rhythm.WEEKLY, date(2027, 1, 15), 480)
    assert next_run(schedule, at("2027-01-01 00:00"), POLICY, lambda _day: True) is None
