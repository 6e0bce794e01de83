"""What may be written down as a session, and who may accept it. Pure: asked by the dialogues, and again under the lock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from content.coverage_terms import SessionState
from content.folding import fold
from content.terms import N_
from handlers.outreach.naming_rules import suggestions
from storage.people import Person
from storage.sessions import Session
from storage.targets import Target

MOST = 20_000
"""More people than this did not come to one session."""


class Why(StrEnum):
    """Why not. Each has one plain sentence, below."""

    AHEAD = "session_ahead"
    NOT_THERE = "session_not_there"
    PEOPLE = "session_people"
    CLOSED = "session_closed"
    OWN = "session_own"
    DECIDED = "session_decided"
    ELSEWHERE = "session_elsewhere"


SENTENCES: Mapping[Why, str] = {
    Why.AHEAD: N_("That day lies ahead. Enter the day on which it was held."),
    Why.NOT_THERE: N_("That place did not exist on that day."),
    Why.PEOPLE: N_("Type how many came: 1 to 20,000."),
    Why.CLOSED: N_("The year of that day is closed."),
    Why.OWN: N_("Somebody else has to accept your session."),
    Why.DECIDED: N_("That session was decided already."),
    Why.ELSEWHERE: N_("That session is not of your unit."),
}


def day_fault(target: Target, day: date, today: date) -> Why | None:
    """A session was held on a day that has come, at a place that was there."""
    if day > today:
        return Why.AHEAD
    return None if target.holds_on(day) else Why.NOT_THERE


def people_fault(people: int) -> Why | None:
    """Somebody came, and not a whole province."""
    return None if 0 < people <= MOST else Why.PEOPLE


def may_decide(session: Session, second: Person, province: str) -> Why | None:
    """Whether somebody who has the right may accept or return: another person, of the same unit or the province, once."""
    if second.station not in (session.station, province):
        return Why.ELSEWHERE
    if session.state is not SessionState.DONE:
        return Why.DECIDED
    return Why.OWN if session.author == second.id else None


def places(typed: str, known: Mapping[str, Target]) -> list[Target]:
    """Which place is meant: by its code or its whole name; else at most three that sound like it."""
    code = typed.strip().lower()
    if code in known:
        return [known[code]]
    name = fold(typed)
    called = [one for one in known.values() if fold(one.name) == name]
    return called[:3] if called else suggestions(typed, known.values())
