"""Moments to come: a reminder, an escalation, a wipe. One row per (kind, key); setting it again moves it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import prepared
from storage.seals import ID_BYTES, Seals
from storage.tables import due
from storage.times import DAY_S, micros
from storage.upsert import insert
from storage.vault.keys import Refused

SHORT_S = 2 * DAY_S  # a later moment must be sealed under the lasting key


@dataclass(frozen=True)
class Moment:
    """A moment that has come. `payload` None: its key is gone."""

    id: bytes
    kind: str
    tries: int
    payload: dict[str, Any] | None = field(repr=False)


async def put(
    conn: AsyncConnection,
    seals: Seals,
    kind: str,
    key: str,
    at: float,
    payload: dict[str, Any],
    now: float,
    *,
    lasting: bool = False,
) -> None:
    """Set a moment (seconds since 1970). `lasting`: sealed under the server key, for what concerns no citizen's
    account.

    Raises ValueError where it lies beyond the life of a day key and is not lasting.
    """
    if not lasting and at - now > SHORT_S:
        raise ValueError("A moment more than two days away must be lasting.")
    new = secrets.token_bytes(ID_BYTES)
    row = {
        "id": new,
        "kind": kind,
        "key": seals.due_id(kind, key),
        "at": micros(at),
        "tries": 0,
        "lasting": lasting,
        "body": seals.close("due", new, payload, now, lasting=lasting),
    }
    await conn.execute(_put(conn.dialect.name), row)


async def cancel(conn: AsyncConnection, seals: Seals, kind: str, key: str) -> None:
    """Take a moment back; one that is not set is no error."""
    chosen = sa.and_(due.c.kind == kind, due.c.key == seals.due_id(kind, key))
    await conn.execute(sa.delete(due).where(chosen))


async def is_set(conn: AsyncConnection, seals: Seals, kind: str, key: str) -> bool:
    """Whether a moment is to come, or has come and not fired yet."""
    chosen = sa.and_(due.c.kind == kind, due.c.key == seals.due_id(kind, key))
    return bool(await conn.scalar(sa.select(sa.exists().where(chosen))))


async def come(conn: AsyncConnection, seals: Seals, now: float, most: int) -> list[Moment]:
    """Moments that have come, in order; locked until the transaction ends."""
    query = (
        sa.select(due).where(due.c.at <= micros(now)).order_by(due.c.at).limit(most).with_for_update(skip_locked=True)
    )
    return [Moment(row.id, row.kind, row.tries, _open(seals, row)) for row in await conn.execute(query)]


async def done(conn: AsyncConnection, ids: Sequence[bytes]) -> None:
    if ids:
        await conn.execute(sa.delete(due).where(due.c.id.in_(ids)))


async def later(conn: AsyncConnection, moment: Moment, at: float) -> None:
    """Its handler failed: once more, later."""
    chosen = sa.update(due).where(due.c.id == moment.id)
    await conn.execute(chosen.values(at=micros(at), tries=due.c.tries + 1))


async def next_at(conn: AsyncConnection) -> int | None:
    """The next moment, in microseconds."""
    found: int | None = (await conn.execute(sa.select(sa.func.min(due.c.at)))).scalar_one()
    return found


def _open(seals: Seals, row: Any) -> dict[str, Any] | None:
    try:
        payload: dict[str, Any] = seals.open("due", row.id, row.body)
    except Refused:
        return None
    return payload


@cache
def _put(dialect: str) -> sa.Insert:
    statement = insert(dialect, due)
    new = statement.excluded
    names = ("id", "at", "tries", "lasting", "body")
    changed = {name: new[name] for name in names}
    return prepared(statement.on_conflict_do_update(index_elements=["kind", "key"], set_=changed))
