"""How long tips, ways back and backups are kept: one dated file per decision, the newest that is in force counts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from content.locales import _

FOLDER = Path(__file__).parent
NUMBERS = ("tip_months", "test_days", "way_back_days", "backup_days")


class RetentionError(ValueError):
    """A retention file cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True)
class Retention:
    """What is kept how long. Months are those of the calendar."""

    valid_from: date
    basis: str  # who decided it, on which paper
    tip_months: int  # after closing
    test_days: int  # a trial tip, after it was sent
    way_back_days: int  # a reporter's return address, after closing
    backup_days: int


def load(on: date, folder: Path = FOLDER) -> Retention:
    """The rules in force on a day. Raises RetentionError for a faulty file, or where none is in force yet."""
    known = sorted((_read(path) for path in folder.glob("*.toml")), key=lambda one: one.valid_from)
    in_force = [one for one in known if one.valid_from <= on]
    if not in_force:
        raise RetentionError(_("{folder}: no rules of retention are in force on {day}.").format(folder=folder, day=on))
    return in_force[-1]


def _read(path: Path) -> Retention:
    try:
        found = tomllib.loads(path.read_text("utf8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise RetentionError(_("{file}: this is no TOML file.").format(file=path)) from None
    wanted = {"valid_from", "basis", *NUMBERS}
    if found.keys() != wanted:
        raise RetentionError(
            _("{file}: wrong or missing names: {names}.").format(
                file=path, names=", ".join(sorted(found.keys() ^ wanted))
            )
        )
    if type(found["valid_from"]) is not date or not isinstance(found["basis"], str):
        raise RetentionError(_("{file}: valid_from must be a date, basis a text.").format(file=path))
    wrong = [name for name in NUMBERS if type(found[name]) is not int or found[name] < 1]
    if wrong:
        raise RetentionError(
            _("{file}: must be a whole number from 1 on: {names}.").format(file=path, names=", ".join(wrong))
        )
    return Retention(**found)
