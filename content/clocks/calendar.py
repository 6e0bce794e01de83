"""Which days are worked in Vietnam: weekends, fixed holidays, those of the lunar year, and what each year decides.

A year's own decisions (compensatory days, swapped Saturdays, the other days of Tết) are announced the year before;
a file per year in `years/` holds them. A year without a file counts weekends and certain holidays only, and says so:
a deadline then may come some days too early, and too late only over a Saturday that is still to be swapped.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "years"
FIXED = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})
"""Month and day: New Year, reunification, labour, National Day (Labour Code 2019, Art. 112)."""
WARNED_AHEAD = timedelta(days=31)
DAY = timedelta(days=1)
SATURDAY = 5


class CalendarError(ValueError):
    """A year's file cannot be used; the message names it and what is wrong."""


@dataclass(frozen=True)
class Year:
    """What was decided for one year, beyond what every year has."""

    basis: str
    off: frozenset[date]
    worked: frozenset[date]


@dataclass(frozen=True)
class Calendar:
    """Working days. `years` are those whose decisions are known."""

    years: Mapping[int, Year] = field(default_factory=dict)

    def off(self, day: date) -> bool:
        """Whether nobody works on this day."""
        year = self.years.get(day.year)
        if year and day in year.worked:
            return False
        weekend = day.weekday() >= SATURDAY
        return weekend or (day.month, day.day) in FIXED or bool(year and day in year.off) or day in lunar(day.year)

    def next_working(self, day: date) -> date:
        """This day if it is worked, else the first one after it that is."""
        while self.off(day):
            day += DAY
        return day

    def last_working(self, day: date) -> date:
        """This day if it is worked, else the last one before it that is."""
        while self.off(day):
            day -= DAY
        return day

    def plus_working(self, day: date, count: int) -> date:
        """The `count`-th working day after a day, which itself does not count."""
        for _step in range(count):
            day = self.next_working(day + DAY)
        return day

    def guessed(self, first: date, last: date) -> tuple[int, ...]:
        """The years from one day to another whose decisions are not known."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)

    def lacks(self, today: date) -> int | None:
        """The year whose file must be added now: a month before it begins, and for as long as it is missing."""
        return next(iter(self.guessed(today, today + WARNED_AHEAD)), None)


@cache
def lunar(year: int) -> frozenset[date]:
    """Tết (the last day of the old year, the first three of the new) and Giỗ Tổ (10/3): off in every year."""
    from lunar_vn import convert_lunar_to_solar  # not before a deadline is asked for

    first = new_year(year)
    return frozenset({first - DAY, first, first + DAY, first + 2 * DAY, convert_lunar_to_solar(10, 3, year)})


@cache
def new_year(year: int) -> date:
    """The first day of the lunar year that begins in this one."""
    from lunar_vn import convert_lunar_to_solar

    first: date = convert_lunar_to_solar(1, 1, year)
    return first


def load(folder: Path = FOLDER) -> Calendar:
    """Every year that has a file. Raises CalendarError."""
    return Calendar(dict(_years(folder)))


@cache
def shipped() -> Calendar:
    """The calendar that comes with the program."""
    return load()


def _years(folder: Path) -> Iterator[tuple[int, Year]]:
    for path in sorted(folder.glob("*.toml")):
        try:
            number, found = int(path.stem), tomllib.loads(path.read_text("utf8"))
            off, worked = (frozenset(found.pop(name)) for name in ("off", "worked"))
            basis = found.pop("basis")
        except (ValueError, KeyError, TypeError) as error:
            raise CalendarError(f"{path.name}: {error}") from None
        for day in off | worked:
            if type(day) is not date or day.year != number:
                raise CalendarError(f"{path.name}: no day of {number}: {day}")
        if off & worked or found or not isinstance(basis, str) or not basis:
            raise CalendarError(f"{path.name}: needs a basis, days off and days worked, and nothing else")
        yield number, Year(basis, off, worked)
