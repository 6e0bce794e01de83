"""Whom to remind of a deadline, when, and all of it in one message. Pure.

Warnings go to whoever has the tip at 50 %, at 80 % and one working day before; what is late to the station's head, then
to the province. An officer gets one message that names the tips and why, at most one an hour, none in the quiet hours
unless there is danger; what somebody has acted on since is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from content.clocks import Unit
from content.clocks.calendar import DAY, Calendar
from content.locales import _, ngettext
from content.policy import Policy
from content.terms import N_
from handlers.triage.clock_rules import HOUR_S, Due, day_of, midnight
from handlers.triage.hours import MINUTE_S

WORK_BEGINS_H = 8
"""Local hour at which "one working day before" is told, and the province of what is late by days."""
PROVINCE_AFTER_H = 2
"""What is late by hours goes to the province this many hours after it went to the head."""
BATCH_GAP_S = HOUR_S
"""Between two reminders to one officer."""
MOST_NAMED = 10
"""Tips that one reminder names; more are a number."""


class Notice(StrEnum):
    """Why somebody is told of a deadline; a later one weighs more."""

    HALF = "half"
    MOST = "most"
    DAY_BEFORE = "day_before"
    GOES_BACK = "goes_back"
    LATE = "late"
    LATE_PROVINCE = "late_province"


class Told(StrEnum):
    """Who is told. The holder, or whoever is on duty where nobody has the tip."""

    HOLDER = "holder"
    HEAD = "head"
    PROVINCE = "province"


TOLD: Mapping[Notice, Told] = {
    Notice.HALF: Told.HOLDER,
    Notice.MOST: Told.HOLDER,
    Notice.DAY_BEFORE: Told.HOLDER,
    Notice.GOES_BACK: Told.HOLDER,
    Notice.LATE: Told.HEAD,
    Notice.LATE_PROVINCE: Told.PROVINCE,
}
NOTICE_WORDS: Mapping[Notice, str] = {
    Notice.HALF: N_("half of the time is over"),
    Notice.MOST: N_("four fifths of the time are over"),
    Notice.DAY_BEFORE: N_("one working day left"),
    Notice.GOES_BACK: N_("goes back to the others soon"),
    Notice.LATE: N_("overdue"),
    Notice.LATE_PROVINCE: N_("overdue, also told to the province"),
}
_WEIGHT = {notice: place for place, notice in enumerate(Notice)}


def notices(one: Due, calendar: Calendar, policy: Policy, *, danger: bool = False) -> tuple[tuple[float, Notice], ...]:
    """When whom is told of a deadline: seconds, in order. Never in the quiet hours, unless there is danger.

    Of a deadline counted in hours nobody hears "one working day left": of a single day that would be said at once.
    """
    half, most = (one.began + (one.ends - one.began) * part for part in (0.5, 0.8))
    day_before = _work_begins(calendar.last_working(one.last_day - DAY), policy)
    planned = [(half, Notice.HALF), (most, Notice.MOST)]
    if one.clock.unit is not Unit.HOURS and one.began < day_before < one.ends:
        planned.append((day_before, Notice.DAY_BEFORE))
    warned = [(at if danger else _in_time(at, one, policy), why) for at, why in planned]
    late = one.ends if danger else awake(one.ends, policy)
    province = _province(one, late, calendar, policy, danger=danger)
    return tuple(sorted([*warned, (late, Notice.LATE), (province, Notice.LATE_PROVINCE)]))


def again(after: float, calendar: Calendar, policy: Policy) -> float:
    """When what is still late, and nobody has acted on, is told again to the head and the province: every working day."""
    return _work_begins(calendar.plus_working(day_of(after, policy), 1), policy)


def awake(at: float, policy: Policy) -> float:
    """The moment itself, or the end of the quiet hours that it falls into."""
    since_evening = (at + policy.utc_offset - policy.quiet_from * HOUR_S) % (24 * HOUR_S)
    night = _night_s(policy)
    return at + night - since_evening if since_evening < night else at


def _province(one: Due, late: float, calendar: Calendar, policy: Policy, *, danger: bool) -> float:
    """Two hours after the head where hours are counted; else a whole working day later."""
    if one.clock.unit is Unit.HOURS:
        at = late + PROVINCE_AFTER_H * HOUR_S
        return at if danger else awake(at, policy)
    heads_day = calendar.next_working(day_of(late, policy))
    return _work_begins(calendar.plus_working(heads_day, 1), policy)


def _in_time(at: float, one: Due, policy: Policy) -> float:
    """A warning moved out of the quiet hours: to the morning, or to the evening before where that would be too late."""
    morning = awake(at, policy)
    if morning < one.ends:
        return morning
    evening = morning - _night_s(policy) - MINUTE_S  # the quiet hours begin on the stroke
    return evening if evening > one.began else at


def _work_begins(day: date, policy: Policy) -> float:
    return midnight(day, policy) + WORK_BEGINS_H * HOUR_S


def _night_s(policy: Policy) -> float:
    return (policy.quiet_to - policy.quiet_from) % 24 * HOUR_S


def addressees(
    told: Told, holder: str | None, on_duty: Sequence[str], heads: Sequence[str], province: Sequence[str]
) -> tuple[str, ...]:
    """The persons behind a word: officers' ids, each of them reminded on their own.

    Where there is nobody - no holder, nobody on duty, a station without a head - it goes one level further up, never
    to nobody.
    """
    levels = {Told.HOLDER: (holder,) if holder else on_duty, Told.HEAD: heads, Told.PROVINCE: province}
    above = list(Told)[list(Told).index(told) :]
    return tuple(next((levels[level] for level in above if levels[level]), ()))


@dataclass(frozen=True)
class Reminder:
    """One notice that has an addressee. `label` is the name officers use, `what` the clock's own words."""

    person: str
    label: str
    why: Notice
    what: str
    at: float  # when it is to be told
    ends: float
    danger: bool = False


