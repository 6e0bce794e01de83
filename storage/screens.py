"""Which message of a chat shows which screen, so that the next version is an edit and not a new message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import prepared
from storage.seals import Seals
from storage.tables import screens
from storage.times import DAY_S, hours
from storage.upsert import insert
from storage.vault.keys import Refused

PRIVATE_S = 3 * DAY_S  # the chat's own id is not known for longer
STRAY = "stray"
"""Names no screen: a message may stand in the chat that nobody can find again, for its sending ended in silence."""
LASTING_S = 90 * DAY_S  # a group's card may be edited until the tip is closed


@dataclass(frozen=True)
class Shown:
    """A screen as it stands in a chat."""

    name: str
    message: str = field(repr=False)  # the platform's id
    look: str = field(repr=False)  # a hash of what is shown: an edit that changes nothing is not sent
    file: bool = False  # a message with a file can't be edited into one without, nor the other way
    protect: bool = False  # nor can protection be put on or taken off
    thread: str = field(default="", repr=False)  # the number of the topic of ours in which it stands


async def find(conn: AsyncConnection, seals: Seals, chat: bytes, names: Iterable[str]) -> dict[str, Shown]:
    """The named screens of a chat that stand somewhere."""
    ids = {seals.screen_id(chat, name): name for name in names}
    if not ids:
        return {}
    found = await find_all(conn, seals, [(chat, one) for one in ids])
    return {ids[name]: shown for (_chat, name), shown in found.items()}


async def find_all(
    conn: AsyncConnection, seals: Seals, pairs: Sequence[tuple[bytes, bytes]]
) -> dict[tuple[bytes, bytes], Shown]:
    """Screens by (chat, screen id). One whose key is gone stands nowhere any more."""
    if not pairs:
        return {}
    found: dict[tuple[bytes, bytes], Shown] = {}
    wanted = sorted(set(pairs))
    size = 1 << (len(wanted) - 1).bit_length()
    places = enumerate(wanted + wanted[-1:] * (size - len(wanted)))
    values = {f"{column}{n}": one for n, place in places for column, one in zip(("chat", "name"), place, strict=True)}
    for row in await conn.execute(_find(size), values):
        try:
            found[row.chat, row.name] = Shown(**seals.open("screens", row.chat + row.name, row.body))
        except Refused:
            continue
    return found


async def names(conn: AsyncConnection, seals: Seals, chats: Sequence[bytes]) -> list[str]:
    """The names of all screens that stand in a chat, under any of its ids."""
    rows = await conn.execute(
        sa.select(screens.c.chat, screens.c.name, screens.c.body).where(screens.c.chat.in_(chats))
    )
    opened = seals.open_all("screens", [(row.chat + row.name, row.body) for row in rows])
    return sorted({str(shown["name"]) for shown in opened.values()})


@dataclass(frozen=True)
class Standing:
    """A screen and the chat in which it stands; `lasting` for groups."""

    chat: bytes
    shown: Shown
    lasting: bool


async def put(conn: AsyncConnection, seals: Seals, standing: Sequence[Standing], now: float) -> None:
    """Remember where screens stand."""
    if standing:
        rows = [_row(seals, one, now) for one in standing]
        await conn.execute(_put(conn.dialect.name), sorted(rows, key=lambda row: (row["chat"], row["name"])))


def _row(seals: Seals, one: Standing, now: float) -> dict[str, Any]:
    name = seals.screen_id(one.chat, one.shown.name)
    body = seals.close("screens", one.chat + name, vars(one.shown), now, lasting=one.lasting)
    return {"chat": one.chat, "name": name, "sent_hour": hours(now), "lasting": one.lasting, "body": body}


async def drop(conn: AsyncConnection, seals: Seals, chat: bytes, name: str) -> None:
    """The screen stands nowhere any more."""
    chosen = sa.and_(screens.c.chat == chat, screens.c.name == seals.screen_id(chat, name))
    await conn.execute(sa.delete(screens).where(chosen))


async def drop_topic(conn: AsyncConnection, seals: Seals, chat: bytes, name: str) -> None:
    """A topic is gone from a group, and whatever stood in it."""
    topic = (await find(conn, seals, chat, [name])).get(name)
    if topic is None:
        return
    rows = (await conn.execute(sa.select(screens.c.name, screens.c.body).where(screens.c.chat == chat))).all()
    opened = seals.open_all("screens", [(chat + row.name, row.body) for row in rows])
    gone = [row.name for row in rows if opened.get(chat + row.name, {}).get("thread") == topic.message]
    lost = sa.and_(screens.c.chat == chat, screens.c.name.in_([*gone, seals.screen_id(chat, name)]))
    await conn.execute(sa.delete(screens).where(lost))


async def drop_all(conn: AsyncConnection, chats: Sequence[bytes]) -> None:
    """Forget every screen of these chats."""
    await conn.execute(sa.delete(screens).where(screens.c.chat.in_(chats)))


async def rekey(conn: AsyncConnection, seals: Seals, old: bytes, new: bytes, now: float) -> None:
    """Carry the screens of a chat over to its new id."""
    rows = (await conn.execute(sa.select(screens).where(screens.c.chat == old))).all()
    if not rows:
        return
    opened = seals.open_all("screens", [(old + row.name, row.body) for row in rows])
    await conn.execute(sa.delete(screens).where(screens.c.chat == old))
    kept = [(row, opened[old + row.name]) for row in rows if old + row.name in opened]
    await put(conn, seals, [Standing(new, Shown(**value), row.lasting) for row, value in kept], now)


async def sweep(conn: AsyncConnection, now: float) -> int:
    """Forget screens that are too old to be edited."""
    short = sa.and_(~screens.c.lasting, screens.c.sent_hour < hours(now - PRIVATE_S))
    old = screens.c.sent_hour < hours(now - LASTING_S)
    return (await conn.execute(sa.delete(screens).where(sa.or_(short, old)))).rowcount


@cache
def _find(size: int) -> sa.Select[Any]:
    """So many screens by chat and name: the sizes are powers of two, so that few statements do. A join, because SQLite
    reads the whole table for a list of pairs, and tries each chat with each name for two lists.
    """
    bound = [
        [sa.bindparam(f"{column}{n}", type_=sa.LargeBinary).label(column) for column in ("chat", "name")]
        for n in range(size)
    ]
    wanted = sa.union_all(*(sa.select(*place) for place in bound)).subquery("wanted")
    same = sa.and_(screens.c.chat == wanted.c.chat, screens.c.name == wanted.c.name)
    return prepared(sa.select(screens).join(wanted, same))


@cache
def _put(dialect: str) -> sa.Insert:
    statement = insert(dialect, screens)
    new = statement.excluded
    changed = {"sent_hour": new.sent_hour, "lasting": new.lasting, "body": new.body}
    return prepared(statement.on_conflict_do_update(index_elements=["chat", "name"], set_=changed))
