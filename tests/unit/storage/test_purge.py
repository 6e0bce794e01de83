"""What has had its time is gone from every page of the database, and nothing else is."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.retention import Retention
from storage import audit, blobs
from storage.engine import Database
from storage.own import by_receipt
from storage.purge import Purged, destroy_keys, due, months_before, purge
from storage.tables import blob, blob_state, counter, entry, tip, tip_key
from storage.times import DAY_S, hours
from storage.tombstones import Kind, Tombstone, Tombstones
from tests.conftest import NOON
from tests.world import COMMUNE, PROVINCE, World

RULES = Retention(date(2026, 1, 1), "test", tip_months=24, test_days=30, way_back_days=30, backup_days=14)
LONG_AGO = months_before(NOON, 24) - 3 * 3600
LATELY = NOON - 31 * DAY_S


@pytest.fixture
def stones(tmp_path: Path) -> Tombstones:
    return Tombstones(tmp_path / "keyring")


async def close(database: Database, at: float, which: bytes) -> None:
    async with database.write() as rows:
        closed = sa.update(tip).where(tip.c.receipt == which)
        await rows.execute(closed.values(stage="closed", closed_hour=hours(at)))


async def send(world: World, closed_at: float | None = None, **more: object) -> bytes:
    """A tip that was closed at a time; its receipt's tag."""
    receipt = await world.send(**more)
    tag = receipt.tag(world.keyring.lookup_pepper)
    if closed_at is not None:
        await close(world.database, closed_at, tag)
    return tag


async def count(rows: AsyncConnection, table: sa.Table) -> int:
    return int(await rows.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


@pytest.fixture
async def stationed(world: World) -> World:
    """The stations have keys, so tips can be sent."""
    await world.officer(COMMUNE, 1)
    await world.officer(PROVINCE, 2)
    return world


async def test_a_tip_goes_with_keys_entries_and_files_and_its_figure_stays(
    stationed: World, stones: Tombstones
) -> None:
    which, key = secrets.token_bytes(16), secrets.token_bytes(32)
    async with stationed.database.write() as rows:
        await blobs.begin(rows, which, NOON)
        await blobs.keep(rows, which, blobs.seal_chunks(which, key, b"a photo"))
    await send(stationed, LONG_AGO, files=({"kind": "photo", "blob": which.hex(), "key": key.hex()},))
    gone = await purge(stationed.database, stationed.keyring, stones, RULES, NOON)
    assert gone == Purged(tips=1, ways_back=0, files=0)
    async with stationed.database.read() as rows:
        assert [await count(rows, table) for table in (tip, tip_key, entry, blob, blob_state)] == [0] * 5
        assert await rows.scalar(sa.select(counter.c.number).where(counter.c.name == "received")) == 1


async def test_what_is_open_or_closed_lately_stays(stationed: World, stones: Tombstones) -> None:
    await send(stationed)
    await send(stationed, NOON - DAY_S)
    assert (await purge(stationed.database, stationed.keyring, stones, RULES, NOON)).tips == 0
    async with stationed.database.read() as rows:
        assert await count(rows, tip) == 2


async def test_a_trial_tip_goes_after_its_days_whether_closed_or_not(stationed: World, stones: Tombstones) -> None:
    await send(stationed, test=True)
    async with stationed.database.read() as rows:
        assert await due(rows, RULES, NOON + 29 * DAY_S) == []
        assert len(await due(rows, RULES, NOON + 31 * DAY_S)) == 1


async def test_a_way_back_goes_before_its_tip(stationed: World, stones: Tombstones) -> None:
    tag = await send(stationed, LATELY)
    assert (await purge(stationed.database, stationed.keyring, stones, RULES, NOON)).ways_back == 1
    async with stationed.database.read() as rows:
        row = (await rows.execute(sa.select(tip).where(tip.c.receipt == tag))).one()
    assert row.way_back is None
    assert stones.read() == [Tombstone(Kind.WITHDRAWN, row.id.hex())]


async def test_every_purged_tip_has_a_tombstone_and_a_line_of_the_audit(stationed: World, stones: Tombstones) -> None:
    await send(stationed, LONG_AGO)
    async with stationed.database.read() as rows:
        row = (await rows.execute(sa.select(tip.c.id, tip.c.public))).one()
    await purge(stationed.database, stationed.keyring, stones, RULES, NOON)
    assert stones.read() == [Tombstone(Kind.PURGED, row.id.hex())]
    async with stationed.database.read() as rows:
        assert await audit.first_break(rows, stationed.keyring.audit) is None
        lines = [line async for _seq, line, _mac in audit.read(rows)]
    assert [line.subject for line in lines if line.action == "purged"] == [row.public]


async def test_its_receipt_opens_nothing_any_more(stationed: World, stones: Tombstones) -> None:
    receipt = await stationed.send()
    await close(stationed.database, LONG_AGO, receipt.tag(stationed.keyring.lookup_pepper))
    await purge(stationed.database, stationed.keyring, stones, RULES, NOON)
    async with stationed.database.read() as rows:
        assert await by_receipt(rows, stationed.keyring, receipt, NOON) is None


async def test_a_purge_that_was_killed_after_the_keys_is_finished_by_the_next(
    stationed: World, stones: Tombstones
) -> None:
    await send(stationed, LONG_AGO)
    async with stationed.database.read() as rows:
        old = await due(rows, RULES, NOON)
    await destroy_keys(stationed.database, old)
    async with stationed.database.read() as rows:
        assert [await count(rows, table) for table in (tip, tip_key)] == [1, 0]
    assert (await purge(stationed.database, stationed.keyring, stones, RULES, NOON)).tips == 1


async def test_no_copy_stays_in_the_files_of_sqlite(stationed: World, stones: Tombstones) -> None:
    if stationed.database.file is None:
        pytest.skip("PostgreSQL keeps what was until its log is recycled; its day keys and tip keys are gone")
    await send(stationed, LONG_AGO)
    async with stationed.database.read() as rows:
        sealed = [bytes(one) for one in await rows.scalars(sa.select(entry.c.body))]
        sealed += [bytes(one) for one in await rows.scalars(sa.select(tip_key.c.body))]
    await purge(stationed.database, stationed.keyring, stones, RULES, NOON)
    file = stationed.database.file
    left = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert sealed
    assert not any(one[-48:] in left for one in sealed)


async def test_a_reader_that_holds_the_log_is_reported(stationed: World, stones: Tombstones) -> None:
    if stationed.database.file is None:
        pytest.skip("only SQLite has a log that readers hold")
    await send(stationed, LONG_AGO)
    async with stationed.database.read() as reader:
        await count(reader, tip)
        gone = await purge(stationed.database, stationed.keyring, stones, RULES, NOON)
    assert gone.tips == 1
    assert not gone.tidy


@pytest.mark.parametrize(
    ("now", "months", "then"),
    [
        ("2027-01-15T08:00", 24, "2025-01-15T08:00"),
        ("2028-02-29T00:00", 12, "2027-02-28T00:00"),
        ("2027-03-31T12:00", 1, "2027-02-28T12:00"),
        ("2027-01-31T12:00", 2, "2026-11-30T12:00"),
    ],
)
def test_months_are_those_of_the_calendar(now: str, months: int, then: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC).timestamp()
    assert months_before(at, months) == datetime.fromisoformat(then).replace(tzinfo=UTC).timestamp()
