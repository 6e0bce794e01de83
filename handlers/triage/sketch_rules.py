"""Tips that may tell of the same incident: keyed sketches, and suggestions with their reasons. Pure. Nothing merges itself.

A sketch is a set of 64-bit keys: hashes of a tip's marks under the month's sketch key, each bound to its commune, made
before the tip is sealed. Without the key they say nothing, and a word is another number in the next commune and month.
The look-up brings tips that share keys; here they are weighed. An officer confirms or splits; the reporter never learns.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from content.locales import _, ngettext
from content.terms import N_, Topic
from handlers.triage.mark_rules import EVERYWHERE, EXACT, SPOKEN, WEIGHTS, Mark, Trait

MOST_KEYS = 24
"""Of one tip: the weightiest. A long story is told by its names and places."""
WINDOW_S = 30 * 86400.0
MOST_SUGGESTED = 3
HOUR_S = 3600.0


class Sure(StrEnum):
    """How sure a suggestion is."""

    VERY = "very"
    LIKELY = "likely"
    MAYBE = "maybe"


SURE_WORDS: Mapping[Sure, str] = {
    Sure.VERY: N_("very likely the same"),
    Sure.LIKELY: N_("likely the same"),
    Sure.MAYBE: N_("perhaps the same"),
}
_FROM = ((9.0, Sure.VERY), (5.0, Sure.LIKELY), (2.4, Sure.MAYBE))
"""Scores. On the evaluation set 97 % of the first are right, 89 % of the second, 67 % of the third."""
_APART = 4.0
"""Taken off where both name a plate, a hull or a house, and not the same one."""
_SOON = ((6 * HOUR_S, 0.8), (24 * HOUR_S, 0.5), (4 * 86400.0, 0.2))
"""Added where both were sent within so many seconds."""

REASONS: Mapping[Trait, str] = {
    Trait.PLATE: N_("same plate"),
    Trait.TAIL: N_("same end of a plate"),
    Trait.PHONE: N_("same telephone number"),
    Trait.HULL: N_("same boat number"),
    Trait.HOUSE: N_("same house number"),
    Trait.HOUR: N_("same hour"),
    Trait.NAME: N_("same name or nickname"),
    Trait.PLACE: N_("same place"),
    Trait.PAIR: N_("same words"),
    Trait.HALF: N_("same words"),
    Trait.WORD: N_("same words"),
}

Sketch = Mapping[int, Mark | None]
"""Keys of a tip with the mark behind each: only while it is being sketched. None: it only says "has a plate"."""


def may_sketch(topic: Topic) -> bool:
    """Whether a tip is compared at all: what concerns officials is not, for a test tip could probe for it."""
    return topic is not Topic.OFFICIAL


def sketch(found: Iterable[Mark], area: str | None, key: bytes) -> dict[int, Mark | None]:
    """The keys of a tip in an area, under a month's sketch key (32 bytes), the weightiest marks first."""
    chosen = sorted(found, key=lambda mark: (-mark.weight, -len(mark.value), mark.value))[:MOST_KEYS]
    keys: dict[int, Mark | None] = {_key(_said(mark), _bound(mark, area), key): mark for mark in chosen}
    return keys | {_has(trait, area, key): None for trait in EXACT if any(mark.trait is trait for mark in chosen)}


def asked_by(
    found: Collection[Mark], area: str | None, neighbours: Iterable[str], key: bytes
) -> dict[int, Mark | None]:
    """The keys by which a new tip is looked up: its own, and in the neighbours' communes its names, places and pairs.

    Single words are not asked for next door: they cost most of the look-up and found nothing on the evaluation set.
    """
    keys: dict[int, Mark | None] = {}
    strong = [mark for mark in found if mark.weight >= WEIGHTS[Trait.PAIR]]
    for neighbour in neighbours:
        keys |= sketch(strong, neighbour, key)
    return keys | sketch(found, area, key)


def having(area: str | None, key: bytes) -> dict[int, Trait]:
    """The keys by which a sketch says that it has a plate, a hull or a house number, whichever it is."""
    return {_has(trait, area, key): trait for trait in EXACT}


def _has(trait: Trait, area: str | None, key: bytes) -> int:
    return _key(f"has {trait.value}", area or "", key)


def _said(mark: Mark) -> str:
    """Words hash as they are said, so that a name is found where the other telling has only the words."""
    return mark.value if mark.trait in SPOKEN else f"{mark.trait} {mark.value}"


