"""What `hotline run` holds in memory when nobody writes, in MB (resident set): five seconds after it is ready, polling."""

from __future__ import annotations

import asyncio

import psutil

from tests.bench.start_s import begun

RUNS = 3
SETTLED_S = 5.0


def measure() -> list[float]:
    return [asyncio.run(_run()) for _one in range(RUNS)]


async def _run() -> float:
    async with begun() as (process, _took_s):
        await asyncio.sleep(SETTLED_S)
        return float(psutil.Process(process.pid).memory_info().rss) / 1e6
