"""Figures that outlive the tips they counted: by month, station and name, added up in the transaction that changes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import prepared
from storage.tables import counter
from storage.upsert import Insert, insert

Cell = tuple[str, str, str]
"""Month ("2026-11"), station, name."""


async def add(rows: AsyncConnection, sums: Counter[Cell]) -> None:
    """Add to the cells, in sorted order: unsorted, two replicas deadlock."""
    if not sums:
        return
    cells = [
        {"month": month, "station": place, "name": name, "number": number}
        for (month, place, name), number in sorted(sums.items())
    ]
    await rows.execute(_add(rows.dialect.name), cells)


@cache
def _add(dialect: str) -> Insert:
    statement = insert(dialect, counter)
    grown = {"number": counter.c.number + statement.excluded.number}
    return prepared(statement.on_conflict_do_update(index_elements=["month", "station", "name"], set_=grown))


async def number(rows: AsyncConnection, cell: Cell) -> int:
    """One figure, 0 where nothing was counted yet."""
    month, station, name = cell
    query = sa.select(counter.c.number).where(
        counter.c.month == month, counter.c.station == station, counter.c.name == name
    )
    return int(await rows.scalar(query) or 0)


async def names(rows: AsyncConnection, month: str, station: str) -> list[str]:
    """What is counted there."""
    query = sa.select(counter.c.name).where(counter.c.month == month, counter.c.station == station)
    return list(await rows.scalars(query))


async def total(rows: AsyncConnection, name: str) -> Mapping[str, int]:
    """A figure by station, over all months."""
    found = await rows.execute(
        sa.select(counter.c.station, sa.func.sum(counter.c.number))
        .where(counter.c.name == name)
        .group_by(counter.c.station)
    )
    return {station: int(number) for station, number in found}
