"""Sketches: the keyed numbers by which a tip of the last thirty days is found again, before an officer joins the two.

A row tells that two tips share a number, and nothing else: the number is a hash under the month's sketch key, which is
not in the database. Each tip is sketched under this month's key and the next one's, and looked up under this month's;
so the look-up reaches over a month's end (on the first two days of March it begins with the first of February).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import prepared
from storage.tables import sketch
from storage.times import DAY_S

KEPT_DAYS = 30
MOST = 50
"""Of the tips that hold a key only the newest are looked at: what more of them hold says little, and costs time."""
_LOCK = 0x68_6C_31_73  # PostgreSQL's advisory locks are known by a number


@dataclass(frozen=True)
class Held:
    """A tip that holds a key, and the day (of UTC, since 1970) on which it came."""

    key: int
    day: int
    tip: bytes


_SLOTS = tuple(f"key_{number}" for number in range(16))
"""So many keys are asked for in one statement, which is built once; a slot that is left over holds no key."""
_SINCE: Any = sa.bindparam("since", type_=sa.Integer)
_COLUMNS = (sketch.c.key, sketch.c.day, sketch.c.tip)
_NEWEST = (
    sa.select(*_COLUMNS)
    .where(sketch.c.day >= _SINCE)
    .order_by(sketch.c.day.desc())
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_OF_SOME = prepared(
    sa.union_all(
        *(
            sa.select(_NEWEST.where(sketch.c.key == sa.bindparam(slot, type_=sa.BigInteger)).subquery(f"newest_{slot}"))
            for slot in _SLOTS
        )
    )
)
_KEYS = prepared(sa.select(sketch.c.tip, sketch.c.key).where(sketch.c.tip.in_(sa.bindparam("tips", expanding=True))))
_ADD = prepared(sa.insert(sketch))
_OLD = sa.select(sketch.c.tip).where(sketch.c.day < _SINCE).distinct()


async def alone(rows: AsyncConnection) -> None:
    """Wait for whoever compares a tip at this moment: of two that come at once the second must see the first."""
    if rows.dialect.name == "postgresql":
        await rows.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


async def add(rows: AsyncConnection, tip: bytes, keys: Collection[int], now: float) -> None:
    """A tip's sketch. It goes with the tip, or when its time is over."""
    if keys:
        values = [{"key": key, "day": day_of(now), "tip": tip} for key in sorted(keys)]
        await rows.execute(_ADD, values)


async def newest(rows: AsyncConnection, keys: Collection[int], now: float, most: int = MOST) -> list[Held]:
    """For each of these keys the newest tips that hold it, at most so many."""
    bounds, asked, found = {"since": day_of(now) - KEPT_DAYS, "most": most}, sorted(keys), list[Held]()
    for start in range(0, len(asked), len(_SLOTS)):
        filled = dict(zip_longest(_SLOTS, asked[start : start + len(_SLOTS)]))
        found += [Held(row.key, row.day, row.tip) for row in await rows.execute(_OF_SOME, {**filled, **bounds})]
    return found


async def keys_of(rows: AsyncConnection, tips: Collection[bytes]) -> dict[bytes, set[int]]:
    """All keys of each of these tips."""
    keys: dict[bytes, set[int]] = {tip: set() for tip in tips}
    if tips:
        for row in await rows.execute(_KEYS, {"tips": list(tips)}):
            keys[row.tip].add(row.key)
    return keys


async def old(rows: AsyncConnection, now: float) -> list[bytes]:
    """Tips whose sketches have had their time."""
    return list((await rows.execute(_OLD, {"since": day_of(now) - KEPT_DAYS})).scalars())


async def forget(rows: AsyncConnection, tips: Iterable[bytes]) -> None:
    """These tips are found no more."""
    await rows.execute(sa.delete(sketch).where(sketch.c.tip.in_(list(tips))))


def day_of(at: float) -> int:
    """The day of a moment: of UTC, since 1970."""
    return int(at // DAY_S)
