"""What an officer narrows the desk's lists to: what it is about, where, how far it is, when it was sent. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from content.locales import _
from content.policy import Policy
from content.terms import N_, Stage, Term, Topic
from handlers.triage.clock_rules import day_of, midnight
from handlers.triage.move_rules import AFTER_HAND_OVER
from handlers.triage.move_rules import BOOKED as IN_THE_BOOK
from storage.lists import UNKNOWN, Listing, Sent
from storage.times import hours

FIRST_HOUR, LAST_HOUR = 0, 2**31 - 1
"""Before and after every tip."""


class Step(Term):
    """How far a tip is, as the desk asks for it."""

    FREE = "free", N_("Nobody has it")
    TAKEN = "taken", N_("Somebody has it")
    ASKED = "asked", N_("Waits for an answer")
    UNBOOKED = "unbooked", N_("Not in the book yet")
    BOOKED = "booked", N_("In the book")
    HANDED_OVER = "handed_over", N_("Handed over already")


class Age(Term):
    """When a tip was sent."""

    TODAY = "today", N_("Today")
    WEEK = "week", N_("Within 7 days")
    OVER_WEEK = "over_week", N_("Over 7 days ago")
    OVER_MONTH = "over_month", N_("Over 30 days ago")


class Side(Term):
    """By what a list can be narrowed; the text asks for it."""

    TOPIC = "topic", N_("What about?")
    AREA = "area", N_("Which place?")
    STEP = "step", N_("How far?")
    AGE = "age", N_("Sent when?")


@dataclass(frozen=True)
class Filter:
    """What is set; None: everything."""

    topic: Topic | None = None
    area: str | None = None  # `UNKNOWN`: those that name no place
    step: Step | None = None
    age: Age | None = None

    def __bool__(self) -> bool:
        return self != Filter()


KINDS: Mapping[Side, type[Term]] = {Side.TOPIC: Topic, Side.STEP: Step, Side.AGE: Age}
"""The sides whose choices are always the same; places are those of the tips themselves."""


def to_json(chosen: Filter) -> dict[str, str]:
    """As a chat remembers it."""
    return {side.value: str(getattr(chosen, side.value)) for side in Side if getattr(chosen, side.value) is not None}


def from_json(stored: Mapping[str, Any]) -> Filter:
    """What is remembered; a choice that no version knows any more is none."""
    chosen = Filter()
    for side in Side:
        if isinstance(value := stored.get(side.value), str):
            chosen = put(chosen, side, value) or chosen
    return chosen


def put(chosen: Filter, side: Side, value: str) -> Filter | None:
    """The filter with this choice; None where there is no such choice."""
    if side is Side.AREA:
        return replace(chosen, area=value)
    if value not in {one.value for one in KINDS[side]}:
        return None
    if side is Side.TOPIC:
        return replace(chosen, topic=Topic(value))
    return replace(chosen, step=Step(value)) if side is Side.STEP else replace(chosen, age=Age(value))


def without(chosen: Filter, side: Side) -> Filter:
    """The filter with this side open again."""
    sides = {**vars(chosen), side.value: None}
    return Filter(**sides)


def in_words(chosen: Filter, title: Callable[[str], str]) -> str:
    """What is set, in the order of the sides; "" where nothing is. `title` names an area."""
    terms: list[Term | None] = [chosen.topic, chosen.step, chosen.age]
    words = [_(term.text) for term in terms if term]
    if chosen.area is not None:
        words.insert(1 if chosen.topic else 0, place_words(chosen.area, title))
    return " · ".join(words)


def place_words(area: str, title: Callable[[str], str]) -> str:
    """An area's name, or that the tip names none."""
    return _("place unknown") if area == UNKNOWN else title(area)


def narrowed(listing: Listing, chosen: Filter, now: float, policy: Policy) -> Listing:
    """The list with the filter on it."""
    if chosen.step in (Step.FREE, Step.TAKEN):
        listing = replace(listing, taken=chosen.step is Step.TAKEN)
    stages = {
        Step.UNBOOKED: frozenset({Stage.NEW}),
        Step.BOOKED: IN_THE_BOOK | {Stage.AT_COMMUNE},
        Step.HANDED_OVER: AFTER_HAND_OVER,
    }
    return replace(
        listing,
        topic=chosen.topic,
        area=chosen.area,
        asked=chosen.step is Step.ASKED,
        stages=stages.get(chosen.step, frozenset()) if chosen.step else frozenset(),
        sent=_sent(chosen.age, now, policy) if chosen.age else None,
    )


def _sent(age: Age, now: float, policy: Policy) -> Sent:
    """Days begin at local midnight, today among them."""
    today = day_of(now, policy)
    first = {Age.TODAY: 0, Age.WEEK: 6, Age.OVER_WEEK: 6, Age.OVER_MONTH: 29}[age]
    hour = hours(midnight(today - timedelta(days=first), policy))
    return Sent(FIRST_HOUR, hour) if age in (Age.OVER_WEEK, Age.OVER_MONTH) else Sent(hour, LAST_HOUR)
