"""Whole tips per second, from /start to the receipt on the phone: 64 citizens at once, ten steps each, over HTTP.

The emulated Telegram and the citizens are one process, the house (webhook, turns, sender, SQLite) another. Every tip is sealed to two
stations and to its citizen, and its cards go to two officers on duty. Afterwards every receipt must open its own tip, or the run
fails.
"""

from __future__ import annotations

import asyncio
from functools import cache

import psutil

from tests.bench.street import open_street
from tests.bench.walk import Walked, walk

RUNS = 3


def measure() -> list[float]:
    return [one.per_s for one in walks()]


@cache
def walks() -> tuple[Walked, ...]:
    """Every run, walked once however many figures are taken from it."""
    return tuple(asyncio.run(_walk()) for _run in range(RUNS))


async def _walk() -> Walked:
    async with open_street() as street:
        house = psutil.Process(street.house.pid)
        return await walk(street, street.world, lambda: sum(house.cpu_times()[:2]))
