"""Hotspots (điểm, tụ điểm): what a label may say, how one comes to stand, and the figures of a year. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from content.coverage_terms import HotspotKind, HotspotState
from content.terms import N_, Role, StationKind
from handlers.coverage.entry_rules import Typed
from handlers.triage.mark_rules import Trait, marks
from storage.hotspots import Hotspot, Step
from storage.people import Person
from storage.stations import Station
from storage.tips import Card

State = HotspotState
LONGEST_LABEL = 40
SPOTS = frozenset({HotspotKind.POINT, HotspotKind.GATHERING, HotspotKind.HOT})
"""What is removed; an area is transformed."""
CHOSEN = frozenset({State.CONFIRMED, State.HANDLED, State.TRANSFORMED, State.RELAPSED})
_PERSONAL = frozenset({Trait.PLATE, Trait.TAIL, Trait.PHONE, Trait.HULL, Trait.HOUSE})
_SPOKEN_OF = re.compile(
    r"\b(?:nhà|thằng|con|ông|bà|anh|chị|cô|chú|bác|dì|cậu|em|quán|tiệm)\s+(?!(?:nghỉ|trọ|máy|kho|hàng)\b)\w", re.I
)
_NUMBERED = re.compile(r"\d{3,}|\d+/\d+|số nhà|hẻm \d", re.I)


class Why(StrEnum):
    """Why not. Each has one plain sentence, below."""

    TEST = "hotspot_test"
    PLACELESS = "hotspot_placeless"
    JOINED = "hotspot_joined"
    ELSEWHERE = "hotspot_elsewhere"
    STATE = "hotspot_state"
    DAY = "hotspot_day"
    CLOSED = "hotspot_closed"


SENTENCES: Mapping[Why, str] = {
    Why.TEST: N_("A test tip makes no hotspot."),
    Why.PLACELESS: N_("The commune of this tip is not known yet."),
    Why.JOINED: N_("It was joined to another tip. Group that one."),
    Why.ELSEWHERE: N_("That hotspot is not of your unit."),
    Why.STATE: N_("It has changed meanwhile. Look at it again."),
    Why.DAY: N_("That day lies ahead, or before its last step."),
    Why.CLOSED: N_("The year of that day is closed."),
}


def label_fault(text: str) -> bool:
    """Whether a label could name a person, a house or a vehicle: then it is asked for anew."""
    named = any(mark.trait in _PERSONAL for mark in marks(text))
    return (
        named or bool(_NUMBERED.search(text) or _SPOKEN_OF.search(text)) or not 0 < len(text.strip()) <= LONGEST_LABEL
    )


def may_group(card: Card, head: Card | None) -> Why | None:
    """Whether a tip may be put to a hotspot: a real one of a known commune, that leads its incident."""
    if card.test:
        return Why.TEST
    if card.area is None:
        return Why.PLACELESS
    return Why.JOINED if head is not None else None


def within(person: Person, station: Station, one: Hotspot) -> bool:
    """Whether a hotspot is an officer's to see: of the own unit, or any at the province."""
    return person.station == one.station or station.kind is StationKind.PROVINCE


def next_states(one: Hotspot, role: Role) -> tuple[HotspotState, ...]:
    """What a superior may say of it next; whoever reads tips only proposes."""
    if role not in (Role.HEAD, Role.DESK):
        return ()
    solved = State.REMOVED if one.kind in SPOTS else State.TRANSFORMED
    after: Mapping[HotspotState, tuple[HotspotState, ...]] = {
        State.CANDIDATE: (State.CONFIRMED, State.DISMISSED),
        State.CONFIRMED: (State.HANDLED, solved),
        State.HANDLED: (solved,),
        State.REMOVED: (State.RELAPSED,),
        State.TRANSFORMED: (State.RELAPSED,),
        State.RELAPSED: (State.HANDLED, solved),
        State.DISMISSED: (State.CANDIDATE,),
    }
    return after[one.state]


def state_on(steps: Sequence[Step], day: date) -> HotspotState | None:
    """How it stood at the end of a day; None before it was known."""
    known = [step.state for step in steps if step.day <= day]
    return known[-1] if known else None


def year_figures(
    hotspots: Iterable[Hotspot], steps: Mapping[str, Sequence[Step]], first: date, last: date
) -> dict[str, Typed]:
    """The figures of K1 and K4 to K7 for the days from `first` to `last`, both counted; left out where there is nothing to count.

    K1: of all that was a candidate in the year, how much was decided by its end. K4: how many spots were removed in the
    year, each once. K5: of all hot spots that stood on the list in the year, how many are removed at its end. K6: of all
    areas chosen by then, how many are transformed. K7: of all areas ever transformed by then, how many are so still.
    """
    every = [(one.kind, steps.get(one.id, ())) for one in hotspots]
    spots = [found for kind, found in every if kind in SPOTS]
    hot = [found for kind, found in every if kind is HotspotKind.HOT]
    areas = [found for kind, found in every if kind is HotspotKind.AREA]
    reviewed = [found for found in spots if _stood(found, frozenset({State.CANDIDATE}), first, last)]
    listed = [found for found in hot if _stood(found, CHOSEN, first, last)]
    chosen = [found for found in areas if state_on(found, last) in CHOSEN]
    changed = [found for found in areas if any(s.state is State.TRANSFORMED and s.day <= last for s in found)]
    removed = sum(any(s.state is State.REMOVED and first <= s.day <= last for s in found) for found in spots)
    shares = {
        "K1": (sum(state_on(found, last) is not State.CANDIDATE for found in reviewed), len(reviewed)),
        "K5": (sum(state_on(found, last) is State.REMOVED for found in listed), len(listed)),
        "K6": (sum(state_on(found, last) is State.TRANSFORMED for found in chosen), len(chosen)),
        "K7": (sum(state_on(found, last) is State.TRANSFORMED for found in changed), len(changed)),
    }
    found = {name: Typed(100 * part / whole, part, whole) for name, (part, whole) in shares.items() if whole}
    return found | ({"K4": Typed(removed)} if spots else {})


def _stood(steps: Sequence[Step], states: frozenset[HotspotState], first: date, last: date) -> bool:
    """Whether it stood in one of these states on any day of the period: at its beginning, or by a step within it."""
    entered = any(step.state in states and first <= step.day <= last for step in steps)
    before = [step.state for step in steps if step.day < first]
    return entered or (bool(before) and before[-1] in states)
