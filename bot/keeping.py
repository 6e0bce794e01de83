"""A part of the program that breaks is begun again, whatever happens while that is told; the others go on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

RESTART_S = 1.0


async def keep_going(
    part: Callable[[], Awaitable[None]], broke: Callable[[], Awaitable[None]], pause_s: float = RESTART_S
) -> None:
    """Run a part until cancelled. `broke` is called while its error is being handled; its own errors change nothing:
    a log that can't be written must not end what takes tips in.
    """
    while True:
        try:
            await part()
        except Exception:
            with suppress(Exception):
                await broke()
        await asyncio.sleep(pause_s)
