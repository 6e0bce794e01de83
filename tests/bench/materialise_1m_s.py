"""From a run that began to a row for each of a million subscribers, on SQLite.

`python -m tests.bench.materialise_1m_s` prints beside it by how many MB the process grew meanwhile.
"""

from __future__ import annotations

import asyncio
import resource
import tempfile
import time
from pathlib import Path

from tests.bench.broadcast import house
from tests.crowd import begun, crowd

MANY, RUNS = 1_000_000, 1


def measure() -> list[float]:
    return [took for took, _grew in asyncio.run(_measured())]


async def _measured() -> list[tuple[float, float]]:
    with tempfile.TemporaryDirectory() as folder:
        async with house(f"sqlite:///{folder}/hotline.db", Path(folder), "http://127.0.0.1:9") as ours:
            for start in range(0, MANY, MANY // 20):
                async with ours.database.write() as rows:
                    await crowd(rows, ours.seals.keyring, MANY // 20, time.time(), first=start)
            found = []
            for _run in range(RUNS):
                async with ours.database.write() as rows:
                    await begun(rows, ours.seals.keyring, time.time())
                began, before = time.perf_counter(), _most_mb()
                while await ours.gatherer.step() == 0.0:
                    pass
                found.append((time.perf_counter() - began, _most_mb() - before))
        return found


def _most_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    for took, grew in asyncio.run(_measured()):
        print(f"{took:.1f} s, grew by {grew:.1f} MB")
