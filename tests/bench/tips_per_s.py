"""Whole tips per second, from /start to the receipt on the phone: 64 citizens at once, ten steps each, over HTTP.

The emulated Telegram and the citizens are one process, the house (door, turns, sender, SQLite) another. Updates come by webhook,
one request each; `tips_polled_per_s` is the same by polling, which brings many at once. Every tip is sealed to two
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
def walks(*, by_webhook: bool = True) -> tuple[Walked, ...]:
    """Every run, walked once however many figures are taken from it."""
    return tuple(asyncio.run(_walk(by_webhook=by_webhook)) for _run in range(RUNS))


async def _walk(*, by_webhook: bool) -> Walked:
    async with open_street(by_webhook=by_webhook) as street:
        house = psutil.Process(street.house.pid)
        return await walk(street, street.world, lambda: sum(house.cpu_times()[:2]))
