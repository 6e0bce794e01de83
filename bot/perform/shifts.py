"""A shift begins and ends: by its officer, by whoever takes the rights away, or by the clock.

What stands on the officer's screen at the end belongs to the shift: when the clock ends it, nobody is there to press, so
a moment brings the end to the chat.
"""

from __future__ import annotations

from typing import Any

from bot.perform.doing import Doing
from bot.perform.news import tell
from handlers.triage.news import SHIFT_OVER
from storage import due, people

SHIFT = "shift"
"""The moment at which a shift runs out, by officer: a new shift puts it off."""


async def begin(doing: Doing, officer: str, body: bytes, until: float) -> None:
    """Open until then (seconds); `body` is the officer's key, sealed for the shift."""
    await people.open_shift(doing.rows, officer, body=body, until=int(until * 1e6))
    await due.put(doing.rows, doing.seals, SHIFT, officer, until, {"officer": officer}, doing.now)


async def close(doing: Doing, officer: str) -> None:
    """At once; whoever closes it says so on the screen."""
    await people.close_shift(doing.rows, officer)
    await due.cancel(doing.rows, doing.seals, SHIFT, officer)


async def over(doing: Doing, payload: dict[str, Any]) -> None:
    """The clock has ended it: the officer's chat hears of it. Whoever works here no more was told otherwise."""
    officer = await people.get(doing.rows, doing.keyring, payload["officer"])
    if officer is None or officer.on_shift(doing.now):
        return
    await tell(doing, await doing.address_of(officer), SHIFT_OVER, {})
