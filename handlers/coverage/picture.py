"""A year of the plan as it stands: what is covered, of what, and what each other place lacks. The one source of every such figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from content.clocks.calendar import DAY
from content.coverage_terms import Lack, Reading
from content.plans import Counted, Indicator, Plan
from content.policy import Policy
from handlers.coverage import reading_rules
from handlers.coverage.count_rules import lack
from handlers.coverage.done import done_in
from handlers.coverage.list_rules import listed, proposed
from handlers.coverage.pace_rules import expected, forecast
from handlers.coverage.plan_rules import effective
from handlers.triage.hours import local
from storage import areas, reached, sets, targets
from storage.reached import Reached, Ways
from storage.sets import Member, TargetSet
from storage.targets import Target
from storage.vault.keyring import Keyring


@dataclass(frozen=True)
class Place:
    """One target of a line: what was done for it itself. `covered` is the line's reading, which may look at its parts."""

    target: Target
    reached: Reached
    covered: bool
    lack: Lack | None  # None: it was confirmed itself


@dataclass(frozen=True)
class Line:
    """One indicator under one reading, on a day of the year."""

    indicator: Indicator
    reading: Reading
    day: date
    since: date
    due: date
    places: tuple[Place, ...]  # by name
    exempt: int  # on the list, but need not be covered: not among the places
    over: bool  # the year is: nothing is expected of it any more

    @property
    def of(self) -> int:
        return len(self.places)

    @property
    def covered(self) -> int:
        return sum(one.covered for one in self.places)

    @property
    def total(self) -> Reached:
        """The columns, each summed for itself."""
        return reached.total(one.reached for one in self.places)

    @property
    def expected(self) -> int:
        """How many should be covered by this day."""
        return expected(self.of, self.since, self.due, self.day)

    @property
    def forecast(self) -> date | None:
        """When all are covered at this pace; None: nothing is covered yet."""
        return forecast(self.covered, self.of, self.since, self.day)

    @property
    def missing(self) -> tuple[Place, ...]:
        """Not covered, by name."""
        return tuple(one for one in self.places if not one.covered)


@dataclass(frozen=True)
class YearPicture:
    """All lines of a year under one reading. `fixed`: the indicators whose list was fixed by a decision."""

    plan: Plan
    year: int
    reading: Reading
    day: date
    lines: tuple[Line, ...]
    fixed: frozenset[str]


@dataclass(frozen=True)
class _Ground:
    """What every line of a year is made of."""

    plan: Plan
    year: int
    day: date
    targets: Mapping[str, Target]
    reached: Mapping[str, Reached]
    ways: Mapping[str, Ways]
    ground: reading_rules.Ground
    over: bool
    fixed: Mapping[str, TargetSet]


async def year_picture(
    rows: AsyncConnection, keyring: Keyring, policy: Policy, plan: Plan, year: int, reading: Reading, now: float
) -> YearPicture:
    """As of `now`, or of the last day of a year that is over. A list that was never fixed has no line by the fixed list."""
    since, until = plan.bounds(year)
    today = local(now, policy).date()
    day = effective(plan, year, today)
    known = await targets.every(rows, keyring)
    found = _Ground(
        plan,
        year,
        day,
        known,
        await done_in(rows, policy, plan, year),
        await reached.ways(rows),
        reading_rules.ground_of(await areas.load(rows), known.values(), since, day),
        today >= until,
        await sets.of_year(rows, plan.key, year),
    )
    indicators = [one for one in plan.indicators.values() if one.counts is Counted.COVERED]
    members = {one.id: await sets.members(rows, plan.key, year, one.id) for one in indicators if one.id in found.fixed}
    lines = [_line(found, one, reading, members.get(one.id)) for one in indicators]
    return YearPicture(plan, year, reading, day, tuple(one for one in lines if one), frozenset(found.fixed))


def _line(found: _Ground, indicator: Indicator, reading: Reading, members: Sequence[Member] | None) -> Line | None:
    there = listed(members, found.day) if members is not None else {}
    exempt = {name for name, one in there.items() if one.exempt}
    if reading is Reading.FROZEN:
        if members is None:
            return None
        held = reading_rules.as_frozen((name for name in there if name not in exempt), _confirmed(found), found.ground)
    else:
        held = {name: yes for name, yes in _unlisted(found, indicator, reading).items() if name not in exempt}
        exempt &= _unlisted(found, indicator, reading).keys()
    places = sorted((_place(found, name, covered=yes) for name, yes in held.items()), key=lambda one: one.target.name)
    due = found.fixed[indicator.id].due if indicator.id in found.fixed else found.plan.annual_due(found.year)
    since = found.plan.bounds(found.year)[0]
    return Line(indicator, reading, found.day, since, due, tuple(places), len(exempt), found.over)


def _unlisted(found: _Ground, indicator: Indicator, reading: Reading) -> dict[str, bool]:
    kinds = [one for one in found.targets.values() if one.kind in indicator.of]
    if reading is Reading.THEN:
        first = found.plan.bounds(found.year)[0]
        return reading_rules.as_then(
            kinds, first, found.day + DAY, _confirmed(found)
        )  # what begins later is not there yet
    today = proposed(indicator, kinds, found.day)
    strict = reading is Reading.NOW_ALL
    return reading_rules.as_now(today, found.day, _confirmed(found), found.ground, strict=strict)


def _confirmed(found: _Ground) -> frozenset[str]:
    return frozenset(name for name, one in found.reached.items() if one.proven)


def _place(found: _Ground, name: str, *, covered: bool) -> Place:
    target, done = found.targets[name], found.reached.get(name, Reached())
    why = lack(done, found.ways.get(name, Ways()), contact=bool(target.contact))
    return Place(target, done, covered, why)
