"""When a half day of the roster begins and ends, and which one is somebody's next. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from content.locales import _
from content.policy import Policy
from content.terms import N_, DutyPart
from handlers.triage.hours import local
from storage.roster import Duty

LONGEST_AHEAD = timedelta(days=60)
DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def begins(day: date, part: DutyPart, policy: Policy) -> float:
    """When it begins (seconds): 07:00 and 19:00, if the policy says nothing else."""
    hour = policy.day_from if part is DutyPart.DAY else policy.night_from
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp() - policy.utc_offset


def ends(day: date, part: DutyPart, policy: Policy) -> float:
    """When the other half takes over."""
    if part is DutyPart.DAY:
        return begins(day, DutyPart.NIGHT, policy)
    return begins(day + timedelta(days=1), DutyPart.DAY, policy)


def current(now: float, policy: Policy) -> tuple[date, DutyPart]:
    """The half day that runs now: before the morning it is still last night's."""
    today = local(now, policy).date()
    if now < begins(today, DutyPart.DAY, policy):
        return today - timedelta(days=1), DutyPart.NIGHT
    return today, DutyPart.DAY if now < begins(today, DutyPart.NIGHT, policy) else DutyPart.NIGHT


def next_of(duties: Iterable[Duty], now: float, policy: Policy) -> Duty | None:
    """The one that runs, or the first to come."""
    left = [one for one in duties if ends(one.day, one.part, policy) > now]
    return min(left, key=lambda one: begins(one.day, one.part, policy), default=None)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def name_of(day: date, part: DutyPart) -> str:
    """ "Mon night"."""
    return f"{_(DAYS[day.weekday()])} {_(part.text)}"


def in_words(one: Duty, policy: Policy) -> str:
    """ "Mon night 23/11, from 19:00"."""
    hour = local(begins(one.day, one.part, policy), policy)
    return _("{day} {date}, from {hour}").format(
        day=name_of(one.day, one.part), date=f"{one.day:%d/%m}", hour=f"{hour:%H:%M}"
    )


def can_be_set(day: date, part: DutyPart, now: float, policy: Policy) -> bool:
    """What is over is not changed, and nobody plans for next year."""
    return ends(day, part, policy) > now and day <= local(now, policy).date() + LONGEST_AHEAD
