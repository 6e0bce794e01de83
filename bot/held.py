"""Letters that wait for their reader (storage/held.py): what is kept of one, and how it is shown once they are back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.unasked import show_unasked
from bot.wire import address_from_json, screen_from_json, show_from_json, show_to_json
from handlers.messages import Address, Lane, Show
from handlers.screens import MAIN
from storage import held
from storage.held import Whose
from storage.outbox import Claimed
from storage.seals import Seals
from storage.times import Ticks


def whose(to: Address) -> Whose:
    """Whom a held letter is for."""
    return to.channel, to.chat, to.user


def held_body(row: Claimed) -> dict[str, Any]:
    """What is kept of a letter: everything but the address. What it answered stands too far above to be quoted."""
    assert row.body is not None
    kept = Show(
        address_from_json(row.body["to"]),
        row.body["screen"],
        screen_from_json(row.body["show"]),
        fresh=True,
        lane=Lane(row.lane),
        repeatable=row.repeatable,
        lasts_s=row.body["lasts_s"],
    )
    return show_to_json(kept)


async def let_go(conn: AsyncConnection, seals: Seals, ticks: Ticks, heard: Iterable[Address], now: float) -> None:
    """What waited for these people is shown to them after the answers to what they wrote, the same words once."""
    back = {whose(to): to for to in heard}
    released = await held.release(conn, seals, back, now) if back else {}
    for one, bodies in released.items():
        shows = [show_from_json(back[one], body) for body in bodies]
        for show in {late.screen: late for late in shows}.values():
            await show_unasked(conn, seals, ticks, beside(show), now)


def beside(show: Show) -> Show:
    """What stood in the one screen of a dialogue comes beside it: the dialogue has gone on."""
    return replace(show, name=f"late.{secrets.token_hex(4)}") if show.name == MAIN else show
