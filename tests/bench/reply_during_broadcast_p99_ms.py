"""By how much a reply waits longer while a message goes to 100,000 groups as fast as it can: from its row to its arrival.

The 99th percentile during the broadcast, less that of the same replies before it, on SQLite.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.channels.base import Outcome, Send
from bot.letters import Letters
from handlers.messages import Address, Screen, Show
from storage.times import Ticks
from tests.bench.broadcast import House, house, peer
from tests.bench.figure import share
from tests.crowd import crowd

GROUPS, REPLIES, EVERY_S = 100_000, 300, 0.05


def measure() -> list[float]:
    return [asyncio.run(_measured())]


async def _measured() -> float:
    with tempfile.TemporaryDirectory() as folder, peer() as api_url:
        async with house(f"sqlite:///{folder}/hotline.db", Path(folder), api_url) as ours:
            async with ours.database.write() as rows:
                await crowd(rows, ours.seals.keyring, GROUPS, time.time())
            sending = [asyncio.create_task(ours.sender.run()), asyncio.create_task(ours.broadcaster.run())]
            idle = await _replies(ours)
            await ours.gathered()
            busy = await _replies(ours)
            for task in sending:
                task.cancel()
            await asyncio.wait(sending)
    return (share(busy, 0.99) - share(idle, 0.99)) * 1000


async def _replies(ours: House) -> Sequence[float]:
    """How long each reply took, in seconds."""
    letters, waits, call = Letters(ours.seals, Ticks()), list[float](), ours.telegram.call
    began: dict[str, float] = {}

    async def watched(wanted: Any, timeout_s: float) -> Outcome:
        outcome = await call(wanted, timeout_s)
        if isinstance(wanted, Send) and wanted.screen.text in began:
            waits.append(time.perf_counter() - began[wanted.screen.text])
        return outcome

    ours.telegram.call = watched  # type: ignore[method-assign]
    for number in range(REPLIES):
        to = Address("telegram", str(number + 1), str(number + 1))
        began[str(number)] = time.perf_counter()
        async with ours.database.write() as rows:
            await letters.put(rows, [Show(to, "main", Screen(str(number)), fresh=True)], time.time())
        ours.sender.wake.set()
        await asyncio.sleep(EVERY_S)
    while len(waits) < REPLIES:  # noqa: ASYNC110  the platform rings nobody
        await asyncio.sleep(EVERY_S)
    ours.telegram.call = call  # type: ignore[method-assign]
    return waits
