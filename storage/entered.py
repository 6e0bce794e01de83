"""Figures of a plan that officers enter. Every entry is kept; the last one is the figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import figure
from storage.times import micros


@dataclass(frozen=True)
class Figure:
    """One figure in its indicator's unit, of a share in % of `whole`; `at` in seconds, `person` hex."""

    indicator: str
    value: float
    at: float
    person: str
    part: int | None = None  # of a share that was entered as "12/15"
    whole: int | None = None
    source: str = ""


async def of_year(rows: AsyncConnection, plan: str, year: int) -> Mapping[str, Figure]:
    """The figures of a year, by indicator."""
    query = sa.select(figure).where(figure.c.plan == plan, figure.c.year == year).order_by(figure.c.at)
    return {row.indicator: _record(row) for row in await rows.execute(query)}


async def save(rows: AsyncConnection, plan: str, year: int, one: Figure) -> None:
    """One more entry, which is the figure from now on, also where the clock stands still or was set back."""
    chosen = (figure.c.plan == plan, figure.c.year == year, figure.c.indicator == one.indicator)
    last = (await rows.execute(sa.select(sa.func.max(figure.c.at)).where(*chosen))).scalar_one()
    at = max(micros(one.at), (last or 0) + 1)
    values = {**vars(one), "plan": plan, "year": year, "at": at, "person": bytes.fromhex(one.person)}
    await rows.execute(sa.insert(figure), [values])


def _record(row: sa.Row[tuple[object, ...]]) -> Figure:
    one = row._mapping
    return Figure(
        one["indicator"], one["value"], one["at"] / 1e6, one["person"].hex(), one["part"], one["whole"], one["source"]
    )
