"""Boxes for tips on the walls of communes (plan, Dự án 3, V.1): put up, looked after, taken down. Nothing of what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import tip_box
from storage.upsert import upsert

LATE = timedelta(days=30)
"""A box that nobody looked into for longer is named."""


@dataclass(frozen=True)
class Box:
    """One box; `checked` is the last day on which it was emptied and found whole."""

    id: bytes
    area: str  # id of the commune's area
    place: str
    since: date
    until: date | None = None
    checked: date | None = None

    def hangs_on(self, day: date) -> bool:
        """Whether it is there on this day."""
        return self.since <= day and (self.until is None or day < self.until)

    def late(self, day: date) -> bool:
        """Whether nobody looked into it for too long."""
        return day - (self.checked or self.since) > LATE


async def hanging(rows: AsyncConnection, day: date, area: str | None = None) -> list[Box]:
    """The boxes of this day, of one commune or of all, those first that were looked into longest ago."""
    there = sa.or_(tip_box.c.until.is_(None), tip_box.c.until > day)
    query = sa.select(tip_box).where(tip_box.c.since <= day, there)
    if area is not None:
        query = query.where(tip_box.c.area == area)
    looked = sa.func.coalesce(tip_box.c.checked, tip_box.c.since)
    return [Box(**row._mapping) for row in await rows.execute(query.order_by(looked, tip_box.c.id))]


async def get(rows: AsyncConnection, box: bytes, *, lock: bool = False) -> Box | None:
    """One box."""
    query = sa.select(tip_box).where(tip_box.c.id == box)
    row = (await rows.execute(query.with_for_update() if lock else query)).one_or_none()
    return Box(**row._mapping) if row else None


async def save(rows: AsyncConnection, box: Box) -> None:
    """Put up, or changed."""
    await rows.execute(upsert(rows, tip_box, ("id",), ("place", "until", "checked")), [vars(box)])
