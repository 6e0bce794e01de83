"""Chats from which no tip is taken for a while. A keyed row of its own, of no tip and no person.

The chat is a hash under its month's sketch key, which is destroyed after 60 days; the row ends within seven.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import prepared
from storage.seals import ID_BYTES
from storage.tables import mute
from storage.times import DAY_S, micros, seconds
from storage.upsert import upsert
from storage.vault.keyring import Keyring
from storage.vault.keys import framed

LONGEST_S = 7 * DAY_S

Whose = tuple[str, str, str]
"""Channel, chat, user: the platform's own ids."""


async def put(rows: AsyncConnection, keyring: Keyring, whose: Whose, until: float, now: float) -> None:
    """Mute a chat until then. Raises ValueError for longer than seven days."""
    if until - now > LONGEST_S:
        raise ValueError("Nobody is muted for longer than seven days.")
    values = {"chat": _places(keyring, whose, now)[0], "until": micros(until)}
    await rows.execute(upsert(rows, mute, ("chat",), ("until",)), [values])


_UNTIL = prepared(
    sa.select(sa.func.max(mute.c.until)).where(
        mute.c.chat.in_(sa.bindparam("chats", expanding=True)), mute.c.until > sa.bindparam("now")
    )
)


async def until(rows: AsyncConnection, keyring: Keyring, whose: Whose, now: float) -> float | None:
    """Until when nothing is taken from this chat; None where it may write."""
    found = await rows.scalar(_UNTIL, {"chats": _places(keyring, whose, now), "now": micros(now)})
    return None if found is None else seconds(found)


async def sweep(rows: AsyncConnection, now: float) -> None:
    """Forget those that are over."""
    await rows.execute(sa.delete(mute).where(mute.c.until <= micros(now)))


def _places(keyring: Keyring, whose: Whose, now: float) -> list[bytes]:
    """The chat under this month's key first, then under those of the months before that still live."""
    spoken = framed(*(one.encode() for one in whose))
    return [month.tag("mute.chat", spoken, ID_BYTES) for month in keyring.live_sketch_keys(now)]
