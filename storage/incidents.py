"""Tips that may be one incident, and tips that officers joined: which belong together, which were said not to.

An incident is led by its oldest tip; the others point to it. Why two may be the same is sealed under the server key;
whether one chat told both, under the key of the day on which it did, and nobody can tell any more once that is gone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tips
from storage.prepared import prepared
from storage.tables import alike, joined, tip, tip_key
from storage.times import DAY_S, HOUR_S, hours
from storage.tips import Card
from storage.upsert import upsert
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keyring import Keyring
from storage.vault.keys import Refused
from storage.vault.padding import entry as entry_size

KEPT_S = 30 * DAY_S
TOLD_APART_S = DAY_S
"""One source is told from another as long as a chat's row lives, and no longer."""


@dataclass(frozen=True)
class Earlier:
    """A tip that a new one is compared with."""

    row: bytes
    public: str
    area: str | None
    sent: float  # the hour, in seconds
    test: bool
    tag: bytes | None  # of its receipt
    stations: tuple[str, ...]  # who may read it


@dataclass(frozen=True)
class Found:
    """What is kept of a comparison: the earlier tip, why it may be the same, whether the same chat told it."""

    other: bytes
    why: Mapping[str, Any]
    again: bool


@dataclass(frozen=True)
class Pair:
    """Two tips that may be the same, each as the tip that leads its incident: what would be joined, and to which."""

    tip: Card
    other: Card
    why: Mapping[str, Any]


@dataclass(frozen=True)
class Belonging:
    """Where a tip belongs: whom it was joined to, which were joined to it, what may be the same."""

    head: Card | None = None
    members: tuple[Card, ...] = ()
    pairs: tuple[Pair, ...] = ()


ALONE = Belonging()

_IDS: Any = sa.bindparam("ids", expanding=True)
_HEADS = prepared(sa.select(joined.c.tip, joined.c.head).where(sa.or_(joined.c.tip.in_(_IDS), joined.c.head.in_(_IDS))))
_EARLIER = prepared(
    sa.select(tip.c.id, tip.c.public, tip.c.area, tip.c.submitted_hour, tip.c.test, tip.c.receipt).where(
        tip.c.id.in_(_IDS)
    )
)
_ROUTES = prepared(sa.select(tip_key.c.tip, tip_key.c.station).where(tip_key.c.tip.in_(_IDS)))
_TOUCHING = sa.or_(alike.c.tip.in_(_IDS), alike.c.other.in_(_IDS))
_OPEN = sa.and_(~alike.c.apart, alike.c.body.is_not(None))
_PAIRS = prepared(sa.select(alike).where(_TOUCHING, _OPEN).order_by(alike.c.found_hour.desc(), alike.c.tip))
_KEEP = prepared(sa.insert(alike))


async def earlier(rows: AsyncConnection, ids: Collection[bytes]) -> list[Earlier]:
    """These tips, as a new one is compared with them."""
    found = (await rows.execute(_EARLIER, {"ids": list(ids)})).all() if ids else []
    routes: dict[bytes, list[str]] = {row.id: [] for row in found}
    for row in await rows.execute(_ROUTES, {"ids": list(routes)}) if routes else ():
        routes[row.tip].append(row.station)
    return [
        Earlier(row.id, row.public, row.area, row.submitted_hour * HOUR_S, row.test, row.receipt, tuple(routes[row.id]))
        for row in found
    ]


async def keep(rows: AsyncConnection, keyring: Keyring, new: bytes, found: Iterable[Found], now: float) -> None:
    """What a new tip may be the same as."""
    day, values = keyring.day_key(now), []
    for one in found:
        why, again = _context("body", new, one.other), _context("again", new, one.other)
        body = seal(keyring.server, json.dumps(dict(one.why)).encode(), why, entry_size)
        told = seal(day, b"yes" if one.again else b"no", again, entry_size)
        values.append(
            {"tip": new, "other": one.other, "found_hour": hours(now), "apart": False, "body": body, "again": told}
        )
    if values:
        await rows.execute(_KEEP, values)


async def belonging(rows: AsyncConnection, keyring: Keyring, public: str) -> Belonging:
    """Everything about a tip's incident that its card may speak of. What was joined to another has no pairs of its own."""
    mine = await tips.row_id(rows, public)
    if mine is None:
        return ALONE
    heads = await _heads(rows, [mine])
    if mine in heads:
        return Belonging(head=(await tips.by_rows(rows, [heads[mine]])).get(heads[mine]))
    members = sorted((await tips.by_rows(rows, list(heads))).values(), key=_oldest_first)
    kept = (await rows.execute(_PAIRS, {"ids": [mine, *heads]})).all()
    return Belonging(members=tuple(members), pairs=tuple(await _pairs(rows, keyring, kept)))


async def open_pairs(rows: AsyncConnection, keyring: Keyring, station: str, limit: int) -> list[Pair]:
    """What may be the same of all that a station may read, the newest first."""
    ours = sa.select(tip_key.c.tip).where(tip_key.c.station == station)
    query = sa.select(alike).where(_OPEN, alike.c.tip.in_(ours), alike.c.other.in_(ours))
    kept = (await rows.execute(query.order_by(alike.c.found_hour.desc(), alike.c.tip).limit(limit))).all()
    return await _pairs(rows, keyring, kept)


