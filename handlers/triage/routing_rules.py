"""From whose hands into whose a tip may pass inside the house, and who reads it then. Pure: stations and a card in.

A commune passes up to the province; the province down, with a day by which an answer comes; both across to liaisons
and to those who watch over officials. What its author closed to the communes, and what concerns officials, goes down
never again. (`handlers.citizen.route_rules` decides where a new tip goes, `content.bodies` to whom outside.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from content.terms import N_, Detail, Reader, StationKind, Topic
from storage.stations import INNER, Station
from storage.tips import Card

LIAISONS = frozenset({StationKind.BORDER_GUARD, StationKind.NEIGHBOUR})


class Way(StrEnum):
    """Which way a tip passes."""

    UP = "up"
    DOWN = "down"
    ACROSS = "across"
    INSIDE = "inside"  # to those who watch over officials
    BACK = "back"  # from them to the province


WAY_WORDS: Mapping[Way, str] = {
    Way.UP: N_("Up to the province"),
    Way.ACROSS: N_("To a liaison"),
    Way.INSIDE: N_("About an official"),
}
"""The first of the two taps by which an officer chooses; at most 20 letters in every language. Down and back are moves
of their own, with a day or a reason.
"""


class Closed(StrEnum):
    """Why a tip does not pass. Each has one plain sentence, below."""

    WAY = "way"
    NO_KEY = "no_key"
    APART = "apart"
    OFFICIALS = "officials"
    ABOVE = "above"


SENTENCES: Mapping[Closed, str] = {
    Closed.WAY: N_("Tips do not pass this way. Send it to the province."),
    Closed.NO_KEY: N_("That unit can't receive yet: nobody there has a PIN."),
    Closed.APART: N_("Training and real tips stay apart."),
    Closed.OFFICIALS: N_("What is told of officials never goes down to a commune."),
    Closed.ABOVE: N_("This tip is closed to the communes. It stays above."),
}


@dataclass(frozen=True)
class Passing:
    """What passing does: whose turn it is, and who may read it from then on."""

    way: Way
    taker: str
    readers: tuple[str, ...]


def passing(card: Card, giver: Station, taker: Station) -> Passing | Closed:
    """How the tip passes, or why not. Days, reasons and roles are the table of moves' matter (`move_rules`)."""
    way = _way(giver.kind, taker.kind)
    checks: tuple[tuple[bool, Closed], ...] = (
        (way is None, Closed.WAY),
        (giver.training != taker.training, Closed.APART),
        (way is Way.DOWN and card.topic is Topic.OFFICIAL, Closed.OFFICIALS),
        (way is Way.DOWN and card.reader is Reader.ABOVE, Closed.ABOVE),
        (not taker.receives, Closed.NO_KEY),
    )
    why = next((why for fails, why in checks if fails), None)
    if why or way is None:
        return why or Closed.WAY
    return Passing(way, taker.id, _readers(way, giver, taker))


def closed_below(card: Card) -> Closed | None:
    """Why no commune at all may get this tip; None where one may."""
    if card.topic is Topic.OFFICIAL:
        return Closed.OFFICIALS
    return Closed.ABOVE if card.reader is Reader.ABOVE else None


def takers(card: Card, giver: Station, stations: Mapping[str, Station]) -> dict[Way, list[Station]]:
    """By way, every station that the tip may pass to, by name: so that no button leads to a refusal."""
    found: dict[Way, list[Station]] = {}
    for taker in sorted(stations.values(), key=lambda one: (one.name, one.id)):
        way = passing(card, giver, taker)
        if isinstance(way, Passing):
            found.setdefault(way.way, []).append(taker)
    return {way: found[way] for way in Way if way in found}


def called(stations: Mapping[str, Station]) -> tuple[Station, ...]:
    """Liaisons that have no officer here: nothing can be sealed to them, so they are called, and a tip is closed as
    handed to them.
    """
    liaisons = (one for one in stations.values() if one.kind in LIAISONS and not one.receives)
    return tuple(sorted(liaisons, key=lambda one: (one.name, one.id)))


def to_call(card: Card, stations: Mapping[str, Station]) -> tuple[Station, ...]:
    """Whom to call about a tip from the sea: border guards that have no officer here to read it."""
    sea = card.detail is Detail.BY_SEA or (card.indicator and card.detail is not Detail.BY_PARCEL)
    return tuple(one for one in called(stations) if sea and one.kind is StationKind.BORDER_GUARD)


def _way(giver: StationKind, taker: StationKind) -> Way | None:
    """Communes do not pass to one another: what crosses them is the province's."""
    if taker in INNER:
        return Way.INSIDE if giver is not taker else None
    if taker is StationKind.PROVINCE:
        ways = {StationKind.PROVINCE: None, **dict.fromkeys(INNER, Way.BACK)}
        return ways.get(giver, Way.UP)
    if giver is not StationKind.PROVINCE:
        return None
    return Way.DOWN if taker is StationKind.COMMUNE else Way.ACROSS


def _readers(way: Way, giver: Station, taker: Station) -> tuple[str, ...]:
    """Who may read it after. Who passes it up, inside or to another province has no further part in it; the province
    answers for what it gives down or to the border guard, and the watchers for what they give back.
    """
    keeps = way in (Way.DOWN, Way.BACK) or taker.kind is StationKind.BORDER_GUARD
    return (taker.id, giver.id) if keeps else (taker.id,)
