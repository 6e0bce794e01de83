"""Days on which nothing is sent to groups: feasts, Teachers' Day, examinations (users.md B6). Data, with where it is from."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from content.clocks.calendar import new_year

FILE = Path(__file__).parent / "no_sending.toml"
EXAMINATIONS_ANNOUNCED = 3
"""The month by which the ministry has named the year's examination days."""
FIELDS = {
    "yearly": {"name", "first", "last", "source"},
    "new_year": {"name", "before", "after", "source"},
    "dated": {"name", "first", "last", "source"},
}


class NoSendingError(ValueError):
    """The file cannot be used; the message says what is wrong."""


@dataclass(frozen=True)
class Stretch:
    """Days of every year, as (month, day); first and last included."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True)
class AroundNewYear:
    """So many days before the first of the lunar year and after it."""

    name: str
    before: int
    after: int


@dataclass(frozen=True)
class Dated:
    """One stretch of days; first and last included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class NoSending:
    """When groups are left in peace."""

    yearly: Sequence[Stretch] = ()
    around: Sequence[AroundNewYear] = ()
    dated: Sequence[Dated] = ()

    def why(self, day: date) -> str:
        """What is on this day, as people call it; empty where messages may be sent."""
        month_day = (day.month, day.day)
        found = [one.name for one in self.yearly if one.first <= month_day <= one.last]
        found += [one.name for one in self.dated if one.first <= day <= one.last]
        for one in self.around:
            first = new_year(day.year)
            if first - timedelta(days=one.before) <= day <= first + timedelta(days=one.after):
                found.append(one.name)
        return found[0] if found else ""

    def lacks(self, today: date) -> int | None:
        """This year, where from March on no examination days of it are entered; None where they are, or none can be yet."""
        known = any(one.first.year == today.year for one in self.dated)
        return None if known or today.month < EXAMINATIONS_ANNOUNCED else today.year


def load(path: Path = FILE) -> NoSending:
    """Read the days. Raises NoSendingError."""
    try:
        found = tomllib.loads(path.read_text("utf8"))
        if found.keys() - FIELDS.keys():
            raise NoSendingError(f"unknown: {sorted(found.keys() - FIELDS.keys())}")
        for kind, fields in FIELDS.items():
            for row in found.get(kind, ()):
                if row.keys() != fields or not row["source"]:
                    raise NoSendingError(f"{kind}: needs {sorted(fields)}, not {sorted(row)}")
        read = NoSending(
            tuple(Stretch(row["name"], _day(row["first"]), _day(row["last"])) for row in found.get("yearly", ())),
            tuple(AroundNewYear(row["name"], row["before"], row["after"]) for row in found.get("new_year", ())),
            tuple(Dated(row["name"], row["first"], row["last"]) for row in found.get("dated", ())),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise NoSendingError(f"{path.name}: {error}") from None
    backwards = [one.name for one in read.yearly if one.first > one.last]
    backwards += [one.name for one in read.dated if one.first > one.last]
    if backwards:
        raise NoSendingError(f"{path.name}: ends before it begins: {backwards}")
    return read


def _day(text: str) -> tuple[int, int]:
    day = date.fromisoformat(f"2024-{text}")  # a leap year: every day of a year is one of it
    return day.month, day.day


@cache
def shipped() -> NoSending:
    """The days that come with the program."""
    return load()