def _bound(mark: Mark, area: str | None) -> str:
    return "" if mark.trait in EVERYWHERE else area or ""


def _key(said: str, area: str, key: bytes) -> int:
    """A signed 64-bit number, as both engines store it."""
    text = f"{len(area)}:{area}{said}".encode()
    return int.from_bytes(blake2b(text, digest_size=8, key=key, person=b"hl1.sketch").digest(), "big", signed=True)


@dataclass(frozen=True)
class Near:
    """An earlier tip that shares keys with the new one. `has` are those of its own keys that `having` names."""

    tip: str
    sent: float
    shared: frozenset[int]
    has: frozenset[Trait] = frozenset()


@dataclass(frozen=True)
class Suggestion:
    """One earlier tip that may tell of the same incident, with why, weightiest first."""

    tip: str
    score: float
    sure: Sure
    traits: tuple[Trait, ...]
    apart_s: float


def why(one: Suggestion) -> dict[str, Any]:
    """A suggestion without its tip, as it is kept."""
    return {"score": one.score, "sure": one.sure.value, "traits": [*one.traits], "apart_s": one.apart_s}


def recalled(tip: str, kept: Mapping[str, Any]) -> Suggestion:
    """A suggestion as it was kept, of a tip."""
    traits = tuple(Trait(trait) for trait in kept["traits"])
    return Suggestion(tip, float(kept["score"]), Sure(kept["sure"]), traits, float(kept["apart_s"]))


def suggest(
    new: Sketch, sent: float, near: Collection[Near], common: Mapping[int, int], most: int = MOST_SUGGESTED
) -> tuple[Suggestion, ...]:
    """The likeliest earlier tips, the surest first; none where nothing is likely enough.

    `common`: how many tips hold each key within the window. What many hold says little.
    """
    found = [_weighed(new, sent, one, common) for one in near if abs(sent - one.sent) <= WINDOW_S]
    ranked = sorted((one for one in found if one), key=lambda one: (-one.score, one.apart_s, one.tip))
    return tuple(ranked[:most])


def _weighed(new: Sketch, sent: float, one: Near, common: Mapping[int, int]) -> Suggestion | None:
    shared = {mark: _rarity(common.get(key, 1)) for key in one.shared if (mark := new.get(key))}
    apart = abs(sent - one.sent)
    score = sum(mark.weight * rare for mark, rare in shared.items()) - _APART * len(_other(new, one, shared))
    score += next((more for within, more in _SOON if apart <= within), 0.0) if shared else 0.0
    sure = next((sure for least, sure in _FROM if score >= least), None)
    if sure is None:
        return None
    traits = sorted({mark.trait for mark in shared}, key=list(Trait).index)
    return Suggestion(one.tip, score, sure, tuple(traits), apart)


def _other(new: Sketch, one: Near, shared: Collection[Mark]) -> frozenset[Trait]:
    """What both have, and not the same: another plate, another door."""
    mine = {mark.trait for mark in new.values() if mark and mark.trait in EXACT}
    return frozenset(mine & one.has) - {mark.trait for mark in shared}


def _rarity(held_by: int) -> float:
    """1 for what one other tip holds, less and less for what is said in many."""
    return 1.0 / (1.0 + math.log(max(held_by, 1)) / 2)


def shown_to(
    station: str, found: Iterable[Suggestion], routes: Mapping[str, Collection[str]]
) -> tuple[Suggestion, ...]:
    """What a station may be shown: tips that it may read itself. So a match across stations reaches the province only.

    `routes`: the stations that may read a tip, by the tip.
    """
    return tuple(one for one in found if station in routes.get(one.tip, ()))


def reasons(one: Suggestion) -> str:
    """Why, in the officers' words: "same plate, same place, 2 hours apart". Never a word of either tip."""
    said = list(dict.fromkeys(_(REASONS[trait]) for trait in one.traits))
    return ", ".join([*said, _apart(one.apart_s)])


def _apart(seconds: float) -> str:
    hours = round(seconds / HOUR_S)
    if hours < 1:
        return _("less than an hour apart")
    if hours < 48:
        return ngettext("{n} hour apart", "{n} hours apart", hours).format(n=hours)
    days = round(hours / 24)
    return ngettext("{n} day apart", "{n} days apart", days).format(n=days)
