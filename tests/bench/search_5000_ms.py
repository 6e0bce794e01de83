"""From a search's order to its answer where an officer's shift opens 5,000 tips of some 400 letters: read, opened, folded, asked.

`python -m tests.bench.search_5000_ms` prints beside it how long the loop, where everybody else is answered, was held at most.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from bot.perform import searching
from tests.bench.many_tips import furnish
from tests.bench.street import furnished
from tests.world import PROVINCE, World

TIPS, RUNS = 5000, 7
NOW = 1_800_000_000.0
STORY = "Tối nào cũng có mấy thanh niên tụ tập ở căn nhà cuối hẻm gần chợ, xe ra vô liên tục tới khuya. "


def measure() -> list[float]:
    return [took for took, _held in asyncio.run(_measured())]


async def _measured() -> list[tuple[float, float]]:
    """Milliseconds of each run, and the longest that the loop was held meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        database, keyring = await furnished(f"sqlite:///{folder}/hotline.db", Path(folder, "keyring"), NOW)
        world = World(database, keyring, NOW)
        officer = await world.officer(PROVINCE, 10)
        async with database.read() as rows:
            from storage import stations

            public = (await stations.every(rows))[PROVINCE].key
        assert public is not None
        await furnish(
            database, keyring, PROVINCE, public, TIPS, NOW, story=lambda number: f"{STORY * 4} xe 83P1-{number}"
        )
        found = [await _run(world, officer.id) for _one in range(RUNS + 1)]
        await database.close()
    return found[1:]


async def _run(world: World, officer: str) -> tuple[float, float]:
    held, done = 0.0, asyncio.Event()

    async def watch() -> None:
        nonlocal held
        while not done.is_set():
            before = time.perf_counter()
            await asyncio.sleep(0)
            held = max(held, time.perf_counter() - before)
            await asyncio.sleep(0.002)

    watching = asyncio.create_task(watch())
    began = time.perf_counter()
    result = await searching.slow(
        world.database, world.keyring, {"officer": officer, "words": ["83p1", "4711"]}, world.now
    )
    took = time.perf_counter() - began
    done.set()
    await watching
    assert (result["count"], result["searched"]) == (1, TIPS)
    return took * 1000, held * 1000


if __name__ == "__main__":
    for took, held in asyncio.run(_measured()):
        print(f"{took:.0f} ms, the loop held {held:.0f} ms at most")
