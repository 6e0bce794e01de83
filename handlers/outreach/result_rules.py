"""A run's figures as they are shown and taken out: sums that add up to their lines, small groups hidden. Pure.

A group of a few people, or a few answers, would show what single ones answered: there only the number of answers stands,
and the right ones are added up over all such groups. Where these are one alone or have too few answers together, the
next smallest joins them: else the sum would give them away. Where there is no other, the sum is not shown either.
Persons are never lines of their own: those of a commune are added up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from content.outreach_terms import DeliveryState, SubscriptionKind
from storage.heard import Heard
from storage.results import Outcome

LEAST_MEMBERS = 10
LEAST_ANSWERS = 5
STOOD = frozenset({DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.SENDING})


@dataclass(frozen=True)
class Line:
    """One group, channel or contact, or the persons of a place that ended alike. `hidden`: its right answers are."""

    channel: str
    kind: SubscriptionKind
    target: str | None
    area: str | None
    title: str
    state: DeliveryState
    why: str
    at: float | None
    copies: int
    members: int | None
    heard: Heard
    posted: bool = False
    posted_to: int | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Sums:
    """All lines together. `reached`: members of groups and channels with a copy; no number of readers. `posted`: contacts
    who say that they passed it on, to groups with `posted_to` members: a word, added to nothing.
    """

    states: Mapping[DeliveryState, int]
    reached: int
    posted: int
    posted_to: int
    heard: Heard
    hidden_right: int  # of `heard.right`, in lines that hide theirs
    right_shown: bool  # False: the sum itself would tell what one small group answered

    @property
    def copies(self) -> int:
        return sum(self.states.values())


def lines(outcomes: Iterable[Outcome]) -> list[Line]:
    """The lines of a run, sorted by place and name, so that their order tells nothing of when."""
    alone, persons = [], defaultdict[tuple[object, ...], list[Outcome]](list)
    for one in outcomes:
        if one.kind is SubscriptionKind.PERSON:
            persons[one.channel, one.area, one.state, one.why].append(one)
        else:
            alone.append(_line(one))
    found = alone + [_together(some) for some in persons.values()]
    found.sort(key=lambda one: (one.kind, one.area or "", one.target or "", one.title, one.channel, one.state, one.why))
    return _hide(found)


def sums(shown: Sequence[Line]) -> Sums:
    """What the lines add up to."""
    states = dict.fromkeys(DeliveryState, 0)
    for one in shown:
        states[one.state] += one.copies
    reached = sum(one.members or 0 for one in shown if one.state is DeliveryState.SENT and _is_chat(one))
    hidden = [one for one in shown if one.hidden]
    right = sum(one.heard.right for one in hidden)
    told = not hidden or _is_crowd(hidden)
    posted = [one.posted_to or 0 for one in shown if one.posted]
    pressed = sum((one.heard for one in shown), Heard())
    return Sums(states, reached, len(posted), sum(posted), pressed, right, told)


def right_share(heard: Heard) -> int | None:
    """Right answers in whole per cent; None before anybody answered."""
    return round(100 * heard.right / heard.answered) if heard.answered else None


def _line(one: Outcome) -> Line:
    return Line(
        one.channel, one.kind, one.target, one.area, one.title, one.state, one.why, one.at, 1, one.members, one.heard,
        one.posted, one.posted_to,
    )  # fmt: skip


def _together(some: Sequence[Outcome]) -> Line:
    pressed = sum((one.heard for one in some), Heard())
    return replace(_line(some[0]), target=None, title="", at=None, copies=len(some), members=None, heard=pressed)


def _is_chat(one: Line) -> bool:
    return one.kind in (SubscriptionKind.GROUP, SubscriptionKind.CHANNEL)


def _hide(shown: Sequence[Line]) -> list[Line]:
    answered = sorted((one.heard.answered, place) for place, one in enumerate(shown) if one.heard.answered)
    hidden = {place for _answers, place in answered if _is_small(shown[place])}
    while hidden and not _is_crowd([shown[place] for place in hidden]) and len(hidden) < len(answered):
        hidden.add(next(place for _answers, place in answered if place not in hidden))
    return [replace(one, hidden=place in hidden) for place, one in enumerate(shown)]


def _is_crowd(some: Sequence[Line]) -> bool:
    """Whether the sum of what these hide tells nothing of one of them."""
    return len(some) > 1 and sum(one.heard.answered for one in some) >= LEAST_ANSWERS


def _is_small(one: Line) -> bool:
    few = one.members is not None and one.members < LEAST_MEMBERS
    return few or one.heard.answered < LEAST_ANSWERS
