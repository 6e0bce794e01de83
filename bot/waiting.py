"""Waiting for a bell or for a while, whichever comes first: work of this process rings, work of another replica is
looked for.
"""

from __future__ import annotations

import asyncio


async def rung(bell: asyncio.Event, most_s: float) -> bool:
    """Wait until the bell is rung or the time is over; whether it was rung. The bell is still afterwards."""
    try:
        async with asyncio.timeout(most_s):
            await bell.wait()
    except TimeoutError:
        return False
    bell.clear()
    return True
