"""A plan as data: what it demands, where it says so, who supplies the figure, and when reports are due.

A file per plan. The plan in force is named by the settings; the words of the paper are quoted, so that nobody has to
believe our reading of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from content.clocks import CERTAINTIES
from content.library.terms import Audience, Theme
from content.outreach_terms import TargetKind

FOLDER = Path(__file__).parent
NEEDED = ("title", "first_year", "last_year", "year_ends", "certainty")
FIELDS = {"id", "reference", "quote", "measure", "goal", "strictly", "at_most", "unit", "by", "counts", "of"}


class PlanError(ValueError):
    """The file can't be used; the message names the place and what is wrong."""


class Measure(StrEnum):
    """What a goal is compared with."""

    SHARE = "share"  # a part of 100
    GROWTH = "growth"  # % more than the year before
    NUMBER = "number"
    HEADING = "heading"  # words without a figure


class Counted(StrEnum):
    """What the hotline counts itself; every other figure is entered by an officer."""

    COVERED = "covered"  # targets that were reached
    PUBLISHED = "published"  # what was written and sent
    VERIFIED = "verified"  # tips of the sea border and of parcels that were checked


@dataclass(frozen=True)
class Indicator:
    """One demand of a plan. `goal` in `unit`s, or in % where it is a share or a growth."""

    id: str
    reference: str
    quote: str
    measure: Measure
    unit: str
    goal: float | None = None
    strictly: bool = False  # more than the goal, not just as much
    at_most: bool = False  # the smaller, the better
    by: int | None = None  # the year in which it must hold; None: every year
    counts: Counted | None = None
    of: tuple[TargetKind, ...] = ()

    def met(self, figure: float) -> bool | None:
        """Whether a figure is what the plan asks for; None where it asks for none. A growth is in % over the year before."""
        if self.goal is None:
            return None
        if self.at_most:
            return figure < self.goal if self.strictly else figure <= self.goal
        return figure > self.goal if self.strictly else figure >= self.goal


@dataclass(frozen=True)
class Report:
    """A paper that is due: every year on a day, or once."""

    name: str
    month: int
    day: int
    basis: str
    year: int | None = None

    def due(self, year: int) -> date | None:
        """When it is due in a year; None where it is not."""
        return date(year, self.month, self.day) if self.year in (None, year) else None


@dataclass(frozen=True)
class Agency:
    """A body as the paper names it, and its part. `ended`: the first day on which it was no more."""

    key: str
    name: str
    reference: str
    duty: str
    audiences: tuple[Audience, ...] = ()
    themes: tuple[Theme, ...] = ()
    ended: date | None = None
    successor: str = ""  # who has its part since; empty: nobody of the same kind, or nobody knows


