"""What has had its time is destroyed: tips with their keys first, ways back, files of drafts, used-up small rows.

Order is the point (vault.md): a tombstone, so that no backup brings the tip back; its keys, so that a crash leaves noise;
its rows; and the write-ahead log, which would still hold copies. Figures and the audit stay.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.retention import Retention
from storage import audit, blobs, incidents, mutes, people, rewards, sketches
from storage.audit import Line
from storage.engine import Busy, Database
from storage.tables import entry, invite, miss, tip, tip_key
from storage.times import DAY_S, hours, micros
from storage.tombstones import Kind, Tombstones
from storage.vault.keyring import Keyring

BATCH = 200
MISS_S = 3 * DAY_S  # its chat is a hash under a day key, which is gone by then


@dataclass(frozen=True)
class Old:
    """A tip whose time has come."""

    id: bytes
    public: str
    version: int


@dataclass(frozen=True)
class Purged:
    """What a purge destroyed; `tidy` is False where a reader still held the log: then it has to be run once more."""

    tips: int
    ways_back: int
    files: int
    tidy: bool = True


async def due(rows: AsyncConnection, rules: Retention, now: float) -> list[Old]:
    """Tips that were closed too long ago, and trial tips that have served."""
    closed = tip.c.closed_hour < hours(months_before(now, rules.tip_months))
    tried = sa.and_(tip.c.test, tip.c.submitted_hour < hours(now - rules.test_days * DAY_S))
    query = sa.select(tip.c.id, tip.c.public, tip.c.version).where(sa.or_(closed, tried)).order_by(tip.c.id)
    return [Old(row.id, row.public, row.version) for row in await rows.execute(query)]


async def ways_back_due(rows: AsyncConnection, rules: Retention, now: float) -> list[bytes]:
    """Closed tips whose reporters need not be reached any more."""
    old = tip.c.closed_hour < hours(now - rules.way_back_days * DAY_S)
    query = sa.select(tip.c.id).where(old, tip.c.way_back.is_not(None)).order_by(tip.c.id)
    return list((await rows.execute(query)).scalars())


async def purge(database: Database, keyring: Keyring, tombstones: Tombstones, rules: Retention, now: float) -> Purged:
    """Destroy what has had its time. May be stopped at any moment and run again. Raises Busy, Broken, OSError."""
    async with database.read() as rows:
        old = await due(rows, rules, now)
    for start in range(0, len(old), BATCH):
        some = old[start : start + BATCH]
        tombstones.add(Kind.PURGED, [one.id.hex() for one in some])
        await destroy_keys(database, some)
        await destroy_rows(database, keyring, some, now)
    async with database.read() as rows:
        unreachable = await ways_back_due(rows, rules, now)
        sketched = await sketches.old(rows, now)
    tombstones.add(Kind.WITHDRAWN, [one.hex() for one in unreachable])
    async with database.write() as rows:
        for start in range(0, len(unreachable), BATCH):
            chosen = tip.c.id.in_(unreachable[start : start + BATCH])
            await rows.execute(sa.update(tip).where(chosen).values(way_back=None))
        files = await _small_things(rows, now)
    for start in range(0, len(sketched), BATCH):
        async with database.write() as rows:
            await sketches.forget(rows, sketched[start : start + BATCH])
    anything = bool(old or unreachable or files or sketched)
    return Purged(len(old), len(unreachable), files, not anything or await _tidy(database))


async def destroy_keys(database: Database, old: Sequence[Old]) -> None:
    """From here on nobody opens these tips: neither a station, nor their reporters."""
    ids = [one.id for one in old]
    async with database.write() as rows:
        await rows.execute(sa.delete(tip_key).where(tip_key.c.tip.in_(ids)))
        await rows.execute(
            sa.update(tip).where(tip.c.id.in_(ids)).values(citizen_key=None, way_back=None, receipt=None)
        )
        await rows.execute(sa.update(entry).where(entry.c.tip.in_(ids)).values(key=b""))


async def destroy_rows(database: Database, keyring: Keyring, old: Sequence[Old], now: float) -> None:
    """The rows that are left of them, files too; the audit keeps that they were there."""
    async with database.write() as rows:
        await rows.execute(sa.delete(tip).where(tip.c.id.in_([one.id for one in old])))
        lines = [Line(micros(now), None, "purged", one.public, one.version) for one in old]
        await audit.append(rows, keyring.audit, lines)


async def _small_things(rows: AsyncConnection, now: float) -> int:
    """Shifts that ended, invitations and rewards nobody used, misses of old chats, files of drafts; how many files went."""
    await people.close_shifts(rows, micros(now))
    await rows.execute(sa.delete(invite).where(invite.c.expires_at <= micros(now)))
    await rows.execute(sa.delete(miss).where(miss.c.last_at <= micros(now - MISS_S)))
    await incidents.sweep(rows, now)
    await rewards.sweep(rows, now)
    await mutes.sweep(rows, now)
    gone, some = 0, await blobs.sweep(rows, now)
    while some:
        gone, some = gone + some, await blobs.sweep(rows, now)
    return gone


async def _tidy(database: Database) -> bool:
    """No copy stays in a log or in dead rows; False where somebody reads at this moment."""
    try:
        await database.tidy()
    except Busy:
        return False
    if not database.is_sqlite:
        async with database.engine.connect() as conn:
            await conn.execution_options(isolation_level="AUTOCOMMIT")
            await conn.execute(sa.text("VACUUM"))
    return True


def months_before(now: float, months: int) -> float:
    """The same moment some calendar months earlier; the last day of a shorter month."""
    at = datetime.fromtimestamp(now, UTC)
    count = at.year * 12 + at.month - 1 - months
    year, month = count // 12, count % 12 + 1
    return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1])).timestamp()
