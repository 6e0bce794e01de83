"""Who is to be on duty: by station, local day, and day or night. A plan that people made, not who has opened a shift."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.terms import DutyPart
from storage.tables import roster
from storage.upsert import upsert

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Duty:
    """One person on one half of a day; a night belongs to the day on which it begins."""

    station: str
    day: date
    part: DutyPart
    person: str


async def week(rows: AsyncConnection, station: str, monday: date) -> list[Duty]:
    """A station's seven days."""
    within = sa.and_(roster.c.station == station, roster.c.day >= monday, roster.c.day < monday + WEEK)
    return _duties(await rows.execute(_ORDERED.where(within)))


async def at(rows: AsyncConnection, day: date, part: DutyPart) -> list[Duty]:
    """Everybody on duty in one half of a day, over all stations."""
    return _duties(await rows.execute(_ORDERED.where(roster.c.day == day, roster.c.part == part.value)))


async def of_person(rows: AsyncConnection, person: str, since: date) -> list[Duty]:
    """What somebody has before them, in order."""
    mine = sa.and_(roster.c.person == bytes.fromhex(person), roster.c.day >= since)
    return _duties(await rows.execute(_ORDERED.where(mine)))


async def put(rows: AsyncConnection, one: Duty) -> None:
    """On the roster; twice is once."""
    statement = upsert(rows, roster, ("station", "day", "part", "person"), ())
    await rows.execute(statement, [_values(one)])


async def remove(rows: AsyncConnection, one: Duty) -> None:
    same = sa.and_(*(roster.c[name] == value for name, value in _values(one).items()))
    await rows.execute(sa.delete(roster).where(same))


async def drop(rows: AsyncConnection, person: str, since: date) -> None:
    """Somebody left: nothing is planned with them any more."""
    await rows.execute(sa.delete(roster).where(roster.c.person == bytes.fromhex(person), roster.c.day >= since))


async def holds(rows: AsyncConnection, one: Duty) -> bool:
    """Whether this still stands on the roster."""
    same = sa.and_(*(roster.c[name] == value for name, value in _values(one).items()))
    return bool(await rows.scalar(sa.select(sa.exists().where(same))))


_ORDERED = sa.select(roster).order_by(roster.c.day, roster.c.part, roster.c.station, roster.c.person)


def _values(one: Duty) -> dict[str, object]:
    return {"station": one.station, "day": one.day, "part": one.part.value, "person": bytes.fromhex(one.person)}


def _duties(found: Iterable[sa.Row[tuple[str, date, str, bytes]]]) -> list[Duty]:
    return [Duty(row.station, row.day, DutyPart(row.part), row.person.hex()) for row in found]
