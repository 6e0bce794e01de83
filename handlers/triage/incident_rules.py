"""Tips that officers joined: which belong together, how many sources they have, and what each reporter may be told. Pure.

Nobody is counted as a person. A source is told apart from another only while its conversation lives; nothing that is
kept on a tip says who sent it. What a reporter reads depends on their own tip alone (users.md A2).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from content.terms import Urgency

ENOUGH_WORDS = 6
"""A tip of fewer words, or without a place, is asked for more; whatever came of the others."""


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
    """Why two incidents are not joined."""

    SAME = "same"
    SPLIT_BEFORE = "split_before"


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
    return Incident((*one.tips, *other.tips), one.sources + other.sources - again, parted)


def split(one: Incident, tip: str) -> tuple[Incident, Incident] | None:
    """The incident without the tip, and the tip alone, parted for good; None where it is alone or not in it."""
    if tip not in one.tips or len(one.tips) == 1:
        return None
    rest = tuple(other for other in one.tips if other != tip)
    parted = one.apart | {frozenset({tip, other}) for other in rest}
    return replace(one, tips=rest, sources=max(1, one.sources - 1), apart=parted), Incident((tip,), 1, parted)


def may_suggest(one: Incident, tip: str) -> bool:
    """Whether a tip may still be suggested for an incident."""
    return tip not in one.tips and not any(tip in pair and pair & {*one.tips} for pair in one.apart)


def rings(before: Incident, after: Incident, urgency: Urgency) -> bool:
    """Whether something new is worth a short reply that rings: danger, or a source that was not there before."""
    return urgency is Urgency.DANGER or after.sources > before.sources


class Farewell(StrEnum):
    """The two sentences that a copied outcome may be told in."""

    DONE = "done"
    TELL_MORE = "tell_more"


def farewell(texts: Iterable[str], *, has_place: bool) -> Farewell:
    """Which sentence a reporter gets when an incident's end is copied to all: chosen from their own words alone."""
    words = sum(len(text.split()) for text in texts)
    return Farewell.DONE if has_place and words >= ENOUGH_WORDS else Farewell.TELL_MORE
