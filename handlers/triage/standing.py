"""A tip's row as the state machine sees it, and what one officer may do to it now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from content.bodies import bodies_for
from content.clocks import calendar, shipped
from content.policy import Policy
from content.terms import StationKind
from handlers.triage.clock_rules import Due, happened
from handlers.triage.clock_rules import deadlines as due_for
from handlers.triage.move_rules import METS, TABLE, Move
from handlers.triage.permissions import Right
from handlers.triage.routing_rules import called
from handlers.triage.state_rules import Press, Standing, moves
from storage.people import Person
from storage.stations import Station
from storage.tips import Card

OVERSEEN = frozenset({Move.RECALL, Move.FALSE_REPORT})
"""What somebody does to a tip that a colleague may have: the province takes back, the head decides."""
OF_INCIDENTS = frozenset({Move.MERGE, Move.SPLIT, Move.TELL})
"""What is done to tips that belong together is not a step of one tip."""
DAY_SET = "day_set"
"""The event of a tip from which a day that a person set is counted."""
LIKELY = (
    *(Move.BOOK, Move.REPORT_BACK, Move.RECALL, Move.RESUME, Move.HAND_OVER, Move.ASSIGN, Move.VERIFY),
    *(Move.FIND_SIGNS, Move.CLASSIFY, Move.MEET, Move.EXTEND, Move.SUSPEND),
    *(Move.PROSECUTE, Move.NOT_PROSECUTE, Move.HANDLE, Move.NO_GROUNDS, Move.FILE, Move.TRANSFER),
)
"""The next step, where there is one, stands first."""


def standing_of(card: Card) -> Standing:
    """Who put it there, and when, stands in the audit; `at` is when a day was set, for that is what it is asked for."""
    return Standing(
        stage=card.stage,
        version=card.version,
        kind=card.kind,
        indicator=card.indicator,
        outcome=card.outcome,
        extensions=card.extensions,
        asked_until=card.asked_until,
        until=card.until,
        verified=card.verified,
        registered=card.registered,
        met=METS & frozenset(card.events),
        told=card.told,
        at=card.events.get(DAY_SET, card.events["sent"]),
    )


def right_of(move: Move) -> Right:
    """The right of the desk that a move asks for, besides its own row of the table."""
    return Right.DECIDE if move in OVERSEEN else Right.MOVE


def allowed(card: Card, person: Person, stations: Mapping[str, Station]) -> tuple[Move, ...]:
    """What this officer may do to this tip now, the likeliest first."""
    station = stations.get(person.station)
    if station is None:
        return ()
    mine = card.holder == person.id
    found = [
        move
        for move in moves(standing_of(card), person.role, station.kind)
        if move not in OF_INCIDENTS and (mine or move in OVERSEEN)
    ]
    return tuple(sorted(found, key=lambda move: LIKELY.index(move) if move in LIKELY else len(LIKELY)))


def steps(found: Sequence[Move]) -> tuple[Move, ...]:
    """The moves after which the tip goes on. Asking has a button and a dialogue of its own."""
    return tuple(move for move in found if TABLE[move].outcome is None and move is not Move.ASK)


def endings(found: Sequence[Move]) -> tuple[Move, ...]:
    """The moves that close the tip."""
    return tuple(move for move in found if TABLE[move].outcome)


def receivers(move: Move, card: Card, stations: Mapping[str, Station], today: date) -> dict[str, str]:
    """To whom a tip may go by this move: id and label. Downwards only to who may read it already (users.md A3)."""
    if move is Move.DELEGATE:
        communes = [one for one in stations.values() if one.kind is StationKind.COMMUNE and one.id in card.stations]
        return {one.id: one.name for one in communes}
    bodies = {one.id: one.label for one in bodies_for(move.value, today).values()}
    return bodies | {one.id: one.name for one in called(stations) if move is Move.TRANSFER}


def deadlines(card: Card, policy: Policy) -> tuple[Due, ...]:
    """Every deadline that runs for a tip, the next one first."""
    return due_for(standing_of(card), card.events, shipped(), calendar.shipped(), policy)


def events_after(card: Card, press: Press, after: Standing, policy: Policy) -> dict[str, float]:
    """What has happened to a tip once a move is done: what clocks begin with, which of their papers went out, and when
    the day was set on which somebody looks again.
    """
    events = dict(happened(card.events, press, policy))
    if after.until and after.until != card.until:
        events[DAY_SET] = press.at
    if press.move is Move.MEET:
        events[press.given.clock] = press.at
    return {name: at for name, at in events.items() if name not in METS or name in after.met}
