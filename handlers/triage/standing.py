"""A tip's row as the state machine sees it, and what one officer may do to it now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from content.bodies import bodies_for
from content.clocks import calendar, shipped
from content.policy import Policy
from content.terms import CitizenStatus, StationKind
from handlers.triage.clock_rules import Due, happened
from handlers.triage.clock_rules import deadlines as due_for
from handlers.triage.move_rules import METS, TABLE, Move
from handlers.triage.permissions import Right
from handlers.triage.routing_rules import Closed, Passing, Way, called, passing, takers
from handlers.triage.state_rules import Barred, Press, Standing, decide, moves
from storage.people import Person
from storage.stations import Station
from storage.tips import Card

OVERSEEN = frozenset({Move.RECALL, Move.FALSE_REPORT, Move.GIVE_BACK})
"""What somebody does to a tip that a colleague may have: the province takes back, the head decides."""
WAYS_OF: Mapping[Move, frozenset[Way]] = {
    Move.SEND_ON: frozenset({Way.UP, Way.ACROSS, Way.INSIDE}),
    Move.DELEGATE: frozenset({Way.DOWN}),
    Move.GIVE_BACK: frozenset({Way.BACK}),
}
"""The moves by which a tip goes to another unit of the house, and the ways that each may take (`routing_rules`)."""
OF_INCIDENTS = frozenset({Move.MERGE, Move.SPLIT, Move.TELL})
"""What is done to tips that belong together is not a step of one tip."""
DAY_SET = "day_set"
"""The event of a tip from which a day that a person set is counted."""
LIKELY = (
    *(Move.BOOK, Move.REPORT_BACK, Move.RECALL, Move.RESUME, Move.HAND_OVER, Move.ASSIGN, Move.VERIFY),
    *(Move.FIND_SIGNS, Move.CLASSIFY, Move.DELEGATE, Move.MEET, Move.EXTEND, Move.SUSPEND, Move.SEND_ON),
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
        unclear=card.promised is CitizenStatus.UNCLEAR,
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
    mine, ways = card.holder == person.id, takers(card, station, stations).keys()
    found = [
        move
        for move in moves(standing_of(card), person.role, station.kind)
        if move not in OF_INCIDENTS
        and (mine or move in OVERSEEN)
        and (move not in WAYS_OF or not ways.isdisjoint(WAYS_OF[move]))
    ]
    return tuple(sorted(found, key=lambda move: LIKELY.index(move) if move in LIKELY else len(LIKELY)))


def steps(found: Sequence[Move]) -> tuple[Move, ...]:
    """The moves after which the tip goes on. Asking has a button and a dialogue of its own."""
    return tuple(move for move in found if TABLE[move].outcome is None and move is not Move.ASK)


def endings(found: Sequence[Move]) -> tuple[Move, ...]:
    """The moves that close the tip."""
    return tuple(move for move in found if TABLE[move].outcome)


def units(move: Move, card: Card, giver: Station, stations: Mapping[str, Station]) -> dict[Way, list[Station]]:
    """To which units of the house this one may give a tip by this move, by way."""
    return {way: found for way, found in takers(card, giver, stations).items() if way in WAYS_OF[move]}


def receivers(move: Move, stations: Mapping[str, Station], today: date) -> dict[str, str]:
    """To whom outside the house a tip may go by this move: id and label."""
    bodies = {one.id: one.label for one in bodies_for(move.value, today).values()}
    return bodies | {one.id: one.name for one in called(stations) if move is Move.TRANSFER}


def passing_of(press: Press, card: Card, giver: Station, stations: Mapping[str, Station]) -> Passing | Closed | None:
    """How this press takes the tip to another unit of the house, or why it can't; None for every other move."""
    ways = WAYS_OF.get(press.move)
    if ways is None:
        return None
    back = next((one.id for one in stations.values() if one.kind is StationKind.PROVINCE), "")
    taker = stations.get(back if press.move is Move.GIVE_BACK else press.given.body)
    found = passing(card, giver, taker) if taker else Closed.WAY
    return found if isinstance(found, Closed) or found.way in ways else Closed.WAY


def after_press(
    press: Press, card: Card, giver: Station, stations: Mapping[str, Station]
) -> Standing | Barred | Closed:
    """The tip after a press, or why not: by the table of moves, then by whom it may go to."""
    after = decide(standing_of(card), press)
    if isinstance(after, Barred):
        return after
    way = passing_of(press, card, giver, stations)
    if isinstance(way, Closed):
        return way
    outside = press.given.body and way is None
    return Barred.STATION if outside and press.given.body not in receivers(press.move, stations, press.today) else after


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
