"""Sketches on both engines: found by a key, the newest first, no longer than thirty days, gone with their tip."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import sketches
from storage.purge import purge
from storage.tables import sketch, tip
from storage.times import DAY_S
from storage.tombstones import Tombstones
from tests.conftest import NOON
from tests.unit.storage.test_purge import RULES
from tests.world import COMMUNE, PROVINCE, World


@pytest.fixture
async def stationed(world: World) -> World:
    await world.officer(COMMUNE, 1)
    await world.officer(PROVINCE, 2)
    return world


async def sent(world: World, *keys: int, ago_s: float = 0.0) -> bytes:
    """A tip with these keys, and no other."""
    receipt = await world.send()
    async with world.database.write() as rows:
        row = await rows.scalar(sa.select(tip.c.id).where(tip.c.receipt == receipt.tag(world.keyring.lookup_pepper)))
        assert row is not None
        await sketches.forget(rows, [row])
        await sketches.add(rows, row, keys, NOON - ago_s)
    return bytes(row)


async def count(rows: AsyncConnection) -> int:
    return int(await rows.scalar(sa.select(sa.func.count()).select_from(sketch)) or 0)


async def test_a_tip_is_found_by_each_of_its_keys_and_by_no_other(stationed: World) -> None:
    one, other = await sent(stationed, 5, -(2**63)), await sent(stationed, 5, 7)
    async with stationed.database.read() as rows:
        found = await sketches.newest(rows, [5, -(2**63), 9], NOON)
        assert {(held.key, held.tip) for held in found} == {(5, one), (5, other), (-(2**63), one)}
        assert await sketches.keys_of(rows, [one, other]) == {one: {5, -(2**63)}, other: {5, 7}}
        assert await sketches.newest(rows, [], NOON) == []


async def test_a_key_of_many_tips_brings_the_newest_of_them(stationed: World) -> None:
    days = [await sent(stationed, 5, ago_s=number * DAY_S) for number in range(3)]
    async with stationed.database.read() as rows:
        assert [held.tip for held in await sketches.newest(rows, [5], NOON, most=2)] == days[:2]


async def test_after_thirty_days_a_sketch_is_neither_looked_at_nor_kept(stationed: World, tmp_path: Path) -> None:
    young, old = await sent(stationed, 5, ago_s=30 * DAY_S), await sent(stationed, 5, ago_s=31 * DAY_S)
    async with stationed.database.read() as rows:
        assert [held.tip for held in await sketches.newest(rows, [5], NOON)] == [young]
        assert await sketches.old(rows, NOON) == [old]
    await purge(stationed.database, stationed.keyring, Tombstones(tmp_path / "keyring"), RULES, NOON)
    async with stationed.database.read() as rows:
        assert await count(rows) == 1


async def test_a_sketch_goes_with_its_tip(stationed: World) -> None:
    one = await sent(stationed, 5, 7)
    async with stationed.database.write() as rows:
        await rows.execute(sa.delete(tip).where(tip.c.id == one))
        assert await count(rows) == 0


def test_a_day_is_one_of_utc() -> None:
    assert sketches.day_of(NOON) == int(NOON) // 86_400
