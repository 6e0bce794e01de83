"""The law's clocks as dated rows: from when, how long, counted how, on which paper. A law that changes is a new row.

`certainty` says how far a row may be relied on: `read` in a copy of the paper, `check` before anyone relies on it,
`house` where it is the channel's own rule and no law. Sources are copies and articles, not legal advice.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "clocks.csv"
COLUMNS = ("id", "anchor", "length", "unit", "remote", "roll", "valid_from", "valid_to", "certainty", "basis", "what")
ANCHORS = ("sent", "accepted", "signs", "handed_over", "decided", "resumed")
CERTAINTIES = ("read", "check", "house")


class ClocksError(ValueError):
    """The rows cannot be used; the message names the row and what is wrong."""


class Unit(StrEnum):
    """How a length is counted (BLTTHS 2015, Art. 134)."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class Roll(StrEnum):
    """Where an end goes that falls on a day off: to the next working day, the one before, or nowhere."""

    FORWARD = "forward"
    BACKWARD = "backward"
    NONE = "none"


@dataclass(frozen=True)
class Clock:
    """One row. `anchor` is an event of the tip, or the id of a clock whose end starts this one."""

    id: str
    anchor: str
    length: int  # of `unit`; 0: at once; negative: before the anchor
    unit: Unit
    remote: int  # the length in remote areas and on islands; the same where the law makes no difference
    roll: Roll
    valid_from: date
    valid_to: date | None  # the first day on which it is no longer in force
    certainty: str
    basis: str
    what: str

    @property
    def at_once(self) -> bool:
        return self.length == 0

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


Clocks = Mapping[str, Sequence[Clock]]
"""Every row by its id, the oldest first."""


def load(path: Path = FILE) -> Clocks:
    """Every row of a file. Raises ClocksError."""
    with path.open(encoding="utf8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ClocksError(f"{path.name}: the columns must be {', '.join(COLUMNS)}")
        rows = [_clock(f"{path.name}:{line}", row) for line, row in enumerate(reader, 2)]
    found: dict[str, list[Clock]] = {}
    for row in sorted(rows, key=lambda row: row.valid_from):
        found.setdefault(row.id, []).append(row)
    _check(path.name, found)
    return found


@cache
def shipped() -> Clocks:
    """The rows that come with the program."""
    return load()


def in_force(clocks: Clocks, name: str, on: date) -> Clock | None:
    """The row that counts for whatever begins on this day; None where no law says anything yet."""
    return next((row for row in clocks.get(name, ()) if row.in_force(on)), None)


def _clock(where: str, row: Mapping[str, str]) -> Clock:
    try:
        length = int(row["length"])
        clock = Clock(
            id=row["id"],
            anchor=row["anchor"],
            length=length,
            unit=Unit(row["unit"]),
            remote=int(row["remote"]) if row["remote"] else length,
            roll=Roll(row["roll"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            certainty=row["certainty"],
            basis=row["basis"],
            what=row["what"],
        )
    except (ValueError, TypeError) as error:
        raise ClocksError(f"{where}: {error}") from None
    if clock.certainty not in CERTAINTIES or not clock.id or not clock.basis or not clock.what:
        raise ClocksError(f"{where}: needs an id, a basis, what it is for, and one of {', '.join(CERTAINTIES)}")
    return clock


def _check(name: str, found: Clocks) -> None:
    for rows in found.values():
        for row, after in zip(rows, [*rows[1:], None], strict=True):
            if row.anchor not in ANCHORS and row.anchor not in found:
                raise ClocksError(f"{name}: {row.id}: no such anchor: {row.anchor}")
            if _in_a_circle(row, found):
                raise ClocksError(f"{name}: {row.id}: begins with its own end")
            if row.valid_to and row.valid_to <= row.valid_from:
                raise ClocksError(f"{name}: {row.id}: ends before it begins")
            if after and (row.valid_to is None or after.valid_from < row.valid_to):
                raise ClocksError(f"{name}: {row.id}: two rows are in force on {after.valid_from}")


def _in_a_circle(row: Clock, found: Clocks) -> bool:
    anchor, passed = row.anchor, {row.id}
    while anchor in found and anchor not in passed:
        passed.add(anchor)
        anchor = found[anchor][-1].anchor
    return anchor in passed
