"""Slow work runs outside transactions; its result and what follows from it are one."""

from __future__ import annotations

import asyncio
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.jobs import MOST_TRIES, NotNow
from handlers.messages import Post
from storage import jobs
from storage.tables import job
from storage.tables import outbox as outbox_table
from tests.conftest import Clock
from tests.unit.bot.office import Office, show


class Ends:
    """Keeps what came of the work."""

    def __init__(self) -> None:
        self.results: list[tuple[str, dict[str, Any]]] = []

    async def occur(self, rows: AsyncConnection, kind: str, payload: dict[str, Any], now: float) -> list[Post]:
        self.results.append((kind, payload))
        return [show("ended")]


async def order(office: Office, kind: str = "add") -> None:
    async with office.database.write() as conn:
        await jobs.put(conn, office.seals, kind, {"a": 1, "b": 2}, office.clock())


async def add(payload: dict[str, Any], _now: float) -> dict[str, Any]:
    return {"sum": payload["a"] + payload["b"]}


async def test_work_is_done_once_and_its_result_delivered(office: Office) -> None:
    ends = Ends()
    await order(office)
    workers = office.workers({"add": add}, ends.occur)
    assert await workers.once()
    assert not await workers.once()
    assert ends.results == [("job.add", {"a": 1, "b": 2, "result": {"sum": 3}})]
    assert await office.rows(sa.select(job)) == []
    assert await office.states(outbox_table) == ["queued"]


async def test_work_that_fails_is_tried_a_few_times_and_then_its_failure_delivered(
    office: Office, clock: Clock
) -> None:
    tries: list[int] = []

    async def broken(_payload: dict[str, Any], _now: float) -> dict[str, Any]:
        tries.append(1)
        raise RuntimeError

    ends = Ends()
    await order(office)
    workers = office.workers({"add": broken}, ends.occur)
    for _try in range(10):
        await workers.once()
        clock.advance(400)
    assert len(tries) == MOST_TRIES
    assert ends.results[0][1]["result"] == {"error": "failed"}


async def test_work_that_can_not_be_done_now_waits_without_a_count(office: Office, clock: Clock) -> None:
    tries: list[int] = []

    async def later(payload: dict[str, Any], now: float) -> dict[str, Any]:
        tries.append(1)
        if len(tries) < 20:
            raise NotNow(5)
        return await add(payload, now)

    ends = Ends()
    await order(office)
    workers = office.workers({"add": later}, ends.occur)
    for _try in range(25):
        await workers.once()
        clock.advance(6)
    assert len(ends.results) == 1


async def test_work_of_a_dead_worker_is_done_by_another_and_delivered_once(office: Office, clock: Clock) -> None:
    await order(office)
    async with office.database.write() as conn:
        (dead,) = await jobs.claim(conn, office.seals, 1, 300, clock.now)
    ends = Ends()
    workers = office.workers({"add": add}, ends.occur)
    assert not await workers.once()
    clock.advance(301)
    assert await workers.once()
    async with office.database.write() as conn:
        assert not await jobs.finish(conn, dead)
    assert len(ends.results) == 1


async def test_a_result_that_can_not_be_used_is_not_lost(office: Office, clock: Clock) -> None:
    ends = Ends()
    calls: list[int] = []

    async def occur(rows: AsyncConnection, kind: str, payload: dict[str, Any], now: float) -> list[Post]:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError
        return await ends.occur(rows, kind, payload, now)

    await order(office)
    workers = office.workers({"add": add}, occur)
    await workers.once()
    clock.advance(400)
    await workers.once()
    assert len(ends.results) == 1


async def test_an_unknown_kind_and_a_lost_key_end_as_expired(office: Office, clock: Clock) -> None:
    ends = Ends()
    await order(office, "unheard")
    await office.workers({}, ends.occur).once()
    assert ends.results[0][1]["result"] == {"error": "expired"}
    await order(office)
    clock.advance(6 * 86_400)
    office.seals.keyring.destroy_old(clock.now)
    await office.workers({"add": add}, ends.occur).once()
    assert await office.rows(sa.select(job)) == []


async def test_quick_work_never_waits_behind_a_heap_of_slow_work(office: Office) -> None:
    """Files that strangers send must not keep an officer from opening a shift."""
    never, done = asyncio.Event(), asyncio.Event()

    async def slow(_payload: dict[str, Any], _now: float) -> dict[str, Any]:
        await never.wait()
        return {}

    async def quick(_payload: dict[str, Any], _now: float) -> dict[str, Any]:
        done.set()
        return {}

    for _file in range(10):
        await order(office, "slow")
    await order(office, "quick")
    running = asyncio.create_task(office.workers({"slow": slow, "quick": quick}, quick=("quick",)).run())
    async with asyncio.timeout(10):
        await done.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