@dataclass(frozen=True)
class Batch:
    """What one officer is told in one message, the most pressing first; a tip once, by its weightiest reason."""

    person: str
    reminders: tuple[Reminder, ...]


@dataclass(frozen=True)
class Batches:
    """What goes out now, and when to look again; None: nothing is waiting."""

    now: tuple[Batch, ...]
    next_at: float | None


def batches(
    reminders: Iterable[Reminder], acted: Mapping[str, float], last: Mapping[str, float], now: float, policy: Policy
) -> Batches:
    """What to send now.

    `acted`: when somebody last did something to a tip, by its label: what was to be told before then is moot.
    `last`: when an officer was last reminded. Both in seconds.
    """
    waiting = [one for one in reminders if one.at > acted.get(one.label, float("-inf"))]
    ready = [(_ready(one, last.get(one.person), policy), one) for one in waiting]
    sent = tuple(
        Batch(person, _by_weight([one for one in waiting if one.person == person and one.at <= now]))
        for person in sorted({one.person for at, one in ready if at <= now})
    )
    told = {batch.person for batch in sent}
    later = [max(at, now + BATCH_GAP_S) if one.person in told else at for at, one in ready if one.at > now or at > now]
    return Batches(sent, min(later, default=None))


def _ready(one: Reminder, last: float | None, policy: Policy) -> float:
    """From when on it may be told: danger at once, the rest an hour after the last message, and not at night."""
    if one.danger:
        return one.at
    return awake(max(one.at, one.at if last is None else last + BATCH_GAP_S), policy)


def _by_weight(ready: Iterable[Reminder]) -> tuple[Reminder, ...]:
    by_tip: dict[str, Reminder] = {}
    for one in sorted(ready, key=lambda one: (one.danger, _WEIGHT[one.why], -one.ends)):
        by_tip[one.label] = one
    return tuple(sorted(by_tip.values(), key=lambda one: (not one.danger, -_WEIGHT[one.why], one.ends, one.label)))


def batch_text(batch: Batch) -> str:
    """The message: which tips, and why. Nothing of their content."""
    lines = [_("Deadlines to look at:")]
    lines += [f"{one.label}: {one.what}, {_(NOTICE_WORDS[one.why])}" for one in batch.reminders[:MOST_NAMED]]
    more = len(batch.reminders) - MOST_NAMED
    if more > 0:
        lines.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
    return "\n".join(lines)
