"""Emergency and help numbers as data: each with its source, the day it was checked, and the day it stops being shown.

A wrong number in an emergency is worse than none: one that has expired is never given out. Local numbers (the
province's duty desk, a station) are added to numbers.toml by whoever runs the channel.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "numbers.toml"
LOCAL = timedelta(hours=7)
NAMED = re.compile(r"\{(\w+)\}")
"""How a text names a number by its key: {police}."""


class NumbersError(ValueError):
    """numbers.toml cannot be used; the message names the entry and what is wrong."""


@dataclass(frozen=True)
class Number:
    """A number people can call."""

    key: str
    digits: str  # as it is shown and dialled: "113"
    what: str
    source: str
    checked_on: date
    expires: date  # the first day on which it is no longer shown


def load(path: Path = FILE) -> Mapping[str, Number]:
    """Every number of the file by its key, expired or not. Raises NumbersError."""
    with path.open("rb") as file:
        entries = tomllib.load(file)
    return {key: _number(key, entry) for key, entry in entries.items()}


def _number(key: str, entry: object) -> Number:
    try:
        number = Number(key, **entry)  # type: ignore[arg-type]
    except TypeError as error:
        raise NumbersError(f"{key}: {error}") from error
    for name in ("checked_on", "expires"):
        if not isinstance(getattr(number, name), date):
            raise NumbersError(f"{key}: {name} is not a date")
    if number.checked_on >= number.expires:
        raise NumbersError(f"{key}: expires before it was checked")
    if not number.source or not number.digits.replace(".", "").replace(" ", "").isdecimal():
        raise NumbersError(f"{key}: needs digits and a source")
    return number


@cache
def _shipped() -> Mapping[str, Number]:
    return load()


def live(now: float) -> Mapping[str, Number]:
    """The numbers that may be shown at this moment (seconds since 1970); the day is Vietnam's."""
    today = (datetime.fromtimestamp(now, UTC) + LOCAL).date()
    return {key: number for key, number in _shipped().items() if today < number.expires}


def filled(lines: Iterable[str], numbers: Mapping[str, str]) -> str:
    """Lines with their numbers (digits by key); a line whose number is not among them is left out."""
    shown = [line for line in lines if all(key in numbers for key in NAMED.findall(line))]
    return "\n".join(line.format(**numbers) for line in shown)
