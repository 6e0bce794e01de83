"""Letters that wait for their reader (storage/held.py), as posts: what is kept of one, and what goes out again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.wire import screen_from_json
from handlers.messages import Address, Lane, Show
from storage import held
from storage.held import Whose
from storage.outbox import Claimed
from storage.seals import Seals


def whose(to: Address) -> Whose:
    """Whom a held letter is for."""
    return to.channel, to.chat, to.user


def held_body(row: Claimed) -> dict[str, Any]:
    """What is kept of a letter: everything but the address."""
    assert row.body is not None
    kept: dict[str, Any] = {name: row.body[name] for name in ("screen", "show", "lasts_s")}
    return {**kept, "lane": row.lane, "repeatable": row.repeatable}


def shown_again(to: Address, body: dict[str, Any]) -> Show:
    """The letter as it is posted once its reader is back. What it answered stands too far above to be quoted."""
    return Show(
        to,
        body["screen"],
        screen_from_json(body["show"]),
        fresh=True,
        lane=Lane(body["lane"]),
        repeatable=body["repeatable"],
        lasts_s=body["lasts_s"],
    )


async def let_go(conn: AsyncConnection, seals: Seals, heard: Iterable[Address], now: float) -> list[Show]:
    """The letters that waited for these people, to be posted after the answers to what they wrote."""
    back = {whose(to): to for to in heard}
    released = await held.release(conn, seals, back, now) if back else {}
    return [shown_again(back[one], body) for one, bodies in released.items() for body in bodies]
