"""Letters that the platform does not let through until the person writes again: they wait here, for weeks if need be.

A row outlives the day keys, so it must not become a list of people. It holds no address: its chat is a keyed hash, its
body is sealed under a key made from that month's key *and* the address. Only who comes back with the address opens it;
the month's key is destroyed after 60 days, and the row with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.packed import dumps, loads
from storage.seals import ID_BYTES, Seals
from storage.tables import held
from storage.times import DAY_S, hours
from storage.vault import padding
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keys import Key, Refused, framed

KEPT_S = 60 * DAY_S
MOST = 20
"""Of one chat: what is older than so many has been overtaken."""

Whose = tuple[str, str, str]
"""Channel, chat, user: the platform's own ids."""


@dataclass(frozen=True)
class _Place:
    """Where a chat's letters of one month lie, and what opens them."""

    chat: bytes
    key: Key


async def hold(conn: AsyncConnection, seals: Seals, whose: Whose, body: Mapping[str, Any], now: float) -> None:
    """Keep a letter until its chat is heard of again, behind those that wait already. `body`: JSON without the address."""
    where, new = _places(seals, whose, now)[0], secrets.token_bytes(ID_BYTES)
    last = await conn.scalar(sa.select(sa.func.max(held.c.place)).where(held.c.chat == where.chat)) or 0
    sealed = seal(where.key, dumps(body), _context(new), padding.inbox)
    row = {"id": new, "chat": where.chat, "held_hour": hours(now), "place": last + 1, "body": sealed}
    await conn.execute(sa.insert(held), [row])
    overtaken = sa.and_(held.c.chat == where.chat, held.c.place <= last + 1 - MOST)
    await conn.execute(sa.delete(held).where(overtaken))


async def release(
    conn: AsyncConnection, seals: Seals, chats: Iterable[Whose], now: float
) -> dict[Whose, list[dict[str, Any]]]:
    """Take out what waits for these chats, in its order; what does not open any more goes too."""
    places = {place.chat: (whose, place.key) for whose in set(chats) for place in _places(seals, whose, now)}
    if not places:
        return {}
    query = sa.select(held).where(held.c.chat.in_(places)).order_by(held.c.held_hour, held.c.place).with_for_update()
    rows = (await conn.execute(query)).all()
    released: dict[Whose, list[dict[str, Any]]] = {}
    for row in rows:
        whose, key = places[row.chat]
        try:
            body = loads(unseal(key, row.body, _context(row.id)))
        except Refused:
            continue
        released.setdefault(whose, []).append(body)
    if rows:
        await conn.execute(sa.delete(held).where(held.c.id.in_([row.id for row in rows])))
    return released


async def waits(conn: AsyncConnection, seals: Seals, whose: Whose, now: float) -> bool:
    """Whether anything waits for this chat."""
    places = [place.chat for place in _places(seals, whose, now)]
    return await conn.scalar(sa.select(held.c.id).where(held.c.chat.in_(places)).limit(1)) is not None


async def sweep(conn: AsyncConnection, now: float) -> int:
    """Forget what nobody came back for."""
    return (await conn.execute(sa.delete(held).where(held.c.held_hour < hours(now - KEPT_S)))).rowcount


def _places(seals: Seals, whose: Whose, now: float) -> list[_Place]:
    """This month's place first, then those of the months whose keys still live."""
    spoken = framed(*(one.encode() for one in whose))
    return [
        _Place(month.tag("held.chat", spoken, ID_BYTES), Key.of(month.tag("held.key", spoken)))
        for month in seals.keyring.live_sketch_keys(now)
    ]


def _context(row: bytes) -> Context:
    return Context("held", "body", row, "post")
