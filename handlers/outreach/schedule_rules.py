"""When a campaign is sent: once, in a rhythm, or within a period. Pure, in local time; this zone has no summer time.

A day without sending moves a message to the next day that has some. What was due while the house could not send is
told as missed when it is too late: nothing is sent late in silence.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import Any

from content.locales import _
from content.outreach_terms import Rhythm
from content.policy import Policy
from content.terms import N_

DAY = timedelta(days=1)
MONDAY = 0
LONGEST = timedelta(days=366)  # how far ahead a campaign may begin or end
MOST_MOVED = 31  # days: no stretch without sending is as long

Off = Callable[[date], bool]
"""Whether nothing is sent on a day."""


@dataclass(frozen=True)
class Schedule:
    """`minute` of the local day. `first`: once, that day; else the weekday, day of the month or of the year it repeats.

    `last`: the last day on which it is sent; a period has one.
    """

    rhythm: Rhythm
    first: date
    minute: int
    last: date | None = None

    def to_json(self) -> dict[str, Any]:
        """As it is stored and approved."""
        return {
            "rhythm": self.rhythm.value,
            "first": self.first.isoformat(),
            "minute": self.minute,
            "last": self.last.isoformat() if self.last else None,
        }


def schedule_from_json(stored: Mapping[str, Any]) -> Schedule:
    """What `to_json` made. Raises ValueError, KeyError or TypeError for anything else."""
    last = stored["last"]
    return Schedule(
        Rhythm(stored["rhythm"]),
        date.fromisoformat(stored["first"]),
        int(stored["minute"]),
        date.fromisoformat(last) if last else None,
    )


class Fault(StrEnum):
    """Why a schedule is not taken. Each has one plain sentence, below."""

    PAST = "past"
    FAR = "far"
    QUIET = "quiet"
    ENDS_FIRST = "ends_first"
    NEVER = "never"


SENTENCES: Mapping[Fault, str] = {
    Fault.PAST: N_("That time is over. Choose a later one."),
    Fault.FAR: N_("That is more than a year away. Choose an earlier day."),
    Fault.QUIET: N_("Groups get messages from {from_hour}:00 to {to_hour}:00 only."),
    Fault.ENDS_FIRST: N_("The last day is before the first one."),
    Fault.NEVER: N_("Nothing would be sent in that time: no day of it has sending."),
}


def fault(schedule: Schedule, now: float, policy: Policy, off: Off) -> Fault | None:
    """What is wrong with a schedule that somebody chose now."""
    if schedule.rhythm is Rhythm.AT_ONCE:
        return None
    today = local(now, policy).date()
    if not policy.send_from * 60 <= schedule.minute < policy.send_to * 60:
        return Fault.QUIET
    if schedule.last and schedule.last < schedule.first:
        return Fault.ENDS_FIRST
    if max(schedule.first, schedule.last or schedule.first) > today + LONGEST:
        return Fault.FAR
    if schedule.rhythm is Rhythm.ONCE and _at(schedule.first, schedule.minute) <= local(now, policy):
        return Fault.PAST
    if schedule.last and schedule.last < today:
        return Fault.PAST
    return Fault.NEVER if next_run(schedule, now, policy, off) is None else None


def days(schedule: Schedule, after: date) -> Iterator[date]:
    """The days a schedule names, from the first one on or after a day; days without sending among them."""
    first, last = schedule.first, schedule.last or date.max - LONGEST
    start = max(first, after)
    if schedule.rhythm is Rhythm.AT_ONCE:
        return  # not of the calendar: `soonest`
    if schedule.rhythm is Rhythm.ONCE:
        named: Iterator[date] = iter((first,))
    elif schedule.rhythm in (Rhythm.WEEKLY, Rhythm.PERIOD):
        named = _weekly(start + timedelta(days=(first - start).days % 7))
    elif schedule.rhythm is Rhythm.YEARLY:
        named = (_clamped(year, first.month, first.day) for year in range(start.year, last.year + 1))
    else:
        named = (_in_month(schedule, year, month) for year, month in _months(start))
    for day in named:
        if day > last:
            return
        if day >= start:
            yield day


def next_run(schedule: Schedule, after: float, policy: Policy, off: Off) -> float | None:
    """The next moment it is sent, later than `after` (seconds); None where there is none any more."""
    moment = local(after, policy)
    given_up = max(moment.date(), schedule.first) + 2 * LONGEST
    for named in takewhile(lambda day: day < given_up, days(schedule, moment.date() - timedelta(days=MOST_MOVED))):
        day = sending_day(named, off)
        if day is None or (schedule.last and day > schedule.last):
            continue
        at = _at(day, schedule.minute)
        if at > moment:
            return seconds(at, policy)
        if schedule.rhythm is Rhythm.ONCE:
            return None
    return None


def soonest(now: float, policy: Policy, off: Off) -> float | None:
    """The first moment from now on at which groups get messages."""
    if may_send(now, policy, off):
        return now
    moment = local(now, policy)
    day = moment.date() if moment.hour < policy.send_from else moment.date() + DAY
    sending = sending_day(day, off)
    return seconds(_at(sending, policy.send_from * 60), policy) if sending else None


def sending_day(day: date, off: Off) -> date | None:
    """This day, or the next one with sending; None where a month has none."""
    return next((day + timedelta(days=more) for more in range(MOST_MOVED) if not off(day + timedelta(days=more))), None)


def too_late(due: float, now: float, policy: Policy, off: Off) -> bool:
    """Whether what was due is missed: later than the cap allows, or no time any more in which groups get messages."""
    return now - due > policy.lateness or not may_send(now, policy, off)


def may_send(now: float, policy: Policy, off: Off) -> bool:
    """Whether groups get messages at this moment."""
    moment = local(now, policy)
    return policy.send_from <= moment.hour < policy.send_to and not off(moment.date())


def told(fault: Fault, policy: Policy) -> str:
    """A fault in words."""
    return _(SENTENCES[fault]).format(from_hour=policy.send_from, to_hour=policy.send_to)


def local(at: float, policy: Policy) -> datetime:
    """Seconds since 1970 -> the local clock, without a zone."""
    return (datetime.fromtimestamp(at, UTC) + timedelta(seconds=policy.utc_offset)).replace(tzinfo=None)


def seconds(moment: datetime, policy: Policy) -> float:
    """The local clock -> seconds since 1970."""
    return moment.replace(tzinfo=UTC).timestamp() - policy.utc_offset


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60))


def _weekly(day: date) -> Iterator[date]:
    while True:
        yield day
        day += 7 * DAY


def _months(start: date) -> Iterator[tuple[int, int]]:
    year, month = start.year, start.month
    while year < date.max.year:
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _in_month(schedule: Schedule, year: int, month: int) -> date:
    if schedule.rhythm is Rhythm.FIRST_MONDAY:
        first = date(year, month, 1)
        return first + timedelta(days=(MONDAY - first.weekday()) % 7)
    return _clamped(year, month, schedule.first.day)


def _clamped(year: int, month: int, day: int) -> date:
    """A day of a month, or its last one where it is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))
