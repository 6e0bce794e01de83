"""How far a chat is ahead of the clock."""

from __future__ import annotations

import asyncio

from storage import leases, pace
from storage.engine import Database

BA, NAM = b"a" * 16, b"b" * 16


async def spent(database: Database, chat: bytes, now: float, what: str = "tips") -> float:
    async with database.write() as conn:
        return await pace.spend(conn, what, chat, 600.0, now)


async def test_each_act_moves_the_mark_and_rest_lets_the_clock_catch_up(database: Database) -> None:
    assert [await spent(database, BA, 1000.0) for _act in range(3)] == [600.0, 1200.0, 1800.0]
    assert await spent(database, BA, 1900.0) == 1500.0
    assert await spent(database, BA, 9000.0) == 600.0
    async with database.read() as conn:
        assert await pace.ahead(conn, "tips", BA, 9100.0) == 500.0
        assert await pace.ahead(conn, "tips", BA, 99_999.0) == 0.0


async def test_chats_and_kinds_do_not_hold_each_other_up_nor_any_platform(database: Database) -> None:
    await spent(database, BA, 1000.0)
    assert await spent(database, NAM, 1000.0) == 600.0
    assert await spent(database, BA, 1000.0, "files") == 600.0
    async with database.read() as conn:
        assert await leases.held_back(conn, "telegram", 1000.0) == {}


async def test_acts_at_the_same_moment_are_all_counted(database: Database) -> None:
    marks = await asyncio.gather(*(spent(database, BA, 1000.0) for _act in range(5)))
    assert sorted(marks) == [600.0, 1200.0, 1800.0, 2400.0, 3000.0]


async def test_a_mark_that_the_clock_has_passed_is_swept(database: Database) -> None:
    await spent(database, BA, 1000.0)
    async with database.write() as conn:
        assert await leases.sweep(conn, 1500.0) == 0
        assert await leases.sweep(conn, 1601.0) == 1
