"""What may be done to a year of the plan, and by whom. Pure: asked by the dialogues, and again under the lock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from content.coverage_terms import MotionKind, MotionState
from content.plans import Plan
from content.terms import N_
from storage.motions import Motion
from storage.people import Person


class Bar(StrEnum):
    """Why not. Each has one plain sentence, below."""

    COMMUNE = "plan_province"
    CLOSED = "year_closed"
    OPEN = "year_open"
    NOT_OVER = "year_not_over"
    WAITING = "motions_wait"
    OWN = "own_motion"
    DECIDED = "motion_decided"
    FIXED = "set_fixed"
    NOT_FIXED = "set_not_fixed"
    GONE = "set_changed"


SENTENCES: Mapping[Bar, str] = {
    Bar.COMMUNE: N_("This is done at the province."),
    Bar.CLOSED: N_("That year is closed. Two people can open it again."),
    Bar.OPEN: N_("That year is open already."),
    Bar.NOT_OVER: N_("That year of account is not over yet."),
    Bar.WAITING: N_("Something still waits for a second person. Decide that first."),
    Bar.OWN: N_("Somebody else has to agree to what you proposed."),
    Bar.DECIDED: N_("That was decided already."),
    Bar.FIXED: N_("That list was fixed already. Two people can change it."),
    Bar.NOT_FIXED: N_("That list was not fixed yet."),
    Bar.GONE: N_("The list has changed since. Look at it again."),
}


def may_change(person: Person, province: str, *, closed: bool) -> Bar | None:
    """Whether somebody who has the right may change anything of a year: at the province, while it is open."""
    if person.station != province:
        return Bar.COMMUNE
    return Bar.CLOSED if closed else None


def may_close(plan: Plan, year: int, today: date, *, closed: bool, waiting: int) -> Bar | None:
    """A year is closed once its last day is over and nothing of it waits for a second person."""
    if closed:
        return Bar.CLOSED
    if today < plan.bounds(year)[1]:
        return Bar.NOT_OVER
    return Bar.WAITING if waiting else None


def may_second(motion: Motion, second: str, *, closed: bool) -> Bar | None:
    """Whether somebody may agree or refuse: another person, once, while what it speaks of can still be changed."""
    if motion.state is not MotionState.OPEN:
        return Bar.DECIDED
    if motion.person == second:
        return Bar.OWN
    if motion.kind is MotionKind.REOPEN:
        return None if closed else Bar.OPEN
    return Bar.CLOSED if closed else None


def effective(plan: Plan, year: int, today: date) -> date:
    """From which day on a change of a year's list holds: today, or the nearest day of that year."""
    first, after = plan.bounds(year)
    return min(max(today, first), after - timedelta(days=1))
