"""Tips that officers join: which may be joined by whom, how many sources they have then, and what is worth a ring. Pure.

Nobody is counted as a person. A source is told apart from another only while its conversation lives; nothing that is
kept on a tip says who sent it. What a reporter reads depends on their own tip alone (users.md A2).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from content.terms import N_, Outcome, Role, Stage, Urgency
from handlers.triage.move_rules import TABLE, Move
from handlers.triage.permissions import involved, may_see
from handlers.triage.sketch_rules import Suggestion, recalled
from handlers.triage.standing import standing_of
from handlers.triage.state_rules import content_open
from storage.incidents import Pair
from storage.people import Person
from storage.tips import Card

MAY_JOIN = TABLE[Move.MERGE].start | {Stage.NEW}
"""A new tip is entered in the book first, in the same tap."""
SUPERIORS = frozenset({Role.HEAD, Role.DESK})
"""Who may join a tip that a colleague has."""


@dataclass(frozen=True)
class Incident:
    """Tips that belong together; the first is the one that carries the clocks."""

    tips: tuple[str, ...]
    sources: int = 1
    apart: frozenset[frozenset[str]] = field(default_factory=frozenset)  # pairs that an officer said are not the same

    @property
    def lead(self) -> str:
        return self.tips[0]


class Apart(StrEnum):
    """Why two tips are not joined. Each has one plain sentence, below."""

    SAME = "same"
    SPLIT_BEFORE = "split_before"
    ELSEWHERE = "elsewhere"
    UNLIKE = "unlike"
    OVER = "over"
    TAKEN = "taken"


SENTENCES: Mapping[Apart, str] = {
    Apart.SAME: N_("They are joined already."),
    Apart.SPLIT_BEFORE: N_("Somebody said that they are not the same."),
    Apart.ELSEWHERE: N_("One of the two is not for your unit."),
    Apart.UNLIKE: N_("Training and real tips stay apart."),
    Apart.OVER: N_("One of the two has gone too far to be joined."),
    Apart.TAKEN: N_("Somebody else has this tip."),
}


def barred(moved: Card, into: Card, person: Person) -> Apart | None:
    """Why this officer may not join a tip to the one that leads another incident; None where they may."""
    checks = (
        (moved.public == into.public, Apart.SAME),
        (not (person.station in moved.stations and person.station in into.stations), Apart.ELSEWHERE),
        (any(involved(one, person.id) for one in (moved, into)), Apart.ELSEWHERE),
        (moved.test != into.test, Apart.UNLIKE),
        (moved.stage not in MAY_JOIN or not content_open(standing_of(into)), Apart.OVER),
        (moved.holder not in (None, person.id) and person.role not in SUPERIORS, Apart.TAKEN),
    )
    return next((why for fails, why in checks if fails), None)


@dataclass(frozen=True)
class Offer:
    """Two tips that may be the same, as one officer is offered them: the younger would be joined to the older."""

    moved: Card
    into: Card
    why: Suggestion  # its `tip` is the older one
    taken: bool = False  # a colleague has the younger one: it may be told apart, not joined


def offers(pairs: Iterable[Pair], person: Person) -> tuple[Offer, ...]:
    """What an officer is offered of these pairs, the surest first."""
    found = []
    for pair in pairs:
        into, moved = sorted((pair.tip, pair.other), key=lambda card: (card.submitted_hour, card is pair.tip))
        why = barred(moved, into, person)
        if why in (None, Apart.TAKEN) and may_see(person, moved):
            found.append(Offer(moved, into, recalled(into.public, pair.why), why is Apart.TAKEN))
    return tuple(sorted(found, key=lambda one: (-one.why.score, one.moved.public)))


def join(one: Incident, other: Incident, told_here: Collection[str] = ()) -> Incident | Apart:
    """Both as one, under the lead of the first. What an officer has taken apart is not suggested or joined again.

    `told_here`: tips that one conversation has sent, while it lives. Who tells the same again is no new source; once
    the conversation is gone nobody can tell, and both count.
    """
    if one.lead == other.lead:
        return Apart.SAME
    parted = one.apart | other.apart
    if any(pair <= {*one.tips, *other.tips} and len(pair & {*one.tips}) == 1 for pair in parted):
        return Apart.SPLIT_BEFORE
    again = bool({*one.tips} & {*told_here}) and bool({*other.tips} & {*told_here})
    return Incident((*one.tips, *other.tips), max(1, one.sources + other.sources - again), parted)


def split(one: Incident, tip: str) -> tuple[Incident, Incident] | None:
    """The incident without the tip, and the tip alone, parted for good; None where it is alone or not in it."""
    if tip not in one.tips or len(one.tips) == 1:
        return None
    rest = tuple(other for other in one.tips if other != tip)
    parted = one.apart | {frozenset({tip, other}) for other in rest}
    return replace(one, tips=rest, sources=max(1, one.sources - 1), apart=parted), Incident((tip,), 1, parted)


def rings(before: Incident, after: Incident, urgency: Urgency) -> bool:
    """Whether something new is worth a short reply that rings: danger, or a source that was not there before."""
    return urgency is Urgency.DANGER or after.sources > before.sources


def untold(members: Iterable[Card]) -> tuple[Card, ...]:
    """Of the tips of an incident those whose reporters still have to be told its end."""
    return tuple(one for one in members if one.outcome is Outcome.MERGED and not one.told)


def may_tell(member: Card, head: Card | None) -> bool:
    """Whether a joined tip's own reporter may be told the end now: once there is one, and once only."""
    return head is not None and head.stage is Stage.CLOSED and bool(untold([member]))