@dataclass(frozen=True)
class FixedDates:
    """Days of action that come every year: from `first` to `last`, month and day."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]
    basis: str

    def next(self, day: date) -> tuple[date, date]:
        """The first and the last day of those that are on or come next."""
        year = day.year + (date(day.year, *self.last) < day)
        return date(year, *self.first), date(year, *self.last)


@dataclass(frozen=True)
class Plan:
    """A plan in force from its first to its last year."""

    key: str
    title: str
    first_year: int
    last_year: int
    year_end: tuple[int, int]  # month and day: the last of a year of account
    certainty: str
    indicators: Mapping[str, Indicator]
    reports: Sequence[Report]
    agencies: Sequence[Agency] = ()
    campaigns: Sequence[FixedDates] = ()

    def year_of(self, day: date) -> int:
        """The year of account that a day belongs to."""
        return day.year + ((day.month, day.day) > self.year_end)

    def current(self, day: date) -> int:
        """The year that is spoken of on a day: its year of account, or the nearest one that the plan has."""
        return min(max(self.year_of(day), self.first_year), self.last_year)

    def annual_due(self, year: int) -> date:
        """When the annual report of a year is due; the last day of the year of account where the plan names none."""
        days = [report.due(year) for report in self.reports if report.year is None]
        return min(filter(None, days), default=date(year, *self.year_end))

    def bounds(self, year: int) -> tuple[date, date]:
        """The first day of a year of account, and the first day after it."""
        return _after(year - 1, self.year_end), _after(year, self.year_end)


def load(key: str, folder: Path = FOLDER) -> Plan:
    """A plan by its key, the name of its file. Raises PlanError."""
    path = folder / f"{key}.toml"
    if not path.is_file():
        raise PlanError(f"{key}: there is no such plan; there are {', '.join(known(folder))}")
    try:
        return _plan(key, tomllib.loads(path.read_text("utf8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise PlanError(f"{path.name}: {error}") from None


@cache
def shipped(key: str) -> Plan:
    """The plan in force, by the key that the settings name; read once."""
    return load(key)


def known(folder: Path = FOLDER) -> Sequence[str]:
    """The keys of the plans that are shipped."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def _plan(key: str, stored: Mapping[str, Any]) -> Plan:
    if missing := [name for name in NEEDED if name not in stored]:
        raise PlanError(f"missing: {', '.join(missing)}")
    indicators = [_indicator(one) for one in stored.get("indicators", ())]
    ids = [one.id for one in indicators]
    if len(set(ids)) != len(ids):
        raise PlanError("an indicator stands twice")
    if stored["certainty"] not in CERTAINTIES:
        raise PlanError(f"certainty must be one of {', '.join(CERTAINTIES)}")
    if stored["first_year"] > stored["last_year"]:
        raise PlanError("it ends before it begins")
    month, day = map(int, stored["year_ends"].split("-"))
    _after(2024, (month, day))
    return Plan(
        key, stored["title"], stored["first_year"], stored["last_year"], (month, day), stored["certainty"],
        {one.id: one for one in indicators}, [_report(one) for one in stored.get("reports", ())],
        [_agency(one) for one in stored.get("agencies", ())], [_dates(one) for one in stored.get("campaigns", ())],
    )  # fmt: skip


def _indicator(stored: Mapping[str, Any]) -> Indicator:
    if odd := stored.keys() - FIELDS:
        raise PlanError(f"{stored.get('id', '?')}: nobody knows {', '.join(sorted(odd))}")
    measure = Measure(stored["measure"])
    if (measure is Measure.HEADING) is ("goal" in stored):
        raise PlanError(f"{stored['id']}: a heading has no goal, everything else has one")
    counts = Counted(stored["counts"]) if "counts" in stored else None
    of = tuple(map(TargetKind, stored.get("of", ())))
    if bool(of) is not (counts is Counted.COVERED):
        raise PlanError(f"{stored['id']}: of which targets is asked where it counts what is covered, and only there")
    plain = {name: stored[name] for name in FIELDS - {"measure", "counts", "of"} if name in stored}
    return Indicator(measure=measure, counts=counts, of=of, **plain)


def _report(stored: Mapping[str, Any]) -> Report:
    *year, month, day = map(int, stored["due"].split("-"))
    date(year[0] if year else 2024, month, day)
    return Report(stored["name"], month, day, stored["basis"], year[0] if year else None)


def _agency(stored: Mapping[str, Any]) -> Agency:
    if odd := stored.keys() - {one.name for one in fields(Agency)}:
        raise PlanError(f"{stored.get('key', '?')}: nobody knows {', '.join(sorted(odd))}")
    named = {name: stored[name] for name in ("key", "name", "reference", "duty")}
    ended = date.fromisoformat(stored["ended"]) if "ended" in stored else None
    audiences, themes = map(Audience, stored.get("audiences", ())), map(Theme, stored.get("themes", ()))
    return Agency(
        **named, audiences=tuple(audiences), themes=tuple(themes), ended=ended, successor=stored.get("successor", "")
    )


def _dates(stored: Mapping[str, Any]) -> FixedDates:
    first, last = (tuple(map(int, stored[name].split("-"))) for name in ("first", "last"))
    found = FixedDates(stored["name"], (first[0], first[1]), (last[0], last[1]), stored["basis"])
    if not date(2024, *found.first) <= date(2024, *found.last):
        raise PlanError(f"{found.name}: it ends before it begins")
    return found


def _after(year: int, end: tuple[int, int]) -> date:
    return date.fromordinal(date(year, *end).toordinal() + 1)
