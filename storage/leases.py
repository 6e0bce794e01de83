"""Who does what only one may do: one poller and one sender per token, one clock. A lease ends by itself when its
holder dies.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import prepared
from storage.tables import flood, lease
from storage.times import micros
from storage.upsert import insert


async def take(conn: AsyncConnection, name: str, holder: str, ttl_s: float, now: float) -> bool:
    """Take or renew a lease; False where somebody else holds it."""
    values = {"name": name, "holder": holder, "until": micros(now + ttl_s), "now": micros(now)}
    taken = (await conn.execute(_take(conn.dialect.name), values)).scalar_one_or_none()
    return taken == holder


async def release(conn: AsyncConnection, name: str, holder: str) -> None:
    """Let go, so that the next one need not wait."""
    await conn.execute(sa.delete(lease).where(lease.c.name == name, lease.c.holder == holder))


async def hold_back(conn: AsyncConnection, channel: str, chat: bytes, until: float) -> None:
    """Store a flood-wait that all replicas obey; an empty chat means the whole channel. The longest wins."""
    statement = insert(conn.dialect.name, flood)
    new = statement.excluded.until
    longest = sa.case((new > flood.c.until, new), else_=flood.c.until)
    row = {"channel": channel, "chat": chat, "until": micros(until)}
    await conn.execute(
        statement.on_conflict_do_update(index_elements=["channel", "chat"], set_={"until": longest}), row
    )


_HELD_BACK = prepared(
    sa.select(flood.c.chat, flood.c.until).where(
        flood.c.channel == sa.bindparam("of"), flood.c.until > sa.bindparam("now")
    )
)


async def held_back(conn: AsyncConnection, channel: str, now: float) -> dict[bytes, int]:
    """Flood-waits that still hold: chat (empty: all) -> until, in microseconds."""
    found = await conn.execute(_HELD_BACK, {"of": channel, "now": micros(now)})
    return {row.chat: row.until for row in found}


async def sweep(conn: AsyncConnection, now: float) -> int:
    """Forget flood-waits that are over."""
    return (await conn.execute(sa.delete(flood).where(flood.c.until <= micros(now)))).rowcount


@cache
def _take(dialect: str) -> Any:
    statement = insert(dialect, lease).values(
        name=sa.bindparam("name"), holder=sa.bindparam("holder"), until=sa.bindparam("until")
    )
    new = statement.excluded
    mine_or_over = sa.or_(lease.c.holder == new.holder, lease.c.until <= sa.bindparam("now"))
    return statement.on_conflict_do_update(
        index_elements=["name"], set_={"holder": new.holder, "until": new.until}, where=mine_or_over
    ).returning(lease.c.holder)
