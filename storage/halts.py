"""Panic: everything was stopped by one person, and nothing is sent until two have lifted it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import halt
from storage.times import micros
from storage.upsert import upsert


@dataclass(frozen=True)
class Halt:
    """The stop that holds now: since when (seconds), by whom, and who wants to lift it (ids, hex)."""

    at: float
    person: str
    lifter: str = ""


async def current(rows: AsyncConnection, *, lock: bool = False) -> Halt | None:
    """The stop that nobody has lifted; None where messages may be sent."""
    query = sa.select(halt).where(halt.c.lifted_at.is_(None)).order_by(halt.c.at).limit(1)
    row = (await rows.execute(query.with_for_update() if lock else query)).one_or_none()
    return Halt(row.at / 1e6, row.person.hex(), row.lifter.hex() if row.lifter else "") if row else None


async def begin(rows: AsyncConnection, person: str, now: float) -> None:
    """Nothing is sent from now on."""
    values = {"at": micros(now), "person": bytes.fromhex(person)}
    await rows.execute(upsert(rows, halt, ("at",), ()), [values])


async def lift(rows: AsyncConnection, person: str, now: float) -> bool:
    """One of two lifts it; whether it is lifted now. The same person twice counts once."""
    found = await current(rows, lock=True)
    if found is None:
        return True
    open_ones = sa.update(halt).where(halt.c.lifted_at.is_(None))
    if found.lifter in ("", person):
        await rows.execute(open_ones.values(lifter=bytes.fromhex(person)))
        return False
    await rows.execute(open_ones.values(lifted_at=micros(now)))
    return True
