"""Who may have a tip next: colleagues on duty, a head's choice when somebody falls ill; and when a tip that was taken
and left alone goes back to the others. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from content.clocks import Clock, Roll, Unit
from content.policy import Policy
from content.terms import PersonState, Stage
from handlers.triage.alarm import duty, may_be_rung
from handlers.triage.clock_rules import Due, day_of
from handlers.triage.permissions import READERS
from handlers.triage.reminder_rules import awake
from storage.people import Person
from storage.tips import TAKEN, Card

GOES_BACK = Clock(
    "R", TAKEN, 0, Unit.HOURS, 0, Roll.NONE, date.min, None, "house", "Quy ước của kênh", "Đã nhận mà chưa làm gì"
)
"""No deadline of the law: a promise of the house to the colleagues."""


def going_back(card: Card, policy: Policy) -> Due | None:
    """Until when somebody must do something about a tip they took; None where something was done, or nobody has it.

    Entering it in the book, asking back, or any other move is something; reading it begins the time anew. The officer
    is told `policy.claim_warning` before, never at night, so the end may come later than the policy's hours.
    """
    since = card.events.get(TAKEN)
    if since is None or card.holder is None or card.stage is not Stage.NEW or card.asked or card.test:
        return None
    warned = awake(since + policy.claim_idle - policy.claim_warning, policy)
    ends = warned + policy.claim_warning
    day = day_of(ends, policy)
    return Due(GOES_BACK, since, ends, day, day)


def takers(card: Card, staff: Sequence[Person], station: str, now: float) -> list[Person]:
    """To whom a tip may be passed: colleagues of the holder's station on duty who may see it."""
    return [one for one in duty(station, staff, card, now) if one.id != card.holder and one.holds_key]


def heirs(one: Person, staff: Sequence[Person], today: date, now: float) -> list[Person]:
    """Who may get everything that somebody has: readers of the same station who are not on leave, those on duty first."""
    there = [
        other
        for other in staff
        if other.station == one.station
        and other.id != one.id
        and other.role in READERS
        and other.state is PersonState.ACTIVE
        and other.holds_key
        and not other.training
        and not other.away(today)
    ]
    return sorted(there, key=lambda other: (not other.on_shift(now), other.name, other.id))


def may_inherit(one: Person, card: Card) -> bool:
    """Whether this tip may go to them with the others; what may not goes back to all."""
    return one.station in card.stations and may_be_rung(one, card)
