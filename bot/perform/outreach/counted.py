"""How many people groups and channels have is asked anew, a few hundred a day: those first that were asked longest ago."""

from __future__ import annotations

from typing import Any

from bot.perform import daily
from bot.perform.doing import Doing
from storage import subscriptions
from storage.times import DAY_S

MEMBERS = "members"
A_DAY = 300
FRESH_S = 7 * DAY_S


async def begin(doing: Doing, payload: dict[str, Any]) -> None:  # noqa: ARG001
    """The day's chats, as slow work; and the same tomorrow."""
    rows = await subscriptions.to_count(doing.rows, doing.now - FRESH_S, A_DAY)
    chats = [(row.hex(), await subscriptions.address(doing.rows, doing.keyring, row)) for row in rows]
    asked = [[row, to["channel"], to["chat"]] for row, to in chats if to]
    if asked:
        await doing.order(MEMBERS, {"chats": asked})
    await daily.again(doing, daily.MEMBERS)


async def counted(doing: Doing, payload: dict[str, Any]) -> None:
    """What the platforms said. Who did not say keeps the number of before, and its day."""
    for row, number in payload["result"].get("members", ()):
        await subscriptions.set_members(doing.rows, bytes.fromhex(row), number, doing.now)
