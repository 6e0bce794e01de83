"""Whom a notice of a deadline reaches: whoever has the tip, the station's head, the province. Pure.

Nobody is told who may not see the tip, and no notice ends with nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from content.policy import Policy
from content.terms import PersonState, Role
from handlers.triage.alarm import duty, may_be_rung
from handlers.triage.clock_rules import day_of
from handlers.triage.reminder_rules import Told, addressees
from storage.people import Person
from storage.tips import Card


def people_to_tell(told: Told, card: Card, staff: Sequence[Person], policy: Policy, now: float) -> tuple[str, ...]:
    """Ids of the people to tell, from `staff`: everybody of the stations on the tip's route.

    Where nobody fits, one level further up; where nobody up there does, every reader of the tip's own station.
    """
    today = day_of(now, policy)
    there = [one for one in staff if one.state is PersonState.ACTIVE and not one.away(today) and may_be_rung(one, card)]
    holder = card.holder if any(one.id == card.holder for one in there) else None
    levels = (duty(card.station, there, card, now), _heads(card.station, there), _province(card, there, policy, now))
    found = addressees(told, holder, *([one.id for one in level] for level in levels))
    return found or tuple(one.id for one in there if one.station == card.station)


def _heads(station: str, there: Sequence[Person]) -> list[Person]:
    return [one for one in there if one.station == station and one.role is Role.HEAD]


def _province(card: Card, there: Sequence[Person], policy: Policy, now: float) -> list[Person]:
    """The province's duty desk, else who is on duty there, else its head, else every reader of it; nobody where the
    province may not read the tip.
    """
    station = policy.province_station
    if station not in card.stations:
        return []
    readers = [one for one in there if one.station == station]
    desk = [one for one in readers if one.role is Role.DESK]
    return desk or duty(station, there, card, now) or _heads(station, there) or readers
