"""Years of account that are closed: nothing of them changes until two people open them again.

What was done for each target is copied when a year is closed: somebody may press “Đã xem” under an old message for ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.reached import Reached
from storage.tables import year_close, year_reached
from storage.times import micros, seconds


async def closed_at(rows: AsyncConnection, plan: str, year: int) -> float | None:
    """Since when a year is closed, in seconds; None while it is open."""
    shut = (year_close.c.plan == plan) & (year_close.c.year == year) & year_close.c.reopened.is_(None)
    at = (await rows.execute(sa.select(year_close.c.at).where(shut))).scalar_one_or_none()
    return None if at is None else at / 1e6


async def close(
    rows: AsyncConnection, plan: str, year: int, person: str, done: Mapping[str, Reached], now: float
) -> None:
    """From now on the year is closed, and what was `done` for each target stays as it is. Asked before: it is open."""
    before = (year_close.c.plan == plan) & (year_close.c.year == year)
    last = (await rows.execute(sa.select(sa.func.max(year_close.c.at)).where(before))).scalar_one()
    at = max(micros(now), (last or 0) + 1)  # also where the clock stands still
    values = {"plan": plan, "year": year, "at": at, "person": bytes.fromhex(person), "reopened": None}
    await rows.execute(sa.insert(year_close), [values])
    if done:
        await rows.execute(sa.insert(year_reached), [_values(plan, year, *one) for one in sorted(done.items())])


async def done_in(rows: AsyncConnection, plan: str, year: int) -> Mapping[str, Reached] | None:
    """What was done for each target, as the year was closed; None while it is open."""
    if await closed_at(rows, plan, year) is None:
        return None
    found = await rows.execute(sa.select(year_reached).where(_of(plan, year)))
    return {row.target: _reached(row) for row in found}


async def reopen(rows: AsyncConnection, plan: str, year: int, motion: bytes) -> None:
    """Two people agreed to open it again."""
    shut = (year_close.c.plan == plan) & (year_close.c.year == year) & year_close.c.reopened.is_(None)
    await rows.execute(sa.update(year_close).where(shut).values(reopened=motion))
    await rows.execute(sa.delete(year_reached).where(_of(plan, year)))


async def hold(rows: AsyncConnection, plan: str, year: int) -> None:
    """Until the transaction ends nobody else closes, opens or changes this year. SQLite has one writer anyway."""
    if rows.dialect.name == "postgresql":
        key = int.from_bytes(hashlib.blake2b(f"{plan}:{year}".encode(), digest_size=8).digest(), signed=True)
        await rows.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


def _of(plan: str, year: int) -> sa.ColumnElement[bool]:
    return sa.and_(year_reached.c.plan == plan, year_reached.c.year == year)


def _values(plan: str, year: int, target: str, one: Reached) -> dict[str, Any]:
    first = None if one.first is None else micros(one.first)
    return {**asdict(one), "plan": plan, "year": year, "target": target, "first": first}


def _reached(row: sa.Row[Any]) -> Reached:
    counts = {name: value for name, value in row._mapping.items() if name not in ("plan", "year", "target")}
    return Reached(**{**counts, "first": None if row.first is None else seconds(row.first)})
