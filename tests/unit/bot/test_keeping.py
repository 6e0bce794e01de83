"""A part that breaks is begun again, even where telling of it breaks too."""

from __future__ import annotations

import asyncio

import pytest

from bot.keeping import keep_going


async def test_a_part_is_begun_again_though_neither_log_nor_alert_can_be_written() -> None:
    begun, enough = 0, asyncio.Event()

    async def part() -> None:
        nonlocal begun
        begun += 1
        if begun == 3:
            enough.set()
            await asyncio.Event().wait()
        raise RuntimeError

    async def broke() -> None:
        raise BrokenPipeError

    running = asyncio.create_task(keep_going(part, broke, pause_s=0.0))
    await enough.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert begun == 3


async def test_a_part_that_simply_ends_is_begun_again_and_nothing_is_told() -> None:
    begun, told, enough = 0, 0, asyncio.Event()

    async def part() -> None:
        nonlocal begun
        begun += 1
        if begun == 2:
            enough.set()

    async def broke() -> None:
        nonlocal told
        told += 1

    running = asyncio.create_task(keep_going(part, broke, pause_s=0.0))
    await enough.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert told == 0
