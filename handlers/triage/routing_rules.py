"""From whose hands into whose a tip may pass, and on what terms. Pure: stations and a tip's own facts in.

A commune passes up to the province, the province down with a due date, anybody to the inspectorate. A tip that its
author closed to the commune goes down only with their yes, or a head's reason; one about officials only to whoever it
does not concern. Passing seals the tip anew for its readers after, under a new key and a new public id.
(`handlers.citizen.route_rules` decides where a new tip goes.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from content.policy import Policy
from content.terms import N_, Detail, Reader, Role, StationKind, Topic
from storage.stations import Station


class Direction(StrEnum):
    """Which way a tip passes."""

    UP = "up"
    DOWN = "down"
    INSIDE = "inside"  # to the inspectorate
    BACK = "back"  # from the inspectorate to the province


_DIRECTIONS: Mapping[tuple[StationKind, StationKind], Direction] = {
    (StationKind.COMMUNE, StationKind.PROVINCE): Direction.UP,
    (StationKind.PROVINCE, StationKind.COMMUNE): Direction.DOWN,
    (StationKind.COMMUNE, StationKind.INSPECTORATE): Direction.INSIDE,
    (StationKind.PROVINCE, StationKind.INSPECTORATE): Direction.INSIDE,
    (StationKind.INSPECTORATE, StationKind.PROVINCE): Direction.BACK,
}
"""Communes do not pass to one another: what crosses them is the province's."""


@dataclass(frozen=True)
class Passed:
    """What a tip says of itself. `concerns`: stations whose own people it is about."""

    topic: Topic
    reader: Reader
    concerns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Terms:
    """What the giver says along with it. A reason is only counted here; its words are sealed into the tip."""

    today: date
    until: date | None = None  # by when the commune answers
    citizen_agreed: bool = False
    reason: bool = False


@dataclass(frozen=True)
class Passing:
    """What passing does: who holds it, who may read it from then on, and by when an answer comes back."""

    direction: Direction
    holder: str
    readers: tuple[str, ...]
    until: date | None


class Closed(StrEnum):
    """Why a tip does not pass. Each has one plain sentence, below."""

    WAY = "way"
    NO_KEY = "no_key"
    TRAINING = "training"
    CONCERNED = "concerned"
    NO_DUE = "no_due"
    AUTHOR = "author"
    HEAD = "head"


SENTENCES: Mapping[Closed, str] = {
    Closed.WAY: N_("Tips do not pass this way. Send it to the province."),
    Closed.NO_KEY: N_("That unit can't receive yet: nobody there has a PIN."),
    Closed.TRAINING: N_("Training and real tips stay apart."),
    Closed.CONCERNED: N_("This tip concerns people of that unit. It can't go there."),
    Closed.NO_DUE: N_("Say by which day they answer."),
    Closed.AUTHOR: N_("The reporter closed this tip to the commune. Ask them, or let the head give a reason."),
    Closed.HEAD: N_("Only the head may send this out of the inspectorate, with a reason."),
}


def passing(tip: Passed, giver: Station, taker: Station, terms: Terms, role: Role, policy: Policy) -> Passing | Closed:
    """How the tip passes, or why not."""
    direction = _DIRECTIONS.get((giver.kind, taker.kind))
    head = role is Role.HEAD and terms.reason
    closed_below = tip.reader is Reader.ABOVE and direction is Direction.DOWN
    checks: tuple[tuple[bool, Closed], ...] = (
        (direction is None, Closed.WAY),
        (giver.training != taker.training, Closed.TRAINING),
        (taker.id in tip.concerns, Closed.CONCERNED),
        (not taker.receives, Closed.NO_KEY),
        (tip.topic is Topic.OFFICIAL and direction is Direction.DOWN, Closed.CONCERNED),
        (direction is Direction.DOWN and (terms.until is None or terms.until < terms.today), Closed.NO_DUE),
        (closed_below and not (terms.citizen_agreed or head), Closed.AUTHOR),
        (direction is Direction.BACK and not head, Closed.HEAD),
    )
    why = next((why for fails, why in checks if fails), None)
    if why or direction is None:
        return why or Closed.WAY
    until = terms.until if direction is Direction.DOWN else None
    readers = [one for one in _readers(direction, giver, taker, policy) if one not in tip.concerns]
    return Passing(direction, taker.id, tuple(readers), until)


def _readers(direction: Direction, giver: Station, taker: Station, policy: Policy) -> tuple[str, ...]:
    """Who may read it after: whoever passed it up or inside has no further part in it."""
    if direction is Direction.DOWN:
        return taker.id, policy.province_station
    return (taker.id, giver.id) if direction is Direction.BACK else (taker.id,)


def takers(
    tip: Passed, giver: Station, stations: Mapping[str, Station], policy: Policy
) -> tuple[tuple[Direction, Station], ...]:
    """Every station that this one may be asked about, so that no button leads to a refusal of the way or of the key."""
    anything = Terms(date.min, date.max, citizen_agreed=True, reason=True)
    found = ((passing(tip, giver, taker, anything, Role.HEAD, policy), taker) for taker in stations.values())
    ways = [(way.direction, taker) for way, taker in found if isinstance(way, Passing)]
    return tuple(sorted(ways, key=lambda way: (list(Direction).index(way[0]), way[1].name)))


class Door(StrEnum):
    """Whom the province calls besides, by the number in its own list: they have no seat here."""

    BORDER_GUARD = "border_guard"
    NEIGHBOUR = "neighbour"


def doors(detail: Detail | None, *, at_sea: bool, outside: bool) -> frozenset[Door]:
    """Whom a tip's topic and place call for: the border guard for the sea, the neighbouring province's police beyond it."""
    return frozenset(
        door
        for door, called in ((Door.BORDER_GUARD, detail is Detail.BY_SEA or at_sea), (Door.NEIGHBOUR, outside))
        if called
    )
