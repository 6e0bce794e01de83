"""Slow work that waits or runs: a download, a cleaning, a PIN. Never inside a transaction; its result is delivered in
one.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.seals import ID_BYTES, Seals
from storage.tables import job
from storage.times import DAY_S, micros
from storage.vault.keys import Refused

WAITING, RUNNING = "waiting", "running"
KEPT_S = 3 * DAY_S


@dataclass(frozen=True)
class Job:
    """One piece of slow work that is ours for a while. `tries` counts this run; `payload` None: its key is gone."""

    id: bytes
    kind: str
    tries: int
    lease_until: int
    payload: dict[str, Any] | None = field(repr=False)


async def put(
    conn: AsyncConnection, seals: Seals, kind: str, payload: dict[str, Any], now: float, *, run_at: float = 0.0
) -> bytes:
    """Order slow work; returns its id."""
    new = secrets.token_bytes(ID_BYTES)
    body = seals.close("job", new, payload, now)
    run = micros(max(now, run_at))
    row = {"id": new, "kind": kind, "state": WAITING, "run_at": run, "lease_until": 0, "tries": 0, "body": body}
    await conn.execute(sa.insert(job), row)
    return new


async def claim(
    conn: AsyncConnection, seals: Seals, most: int, lease_s: float, now: float, only: Collection[str] = ()
) -> list[Job]:
    """Work that may run now, and work whose worker is gone; ours until the lease ends. `only`: of these kinds, if any."""
    query = (
        sa.select(job).where(_may_run(now, only)).order_by(job.c.run_at).limit(most).with_for_update(skip_locked=True)
    )
    rows = (await conn.execute(query)).all()
    until = micros(now + lease_s)
    if rows:
        chosen = sa.update(job).where(job.c.id.in_([row.id for row in rows]))
        await conn.execute(chosen.values(state=RUNNING, lease_until=until, tries=job.c.tries + 1))
    return [Job(row.id, row.kind, row.tries + 1, until, _open(seals, row)) for row in rows]


async def finish(conn: AsyncConnection, done: Job) -> bool:
    """Done. False where the lease had ended and somebody else has it: then the result must not be delivered."""
    chosen = sa.and_(job.c.id == done.id, job.c.lease_until == done.lease_until)
    return (await conn.execute(sa.delete(job).where(chosen))).rowcount == 1


async def again(conn: AsyncConnection, failed: Job, at: float, *, counts: bool = True) -> None:
    """Once more, later; `counts`: as a failure."""
    chosen = sa.and_(job.c.id == failed.id, job.c.lease_until == failed.lease_until)
    tries = failed.tries if counts else failed.tries - 1
    again = sa.update(job).where(chosen)
    await conn.execute(again.values(state=WAITING, run_at=micros(at), lease_until=0, tries=tries))


async def ready(conn: AsyncConnection, now: float, only: Collection[str] = ()) -> bool:
    """Whether any work may run now."""
    query = sa.select(job.c.id).where(_may_run(now, only)).limit(1)
    return (await conn.execute(query)).first() is not None


def _may_run(now: float, only: Collection[str]) -> sa.ColumnElement[bool]:
    free = sa.and_(job.c.run_at <= micros(now), job.c.lease_until <= micros(now))
    return sa.and_(free, job.c.kind.in_(sorted(only))) if only else free


async def sweep(conn: AsyncConnection, now: float) -> int:
    """Forget work whose key is gone."""
    return (await conn.execute(sa.delete(job).where(job.c.run_at < micros(now - KEPT_S)))).rowcount


def _open(seals: Seals, row: Any) -> dict[str, Any] | None:
    try:
        payload: dict[str, Any] = seals.open("job", row.id, row.body)
    except Refused:
        return None
    return payload
