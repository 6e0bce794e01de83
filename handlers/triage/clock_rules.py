"""When something is due. Pure: what happened to a tip, rows of the law, a calendar.

Counted as BLTTHS 2015, Art. 134 counts: hours from the minute; days to midnight of the last day, the day of the event
not counted; months to the day of the same number, or the month's last one. An end that falls on a day off moves to
the next working day. The law of the day on which a clock began counts to its end.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from content.clocks import ANCHORS, Clock, Clocks, Roll, Unit, in_force
from content.clocks.calendar import DAY, Calendar
from content.policy import Policy
from handlers.triage.hours import MINUTE_S
from handlers.triage.move_rules import STARTS, Move
from handlers.triage.state_rules import Press, Standing, running

HOUR_S = 3600.0

Events = Mapping[str, float]
"""What happened to a tip, by the anchor's name (`content.clocks.ANCHORS`): seconds since 1970."""


@dataclass(frozen=True)
class Due:
    """One deadline. Seconds since 1970."""

    clock: Clock
    began: float
    ends: float  # the first moment at which it is late
    counted: date  # the day at which counting arrives
    last_day: date  # and the one that it moves to, where that is off
    guessed: tuple[int, ...] = ()  # years on the way whose days off are not known yet

    def late(self, now: float) -> bool:
        return now >= self.ends


def due(
    name: str, events: Events, clocks: Clocks, calendar: Calendar, policy: Policy, *, remote: bool = False
) -> Due | None:
    """The deadline of a clock; None where what it begins with has not happened, or no law said anything then."""
    for row in clocks.get(name, ()):
        start = _start(row, events, clocks, calendar, policy, remote=remote)
        if start and row is in_force(clocks, name, day_of(start.counted_from, policy)):
            return _due(row, start, calendar, policy, remote=remote)
    return None


def all_due(
    names: Iterable[str], events: Events, clocks: Clocks, calendar: Calendar, policy: Policy, *, remote: bool = False
) -> tuple[Due, ...]:
    """The deadlines of these clocks, the next one first. What is to be done at once has no date to wait for."""
    found = (due(name, events, clocks, calendar, policy, remote=remote) for name in names)
    return tuple(sorted((one for one in found if one and not one.clock.at_once), key=lambda one: one.ends))


def happened(events: Events, press: Press, policy: Policy) -> Events:
    """The events after a move that was done.

    Of what was done on an earlier day nobody knows the hour: it counts as that day's last minute, so that no clock of
    hours calls late what was not; days are counted from the same day either way. A tip is taken in once: moves that
    are done again start no clock anew, but a resumption does.
    """
    anchor = STARTS.get(press.move)
    if anchor is None or (anchor in events and press.move is not Move.RESUME):
        return events
    day = press.given.day
    earlier = day is not None and day < day_of(press.at, policy)
    return {**events, anchor: midnight(day + DAY, policy) - MINUTE_S if day and earlier else press.at}


def deadlines(
    standing: Standing, events: Events, clocks: Clocks, calendar: Calendar, policy: Policy, *, remote: bool = False
) -> tuple[Due, ...]:
    """Everything that is due where a tip stands, the next one first: the law's clocks, and a day that a person set."""
    legal = all_due(running(standing), events, clocks, calendar, policy, remote=remote)
    own = (by_day(standing.until, standing.at, policy),) if standing.until else ()
    return tuple(sorted((*legal, *own), key=lambda one: one.ends))


def by_day(day: date, began: float, policy: Policy) -> Due:
    """The deadline that a person set: the end of that day, whether it is worked or not."""
    row = Clock(
        "D", "sent", 1, Unit.DAYS, 1, Roll.NONE, date.min, None, "house", "Ngày do cán bộ đặt", "Xem lại"
    )  # fmt: skip
    return Due(row, began, midnight(day + DAY, policy), day, day)


def from_midnight(one: Due, policy: Policy) -> bool:
    """Whether hours are counted from a day's begin because nobody knows the hour: the end may come too early, never too
    late. When a tip was sent is known to the hour.
    """
    by_day = one.began == midnight(day_of(one.began, policy), policy)
    return one.clock.unit is Unit.HOURS and one.clock.anchor != "sent" and by_day


def waited(events: Events, now: float) -> tuple[float, float | None]:
    """Both times that every screen shows: seconds since the citizen pressed send, and since the book took it."""
    accepted = events.get("accepted")
    return now - events["sent"], None if accepted is None else now - accepted


@dataclass(frozen=True)
class _Start:
    """From where a clock counts, and since when it has been running: before, where it counts back from an end."""

    counted_from: float
    began: float


def _start(
    row: Clock, events: Events, clocks: Clocks, calendar: Calendar, policy: Policy, *, remote: bool
) -> _Start | None:
    if row.anchor in ANCHORS:
        return _Start(events[row.anchor], events[row.anchor]) if row.anchor in events else None
    before = due(row.anchor, events, clocks, calendar, policy, remote=remote)
    if before is None:
        return None
    end = midnight(before.counted, policy)
    return _Start(end, before.began if row.length < 0 else end)


def _due(row: Clock, start: _Start, calendar: Calendar, policy: Policy, *, remote: bool) -> Due:
    length = row.remote if remote else row.length
    first = day_of(start.counted_from, policy)
    if row.unit is Unit.HOURS:
        ends = start.counted_from + length * HOUR_S
        return Due(row, start.began, ends, day_of(ends, policy), day_of(ends, policy))
    counted = _counted(row.unit, first, length, calendar)
    last = _moved(counted, row.roll, calendar)
    looked_at = (first if row.unit is Unit.WORKING_DAYS else min(counted, last), max(counted, last))
    return Due(row, start.began, midnight(last + DAY, policy), counted, last, calendar.guessed(*looked_at))


def _counted(unit: Unit, first: date, length: int, calendar: Calendar) -> date:
    if unit is Unit.DAYS:
        return first + length * DAY
    return calendar.plus_working(first, length) if unit is Unit.WORKING_DAYS else _plus_months(first, length)


def _moved(day: date, roll: Roll, calendar: Calendar) -> date:
    if roll is Roll.NONE:
        return day
    return calendar.next_working(day) if roll is Roll.FORWARD else calendar.last_working(day)


def _plus_months(day: date, count: int) -> date:
    """The day of the same number; the month's last one where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def day_of(at: float, policy: Policy) -> date:
    """The local day of a moment."""
    return (datetime.fromtimestamp(at, UTC) + timedelta(seconds=policy.utc_offset)).date()


def midnight(day: date, policy: Policy) -> float:
    """The moment at which a local day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() - policy.utc_offset
