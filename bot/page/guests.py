"""Who may look at the page: a ticket that holds, a person who still has the right, and not too often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.limits import Meter, Window
from handlers.triage.permissions import Right, case_of, refusal
from storage import people
from storage.people import Person
from storage.vault.keyring import Keyring
from storage.vault.ticket import Purpose, Ticket, read

LOOKS = Window(60, 60.0)
"""Of one person."""
TRIES = Window(60, 60.0)
"""Of all who come without a ticket that holds, together; whoever has one is not kept out by them."""


class Turned(StrEnum):
    """Why somebody is not let in. A forged ticket, one that ended and one whose right was taken look alike."""

    CLOSED = "closed"
    TOO_OFTEN = "too_often"


@dataclass(frozen=True)
class Guest:
    """Somebody who may look now."""

    person: Person
    ticket: Ticket


class Guests:
    """The door of the page. Asked at every request: a right that was taken ends the visit at once."""

    def __init__(self, keyring: Keyring, clock: Callable[[], float]) -> None:
        self._keyring, self._clock = keyring, clock
        self._tries = Meter(TRIES)
        self._looks: dict[str, Meter] = {}

    async def admit(self, rows: AsyncConnection, given: str, purpose: Purpose) -> Guest | Turned:
        """Whoever holds this ticket."""
        now = self._clock()
        ticket = read(self._keyring, given, purpose, now)
        person = await people.get(rows, self._keyring, ticket.person) if ticket else None
        if ticket is None or person is None or refusal(Right.PAGE, case_of(person, now)):
            return Turned.CLOSED if _passes(self._tries, now) else Turned.TOO_OFTEN
        meter = self._looks.setdefault(person.id, Meter(LOOKS))
        return Guest(person, ticket) if _passes(meter, now) else Turned.TOO_OFTEN


def _passes(meter: Meter, now: float) -> bool:
    if meter.room(now) <= 0:
        return False
    meter.passed.append(now)
    return True