async def _pairs(rows: AsyncConnection, keyring: Keyring, kept: Sequence[sa.Row[Any]]) -> list[Pair]:
    """Pairs of incidents, each once: those of two tips that were joined meanwhile fall away."""
    if not kept:
        return []
    ids = {one for row in kept for one in (row.tip, row.other)}
    heads = await _heads(rows, ids)
    cards = await tips.by_rows(rows, {heads.get(one, one) for one in ids})
    found: dict[frozenset[bytes], Pair] = {}
    for row in kept:
        newer, older = heads.get(row.tip, row.tip), heads.get(row.other, row.other)
        why = _opened(keyring, row)
        if newer != older and why is not None and newer in cards and older in cards:
            found.setdefault(frozenset((newer, older)), Pair(cards[newer], cards[older], why))
    return list(found.values())


async def _heads(rows: AsyncConnection, ids: Collection[bytes]) -> dict[bytes, bytes]:
    """Of these tips and of what was joined to them: the tip that leads it, where another one does."""
    return {row.tip: row.head for row in await rows.execute(_HEADS, {"ids": list(ids)})}


@dataclass(frozen=True)
class Kin:
    """The rows of an incident, the leading one first, and the pairs of which an officer said that they are not the same."""

    rows: tuple[bytes, ...]
    apart: frozenset[frozenset[bytes]]


async def kin(rows: AsyncConnection, head: bytes) -> Kin:
    """An incident by the tip that leads it."""
    members = (
        await rows.execute(sa.select(joined.c.tip).where(joined.c.head == head).order_by(joined.c.tip))
    ).scalars()
    group = (head, *members)
    query = sa.select(alike.c.tip, alike.c.other).where(_TOUCHING, alike.c.apart)
    parted = await rows.execute(query, {"ids": list(group)})
    return Kin(group, frozenset(frozenset((row.tip, row.other)) for row in parted))


async def told_again(
    rows: AsyncConnection, keyring: Keyring, some: Collection[bytes], now: float
) -> set[frozenset[bytes]]:
    """The pairs that one chat told within a day, of those that touch these tips; nobody knows of older ones."""
    lately = alike.c.found_hour > hours(now - TOLD_APART_S)
    query = sa.select(alike.c.tip, alike.c.other, alike.c.again).where(_TOUCHING, lately)
    found = await rows.execute(query, {"ids": list(some)})
    return {frozenset((row.tip, row.other)) for row in found if _same_chat(keyring, row)}


async def join(rows: AsyncConnection, some: Iterable[bytes], head: bytes) -> None:
    """These tips belong to the incident that another one leads."""
    values = [{"tip": one, "head": head} for one in sorted(some)]
    await rows.execute(upsert(rows, joined, ("tip",), ("head",)), values)


async def leave(rows: AsyncConnection, one: bytes) -> None:
    """A tip belongs to no other any more."""
    await rows.execute(sa.delete(joined).where(joined.c.tip == one))


async def keep_apart(rows: AsyncConnection, some: Sequence[bytes], others: Sequence[bytes], now: float) -> None:
    """Two incidents, the leading rows first, are not the same: nothing of the one is suggested for the other again."""
    across = sa.or_(
        sa.and_(alike.c.tip.in_(some), alike.c.other.in_(others)),
        sa.and_(alike.c.tip.in_(others), alike.c.other.in_(some)),
    )
    await rows.execute(sa.update(alike).where(across).values(apart=True, body=None, again=None))
    value = {"tip": some[0], "other": others[0], "found_hour": hours(now), "apart": True, "body": None, "again": None}
    await rows.execute(upsert(rows, alike, ("tip", "other"), ("apart", "body", "again")), [value])


async def end(rows: AsyncConnection, head: str, hour: int | None, verified: str | None) -> None:
    """The tip that leads an incident has ended in this hour, or goes on (None): the others are kept no longer than it is.
    Where the plan asks whether they were verified, they were with that one.
    """
    led = sa.select(joined.c.tip).join(tip, tip.c.id == joined.c.head).where(tip.c.public == head)
    members = list((await rows.execute(led)).scalars())
    if members:
        changed = sa.update(tip).where(tip.c.id.in_(members))
        await rows.execute(changed.values(closed_hour=hour))
        if verified:
            await rows.execute(changed.where(tip.c.indicator).values(verified=verified))


async def sweep(rows: AsyncConnection, now: float) -> None:
    """Suggestions that nobody decided have had their time; what was said to be apart stays so."""
    old = sa.and_(alike.c.found_hour < hours(now - KEPT_S), ~alike.c.apart)
    await rows.execute(sa.delete(alike).where(old))


def _oldest_first(card: Card) -> tuple[float, str]:
    return card.submitted_hour, card.public


def _opened(keyring: Keyring, row: Any) -> dict[str, Any] | None:
    try:
        why: dict[str, Any] = json.loads(unseal(keyring, row.body, _context("body", row.tip, row.other)))
    except Refused:
        return None
    return why


def _same_chat(keyring: Keyring, row: Any) -> bool:
    try:
        return row.again is not None and unseal(keyring, row.again, _context("again", row.tip, row.other)) == b"yes"
    except Refused:
        return False


def _context(column: str, newer: bytes, older: bytes) -> Context:
    return Context("alike", column, newer + older, "alike")
