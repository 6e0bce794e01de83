"""Target sets: the frozen list of what an indicator has to cover in a year, fixed by a decision, changed only by two people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import set_member, target_set
from storage.upsert import upsert


@dataclass(frozen=True)
class TargetSet:
    """What fixed a list: the paper and its day. `due` holds for whatever no wave has of its own; `person` entered it."""

    plan: str
    year: int
    indicator: str
    decision: str
    decided_on: date
    due: date
    fixed_on: date
    person: str  # hex

    @property
    def key(self) -> tuple[str, int, str]:
        """By which a set is found."""
        return self.plan, self.year, self.indicator


@dataclass(frozen=True)
class Member:
    """A target on the list from `since` to before `until`. `exempt`: two people agreed that it need not be covered."""

    target: str
    since: date
    due: date
    until: date | None = None
    wave: int = 1
    exempt: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether it is on the list of this day."""
        return self.since <= day and (self.until is None or day < self.until)


_SET = tuple(one.name for one in fields(TargetSet))


async def of_year(rows: AsyncConnection, plan: str, year: int) -> Mapping[str, TargetSet]:
    """The sets that are fixed, by indicator."""
    chosen = (target_set.c.plan == plan) & (target_set.c.year == year)
    found = await rows.execute(sa.select(target_set).where(chosen).order_by(target_set.c.indicator))
    return {row.indicator: _record(row) for row in found}


async def get(rows: AsyncConnection, plan: str, year: int, indicator: str, *, lock: bool = False) -> TargetSet | None:
    """One set."""
    query = sa.select(target_set).where(*_of(target_set, plan, year, indicator))
    row = (await rows.execute(query.with_for_update() if lock else query)).one_or_none()
    return _record(row) if row else None


async def members(rows: AsyncConnection, plan: str, year: int, indicator: str) -> list[Member]:
    """All that ever were on a list, ordered by target and day; `Member.holds_on` says what stands there on a day."""
    query = sa.select(set_member).where(*_of(set_member, plan, year, indicator))
    found = await rows.execute(query.order_by(set_member.c.target, set_member.c.since))
    return [Member(row.target, row.since, row.due, row.until, row.wave, row.exempt is not None) for row in found]


async def fix(rows: AsyncConnection, one: TargetSet, listed: Sequence[Member]) -> None:
    """Write a new set. Asked before: there is none, and the year is open."""
    await rows.execute(
        sa.insert(target_set), [{**{name: getattr(one, name) for name in _SET}, "person": bytes.fromhex(one.person)}]
    )
    await add(rows, one, listed)


async def add(rows: AsyncConnection, one: TargetSet, listed: Sequence[Member]) -> None:
    """More on the list of a set that is there; what left on the same day is there again."""
    values = [
        {
            "plan": one.plan,
            "year": one.year,
            "indicator": one.indicator,
            "target": new.target,
            "since": new.since,
            "until": None,
            "wave": new.wave,
            "due": new.due,
            "exempt": None,
        }
        for new in sorted(listed, key=lambda new: new.target)
    ]
    if values:
        keys = ("plan", "year", "indicator", "target", "since")
        await rows.execute(upsert(rows, set_member, keys, ("until", "wave", "due")), values)


async def remove(
    rows: AsyncConnection, plan: str, year: int, indicator: str, targets: Collection[str], day: date
) -> None:
    """From this day on they are not on the list; what was covered before stays on record."""
    await rows.execute(sa.update(set_member).where(*_chosen(plan, year, indicator, targets)).values(until=day))


async def exempt(
    rows: AsyncConnection, plan: str, year: int, indicator: str, targets: Collection[str], motion: bytes | None
) -> None:
    """By what two people agreed (`motion`) they need not be covered; None: they have to be again."""
    await rows.execute(sa.update(set_member).where(*_chosen(plan, year, indicator, targets)).values(exempt=motion))


async def schedule(
    rows: AsyncConnection, plan: str, year: int, indicator: str, targets: Collection[str], wave: int, due: date
) -> None:
    """Put some of a list into a wave with a day of its own."""
    chosen = _chosen(plan, year, indicator, targets)
    await rows.execute(sa.update(set_member).where(*chosen).values(wave=wave, due=due))


def _of(table: sa.Table, plan: str, year: int, indicator: str) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.plan == plan, table.c.year == year, table.c.indicator == indicator


def _chosen(plan: str, year: int, indicator: str, targets: Collection[str]) -> tuple[sa.ColumnElement[bool], ...]:
    listed = set_member.c.until.is_(None)
    return (*_of(set_member, plan, year, indicator), set_member.c.target.in_(sorted(targets)), listed)


def _record(row: sa.Row[tuple[object, ...]]) -> TargetSet:
    values = dict(row._mapping)
    return TargetSet(**{**values, "person": values["person"].hex()})
