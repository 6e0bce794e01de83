"""How fast a chat goes: each thing it does moves a mark ahead of the clock, and the mark stands still while it rests.

Kept beside the platforms' flood-waits, as what it is: a chat, and until when it has had its share.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import prepared
from storage.tables import flood
from storage.times import micros
from storage.upsert import insert


async def spend(conn: AsyncConnection, what: str, chat: bytes, each_s: float, now: float) -> float:
    """Once more: how far the chat is ahead of the clock with it, in seconds."""
    values = {"what": what, "chat": chat, "now": micros(now), "each": micros(each_s)}
    until = (await conn.execute(_spend(conn.dialect.name), values)).scalar_one()
    return float(until - micros(now)) / 1e6


_UNTIL = prepared(
    sa.select(flood.c.until).where(flood.c.channel == sa.bindparam("what"), flood.c.chat == sa.bindparam("in_chat"))
)


async def ahead(conn: AsyncConnection, what: str, chat: bytes, now: float) -> float:
    """How far the chat is ahead of the clock, in seconds."""
    until = await conn.scalar(_UNTIL, {"what": what, "in_chat": chat})
    return max(0.0, (until or 0) / 1e6 - now)


@cache
def _spend(dialect: str) -> Any:
    now, each = sa.bindparam("now", type_=sa.BigInteger), sa.bindparam("each", type_=sa.BigInteger)
    statement = insert(dialect, flood).values(channel=sa.bindparam("what"), chat=sa.bindparam("chat"), until=now + each)
    later = sa.case((flood.c.until > now, flood.c.until), else_=now) + each
    moved = statement.on_conflict_do_update(index_elements=["channel", "chat"], set_={"until": later})
    return prepared(moved.returning(flood.c.until))
