"""What figures are made of: the course of each tip of a station, and what was counted month by month. Dates and outcomes, never content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.terms import Outcome, Stage, Verified
from storage.tables import counter, entry, tip, tip_event
from storage.times import HOUR_S, micros, seconds

ASKED, LATE = "asked", "late"
"""Events of a tip that only figures look at: its first question; the first deadline that passed."""
_DATED = ("accepted", ASKED, "handed_over", LATE)
_SAID = ("question", "answer", "details")


@dataclass(frozen=True)
class Life:
    """One tip's course, in seconds since 1970; None: it has not happened."""

    sent: float  # the hour's begin: more is not in the clear
    accepted: float | None = None
    first_asked: float | None = None
    closed: float | None = None  # the hour's begin
    handed_over: float | None = None
    outcome: Outcome | None = None
    verified: Verified | None = None
    test: bool = False
    indicator: bool = False  # of the sea border or of parcels
    overdue: bool = False  # a deadline passed, or has passed now
    asked: int = 0
    answered: int = 0
    came_back: bool = False  # its reporter answered, or added to it


async def lives(rows: AsyncConnection, station: str, since: int, before: int, now: float) -> list[Life]:
    """The tips that are this station's now and were sent from one hour to before another, test tips too."""
    chosen = sa.and_(tip.c.station == station, tip.c.submitted_hour >= since, tip.c.submitted_hour < before)
    happened: dict[bytes, dict[str, float]] = defaultdict(dict)
    events = sa.select(tip_event).join(tip, tip.c.id == tip_event.c.tip).where(chosen, tip_event.c.name.in_(_DATED))
    for row in await rows.execute(events):
        happened[row.tip][row.name] = seconds(row.at)
    said: dict[bytes, dict[str, int]] = defaultdict(dict)
    kinds = (
        sa.select(entry.c.tip, entry.c.kind, sa.func.count().label("number"))
        .join(tip, tip.c.id == entry.c.tip)
        .where(chosen, entry.c.kind.in_(_SAID))
        .group_by(entry.c.tip, entry.c.kind)
    )
    for row in await rows.execute(kinds):
        said[row.tip][row.kind] = int(row.number)
    columns = (tip.c.id, tip.c.submitted_hour, tip.c.closed_hour, tip.c.stage, tip.c.outcome, tip.c.verified)
    found = await rows.execute(sa.select(*columns, tip.c.test, tip.c.indicator, tip.c.due_at).where(chosen))
    return [_life(row, happened[row.id], said[row.id], now) for row in found]


def _life(row: Any, happened: Mapping[str, float], said: Mapping[str, int], now: float) -> Life:
    late = row.stage != Stage.CLOSED.value and row.due_at is not None and row.due_at <= micros(now)
    asked = said.get("question", 0)
    return Life(
        sent=float(row.submitted_hour * HOUR_S),
        accepted=happened.get("accepted"),
        first_asked=happened.get(ASKED),
        closed=float(row.closed_hour * HOUR_S) if row.closed_hour else None,
        handed_over=happened.get("handed_over"),
        outcome=Outcome(row.outcome) if row.outcome else None,
        verified=Verified(row.verified) if row.verified else None,
        test=row.test,
        indicator=row.indicator,
        overdue=late or LATE in happened,
        asked=asked,
        answered=min(asked, said.get("answer", 0)),
        came_back=bool(said.get("answer", 0) + said.get("details", 0)),
    )


async def counted(rows: AsyncConnection, months: Collection[str], name: str) -> dict[tuple[str, str], int]:
    """A figure of these months ("2026-11"), as it was counted then: (station, month) -> number."""
    query = sa.select(counter.c.station, counter.c.month, counter.c.number)
    found = await rows.execute(query.where(counter.c.month.in_(sorted(months)), counter.c.name == name))
    return {(row.station, row.month): int(row.number) for row in found}
