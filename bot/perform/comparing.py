"""A new tip is compared with those of the last thirty days, before its words are sealed and nobody here can read them.

Nothing is joined: what may be the same is kept for the officers who may read both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.perform.doing import Doing
from handlers.effects import SubmitTip
from handlers.triage.mark_rules import Mark, telling
from handlers.triage.sketch_rules import (
    MOST_SUGGESTED,
    Near,
    Suggestion,
    asked_by,
    having,
    may_sketch,
    shown_to,
    sketch,
    suggest,
    why,
)
from storage import incidents, sketches, stations
from storage.incidents import Earlier, Found
from storage.sketches import Held
from storage.stations import INNER
from storage.times import DAY_S
from storage.tips import Card

LIKELY = 20
"""So many are weighed by all that they hold; before that, by what was found."""


@dataclass(frozen=True)
class Asked:
    """What a new tip is looked up by: its marks, its place, and the month's key."""

    marks: Collection[Mark]
    area: str | None
    neighbours: tuple[str, ...]
    key: bytes
    sent: float  # the hour, in seconds


async def compare(doing: Doing, card: Card, row: bytes, effect: SubmitTip) -> None:
    """Sketch a new tip, and keep what it may be the same as: for each station that reads it the likeliest of those
    that this station may read, too.

    What was rescued from a failing turn is not compared: nothing that may fail again stands between it and its seal.
    """
    known = await stations.every(doing.rows)
    inner = any(known[name].kind in INNER for name in card.stations)
    if inner or effect.story.get("raw") or not may_sketch(effect.topic):
        return
    names = doing.tools.gazetteer.names_of(card.area) if card.area else ()
    marks = telling(texts_of(effect), names)
    this, following = (key.secret for key in doing.keyring.sketch_keys(doing.now))
    neighbours = doing.tools.gazetteer.neighbours(card.area) if card.area else ()
    await sketches.alone(doing.rows)
    found, tips = await look_up(doing.rows, Asked(marks, card.area, neighbours, this, card.submitted_hour))
    await sketches.add(
        doing.rows, row, sketch(marks, card.area, this).keys() | sketch(marks, card.area, following), doing.now
    )
    mine = [one for one in found if tips[one.tip].test == card.test]
    routes = {name: tip.stations for name, tip in tips.items()}
    chosen = {one.tip: one for name in card.stations for one in shown_to(name, mine, routes)[:MOST_SUGGESTED]}
    kept = [_found(one, tips[one.tip], effect) for one in chosen.values()]
    await incidents.keep(doing.rows, doing.keyring, row, kept, doing.now)


async def look_up(rows: AsyncConnection, asked: Asked) -> tuple[tuple[Suggestion, ...], Mapping[str, Earlier]]:
    """The likeliest earlier tips, the surest first, each by its row in hex, and what is known of them."""
    keys = asked_by(asked.marks, asked.area, asked.neighbours, asked.key)
    held = await sketches.newest(rows, [key for key, mark in keys.items() if mark], asked.sent)
    common = Counter(one.key for one in held)
    likely = suggest(keys, asked.sent, list(_near(held, asked.sent)), common, LIKELY)
    whole = await sketches.keys_of(rows, [bytes.fromhex(one.tip) for one in likely])
    tips = {one.row.hex(): one for one in await incidents.earlier(rows, whole)}
    says = {area: having(area, asked.key) for area in {one.area for one in tips.values()}}
    near = [
        Near(
            name,
            tip.sent,
            frozenset(whole[tip.row] & keys.keys()),
            frozenset(trait for key, trait in says[tip.area].items() if key in whole[tip.row]),
        )
        for name, tip in tips.items()
    ]
    return suggest(keys, asked.sent, near, common, LIKELY), tips


def _near(held: Collection[Held], sent: float) -> Iterator[Near]:
    """Each tip that was found, with the keys by which it was; of its time only the day is known here."""
    shared: dict[tuple[bytes, int], set[int]] = defaultdict(set)
    for one in held:
        shared[one.tip, one.day].add(one.key)
    for (tip, day), keys in shared.items():
        yield Near(tip.hex(), min(sent, (day + 0.5) * DAY_S), frozenset(keys))


def texts_of(effect: SubmitTip) -> list[str]:
    """What was told, in words: lines, captions, the place."""
    parts: list[Mapping[str, Any]] = [*effect.story.get("parts", ()), *effect.files]
    texts = [*(part.get("text") for part in parts), effect.story.get("place")]
    return [text for text in texts if isinstance(text, str) and text]


def _found(one: Suggestion, tip: Earlier, effect: SubmitTip) -> Found:
    return Found(tip.row, why(one), tip.tag is not None and tip.tag[0] in effect.told_here)
