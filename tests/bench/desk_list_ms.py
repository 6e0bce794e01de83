"""What the database takes for one screen of the desk where a station has 50,000 open tips: the page and how many there are.

Told is the slowest of the lists that an officer can tap to: the first page, one in the middle, my tips, the overdue, a
rare topic of one place, and the counts of the desk itself.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from content.terms import Topic
from storage import lists
from storage.engine import Database
from storage.lists import Ends, Listing, Sent, Spot
from storage.times import hours
from storage.vault.keys import Pair
from tests.bench.many_tips import furnish
from tests.bench.street import furnished
from tests.world import PROVINCE

TIPS, RUNS, PAGE = 50_000, 7, 6
NOW = 1_800_000_000.0


def measure() -> list[float]:
    return asyncio.run(_measured())


async def _measured() -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        database, keyring = await furnished(f"sqlite:///{folder}/hotline.db", Path(folder, "keyring"), NOW)
        await furnish(database, keyring, PROVINCE, Pair.new().public, TIPS, NOW)
        found = await slowest(database)
        await database.close()
    return found


async def slowest(database: Database) -> list[float]:
    """Milliseconds of the slowest screen, once a run."""
    async with database.read() as rows:
        for screen in SCREENS.values():  # statements are compiled once in a program's life
            await screen(rows)
        return [max([await _took(rows, screen) for screen in SCREENS.values()]) for _run in range(RUNS)]


async def _took(rows: AsyncConnection, screen: Callable[[AsyncConnection], Awaitable[None]]) -> float:
    began = time.perf_counter()
    await screen(rows)
    return (time.perf_counter() - began) * 1000


def _list(listing: Listing, after: Spot | None = None) -> Callable[[AsyncConnection], Awaitable[None]]:
    async def screen(rows: AsyncConnection) -> None:
        await lists.page(rows, listing, PAGE, after=after)
        await lists.total(rows, listing)

    return screen


async def _desk(rows: AsyncConnection) -> None:
    await lists.count(rows, PROVINCE, Ends(0.0, NOW), Ends(NOW, NOW + 172_800))


SCREENS: dict[str, Callable[[AsyncConnection], Awaitable[None]]] = {
    "desk": _desk,
    "first": _list(Listing(PROVINCE)),
    "middle": _list(Listing(PROVINCE), Spot(2, hours(NOW) - 365 * 24, "M")),
    "mine": _list(Listing(PROVINCE, holder="00" * 16)),
    "late": _list(Listing(PROVINCE, ends=Ends(0.0, NOW))),
    "rare": _list(Listing(PROVINCE, topic=Topic.OFFICIAL, area="lai-hoa", sent=Sent(0, hours(NOW) - 700 * 24))),
}
