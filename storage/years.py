"""Years of account that are closed: nothing of them changes until two people open them again."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import year_close
from storage.times import micros


async def closed_at(rows: AsyncConnection, plan: str, year: int) -> float | None:
    """Since when a year is closed, in seconds; None while it is open."""
    shut = (year_close.c.plan == plan) & (year_close.c.year == year) & year_close.c.reopened.is_(None)
    at = (await rows.execute(sa.select(year_close.c.at).where(shut))).scalar_one_or_none()
    return None if at is None else at / 1e6


async def close(rows: AsyncConnection, plan: str, year: int, person: str, now: float) -> None:
    """From now on the year is closed. Asked before: it is open."""
    before = (year_close.c.plan == plan) & (year_close.c.year == year)
    last = (await rows.execute(sa.select(sa.func.max(year_close.c.at)).where(before))).scalar_one()
    at = max(micros(now), (last or 0) + 1)  # also where the clock stands still
    values = {"plan": plan, "year": year, "at": at, "person": bytes.fromhex(person), "reopened": None}
    await rows.execute(sa.insert(year_close), [values])


async def reopen(rows: AsyncConnection, plan: str, year: int, motion: bytes) -> None:
    """Two people agreed to open it again."""
    shut = (year_close.c.plan == plan) & (year_close.c.year == year) & year_close.c.reopened.is_(None)
    await rows.execute(sa.update(year_close).where(shut).values(reopened=motion))


async def hold(rows: AsyncConnection, plan: str, year: int) -> None:
    """Until the transaction ends nobody else closes, opens or changes this year. SQLite has one writer anyway."""
    if rows.dialect.name == "postgresql":
        key = int.from_bytes(hashlib.blake2b(f"{plan}:{year}".encode(), digest_size=8).digest(), signed=True)
        await rows.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
