"""Who is still to be told of which deadline: a row until it is told, or until somebody acts on the tip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import person, reminder, tip
from storage.times import micros, seconds
from storage.upsert import upsert

_THIS = sa.select(tip.c.id).where(tip.c.public == sa.bindparam("public_id")).scalar_subquery()


@dataclass(frozen=True)
class Waiting:
    """One notice that waits to be told. `tip` is the public id; times in seconds."""

    tip: str
    person: str
    clock: str
    why: str
    at: float
    ends: float
    danger: bool


async def add(rows: AsyncConnection, waiting: Sequence[Waiting]) -> None:
    """Remember whom to tell; what is known already stays as it is."""
    values = [
        {
            "public_id": one.tip,
            "person": bytes.fromhex(one.person),
            "clock": one.clock,
            "why": one.why,
            "at": micros(one.at),
            "ends": micros(one.ends),
            "danger": one.danger,
        }
        for one in waiting
    ]
    if values:
        await rows.execute(upsert(rows, reminder, ("tip", "person", "clock", "why"), ()).values(tip=_THIS), values)


async def of(rows: AsyncConnection, who: str) -> list[Waiting]:
    """Everything that one officer is still to be told."""
    query = (
        sa.select(reminder, tip.c.public)
        .join(tip, tip.c.id == reminder.c.tip)
        .where(reminder.c.person == bytes.fromhex(who))
        .order_by(reminder.c.at, tip.c.public)
    )
    return [
        Waiting(row.public, who, row.clock, row.why, seconds(row.at), seconds(row.ends), row.danger)
        for row in await rows.execute(query)
    ]


async def forget(rows: AsyncConnection, public: str) -> None:
    """Somebody did something to the tip: what was to be told of it is moot."""
    await rows.execute(sa.delete(reminder).where(reminder.c.tip == _THIS), {"public_id": public})


async def told(rows: AsyncConnection, who: str, until: float) -> None:
    """Everything that was due to one officer by this moment is told, or moot."""
    chosen = sa.and_(reminder.c.person == bytes.fromhex(who), reminder.c.at <= micros(until))
    await rows.execute(sa.delete(reminder).where(chosen))


async def drop(rows: AsyncConnection, who: str) -> None:
    """Somebody who works here no longer is told nothing."""
    await rows.execute(sa.delete(reminder).where(reminder.c.person == bytes.fromhex(who)))


async def last(rows: AsyncConnection, who: str) -> float | None:
    """When an officer was last reminded (seconds)."""
    found = await rows.scalar(sa.select(person.c.reminded_at).where(person.c.id == bytes.fromhex(who)))
    return None if found is None else seconds(found)


async def set_last(rows: AsyncConnection, who: str, at: float) -> None:
    await rows.execute(sa.update(person).where(person.c.id == bytes.fromhex(who)).values(reminded_at=micros(at)))
