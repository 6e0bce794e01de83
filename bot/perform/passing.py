"""A tip goes to another unit of the house: sealed for its readers after, its old cards closed, the new ones rung.

Only an officer with an open shift can do it: their station's key opens the tip, and what is opened is sealed anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.perform import deadlines, ringing
from bot.perform.doing import Doing
from bot.perform.submit import checked_key
from handlers.triage.routing_rules import Passing, Way
from handlers.triage.standing import passing_of
from handlers.triage.state_rules import Press
from storage import incidents, passing, reading, sketches, stations, tips
from storage.people import Person
from storage.reading import OpenTip
from storage.tips import Card


async def way(doing: Doing, card: Card, person: Person, press: Press) -> Passing | None:
    """How a press that the rules allowed takes the tip elsewhere; None for a move that leaves it where it is."""
    known = await stations.every(doing.rows)
    found = passing_of(press, card, known[person.station], known)
    return found if isinstance(found, Passing) else None


async def hand_on(doing: Doing, opened: OpenTip, card: Card, way: Passing, person: Person) -> Card:
    """The tip in its new readers' hands; returns the card as they see it. Who gave it away sees the new one, if they
    may still read it.
    """
    held = await stations.held(doing.rows, way.readers)
    readers = {name: checked_key(doing, held[name]) for name in way.readers}
    if set(card.stations) <= set(readers):
        new = {name: key for name, key in readers.items() if name not in card.stations}
        await passing.add_readers(doing.rows, opened, new)
        return await _found(doing, card.public)
    members = (await incidents.belonging(doing.rows, doing.keyring, card.public)).members
    changed = await _sealed_anew(doing, opened, card, way, readers)
    for member in members:
        theirs = await reading.open_tip(doing.rows, doing.keyring, person, member.public, doing.now)
        if theirs:
            await tips.change(doing.rows, member.public, member.version, {"station": way.taker})
            await _sealed_anew(doing, theirs, replace(member, version=member.version + 1), way, readers)
    await deadlines.begin(doing, changed)
    if person.station in readers:
        await ringing.fresh_card(doing, changed, person)
    return changed


async def _sealed_anew(doing: Doing, opened: OpenTip, card: Card, way: Passing, readers: Mapping[str, bytes]) -> Card:
    """One tip of an incident under its new id; what was joined to a tip goes where that one goes."""
    await ringing.close_cards(doing, card)
    await deadlines.forget(doing, card)
    public = await passing.seal_anew(doing.rows, doing.keyring, opened, readers)
    if way.way is Way.INSIDE:
        await sketches.forget(doing.rows, [opened.row])  # what lies inside is compared with nothing outside
    await passing.leave_trace(doing.rows, opened.row, card.public, card.stations, doing.now)
    doing.audit("", "arrived", public, card.version)
    return await _found(doing, public)


async def _found(doing: Doing, public: str) -> Card:
    card = await tips.card(doing.rows, public)
    if card is None:
        raise LookupError("the tip is gone")
    return card
