"""What a chat remembers between two messages: one sealed row, gone after a day of silence.

The id of a private chat is a hash under the day key of its creation, so it dies with that key. A chat that goes on for
longer gets
a new id in time, together with everything that carries it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import outbox, screens
from storage.prepared import prepared
from storage.seals import Seals
from storage.tables import conversation, inbox
from storage.tables import screens as screens_table
from storage.times import DAY_S, hours, micros
from storage.upsert import insert

IDLE_S = DAY_S


@dataclass(frozen=True)
class Memory:
    """What to write back after a turn. `state` None: forget; `wake_at` in seconds, None: do not wake."""

    id: bytes
    state: Any = field(repr=False)
    wake_at: float | None = None
    spoken: bool = True  # by a person: only that keeps a chat from being forgotten


def open_state(seals: Seals, chat: bytes, sealed: bytes | None) -> Any:
    """The remembered value, None where there is none. Raises Refused where its key is gone."""
    return None if sealed is None else seals.open("conversation", chat, sealed)


async def resolve(conn: AsyncConnection, chats: Mapping[Any, tuple[bytes, ...]]) -> dict[Any, bytes]:
    """Which of its possible ids each chat goes by: the one that is in use, else today's.

    In use is an id with a conversation, or with a message on the screen that may still have to be edited. The rows
    found are
    held against re-keying and forgetting (not against turns) until the transaction ends.
    """
    possible = sorted({one for ids in chats.values() for one in ids})
    known: set[bytes] = set()
    for part in _parts(possible, 4000):
        known.update((await conn.execute(_known(conn.dialect.name), {"ids": part})).scalars())
    strangers = {one for ids in chats.values() if not known.intersection(ids) for one in ids}
    for part in _parts(sorted(strangers), 4000):
        known.update((await conn.execute(_shown(), {"ids": part})).scalars())
    return {chat: next((one for one in ids if one in known), ids[0]) for chat, ids in chats.items()}


async def ensure(conn: AsyncConnection, ids: Iterable[bytes], now: float) -> None:
    """Give each chat a row, so that its acts can be taken. Sorted: two replicas may do the same at once."""
    rows = [{"id": one, "touched_hour": hours(now), "retry_at": 0} for one in sorted(set(ids))]
    if rows:
        await conn.execute(_ensure(conn.dialect.name), rows)


async def save(conn: AsyncConnection, seals: Seals, memories: Sequence[Memory], now: float) -> None:
    """Write back what the turns of one batch left."""
    if memories:
        await conn.execute(_save, [_saved(seals, memory, now) for memory in sorted(memories, key=lambda one: one.id)])


async def delay(conn: AsyncConnection, chat: bytes, until: float) -> None:
    """Leave a chat alone until then: its turn failed, its state stays."""
    await conn.execute(sa.update(conversation).where(conversation.c.id == chat).values(retry_at=micros(until)))


async def rekey(conn: AsyncConnection, seals: Seals, old: bytes, new: bytes, now: float) -> None:
    """Carry a chat over to today's id. Its sealed state is left empty: the turn that does this writes it in the same
    transaction.
    """
    await ensure(conn, [new], now)
    await conn.execute(sa.update(inbox).where(inbox.c.conversation == old).values(conversation=new))
    await outbox.rewrite(conn, seals, old, new, {}, now)
    await screens.rekey(conn, seals, old, new, now)
    await conn.execute(sa.delete(conversation).where(conversation.c.id == old))


async def woken(conn: AsyncConnection, now: float, most: int) -> list[tuple[bytes, bytes | None]]:
    """Chats whose moment has come and that have nothing waiting: (id, sealed state). Their wake time is cleared."""
    query = (
        sa.select(conversation.c.id, conversation.c.state)
        .where(conversation.c.wake_at <= micros(now))
        .order_by(conversation.c.wake_at)
        .limit(most)
        .with_for_update(key_share=True, skip_locked=True)
    )
    rows = [(row.id, row.state) for row in await conn.execute(query)]
    if rows:
        chosen = conversation.c.id.in_([chat for chat, _state in rows])
        await conn.execute(sa.update(conversation).where(chosen).values(wake_at=None))
    return rows


async def next_wake(conn: AsyncConnection) -> int | None:
    """When the next chat is to be woken, in microseconds."""
    found: int | None = (await conn.execute(sa.select(sa.func.min(conversation.c.wake_at)))).scalar_one()
    return found


async def sweep(conn: AsyncConnection, now: float) -> int:
    """Forget chats that were silent for a day, or that asked to be forgotten; never one with an act that waits.

    First lock, then look for waiting acts: an arrival that found the row before us is visible by then, a later one
    makes a new row.
    """
    idle = sa.or_(conversation.c.touched_hour < hours(now - IDLE_S), conversation.c.state.is_(None))
    settled = conversation.c.retry_at <= micros(now)
    locked = sa.select(conversation.c.id).where(idle, settled).limit(500).with_for_update(skip_locked=True)
    ids = list((await conn.execute(locked)).scalars())
    if not ids:
        return 0
    waits = sa.select(inbox.c.conversation).where(inbox.c.conversation.in_(ids), inbox.c.state == "waiting")
    busy = set((await conn.execute(waits)).scalars())
    gone = [one for one in ids if one not in busy]
    return (await conn.execute(sa.delete(conversation).where(conversation.c.id.in_(gone)))).rowcount


def _parts(ids: Sequence[bytes], size: int) -> Iterable[Sequence[bytes]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _saved(seals: Seals, memory: Memory, now: float) -> dict[str, Any]:
    return {
        "chat": memory.id,
        "new_state": None if memory.state is None else seals.close("conversation", memory.id, memory.state, now),
        "hour": hours(now) if memory.spoken else None,
        "wake": None if memory.wake_at is None else micros(memory.wake_at),
    }


_save = prepared(
    sa.update(conversation)
    .where(conversation.c.id == sa.bindparam("chat"))
    .values(
        state=sa.bindparam("new_state"),
        touched_hour=sa.func.coalesce(sa.bindparam("hour", type_=sa.Integer), conversation.c.touched_hour),
        retry_at=0,
        wake_at=sa.bindparam("wake"),
    )
)


@cache
def _ensure(dialect: str) -> sa.Insert:
    return prepared(insert(dialect, conversation).on_conflict_do_nothing(index_elements=["id"]))


@cache
def _known(dialect: str) -> sa.Select[Any]:
    query = sa.select(conversation.c.id).where(conversation.c.id.in_(sa.bindparam("ids", expanding=True)))
    return prepared(query.with_for_update(read=True, key_share=True) if dialect == "postgresql" else query)


@cache
def _shown() -> sa.Select[Any]:
    ids: Any = sa.bindparam("ids", expanding=True)
    return prepared(sa.select(screens_table.c.chat).where(screens_table.c.chat.in_(ids)).distinct())
