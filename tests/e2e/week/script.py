"""The week as a file tells it (`week.txt`): people who tell, and what is done about it, minute by minute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

HERE = Path(__file__).parent
MONDAY = datetime(2027, 1, 18, tzinfo=timezone(timedelta(hours=7)))
DAYS = {name: MONDAY + timedelta(days=number) for number, name in enumerate(["T2", "T3", "T4", "T5", "T6", "T7", "CN"])}


@dataclass(frozen=True)
class Told:
    """Somebody tells, in one line. `tip`: "3.2" is the second account of the third matter."""

    at: float
    when: str
    tip: str
    story: str
    place: str


@dataclass(frozen=True)
class Done:
    """Somebody on duty does something, step by step; to a tip, or about themself."""

    at: float
    when: str
    who: str
    tip: str
    steps: tuple[str, ...]


def script() -> Iterator[Told | Done]:
    """Every line, in the order of the file, which is that of time."""
    for line in (HERE / "week.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            yield _line(*(part.strip() for part in line.split("|")))


def _line(when: str, who: str, *more: str) -> Told | Done:
    day, _space, clock = when.partition(" ")
    hour, minute = map(int, clock.split(":"))
    at = (DAYS[day] + timedelta(hours=hour, minutes=minute)).timestamp()
    if who[0].isdigit():
        return Told(at, when, who, more[0], more[1] if len(more) > 1 else "phường Vĩnh Châu")
    return Done(at, when, who, more[0] if len(more) > 1 else "", tuple(step.strip() for step in more[-1].split(";")))


def day_of(at: float) -> tuple[str, str]:
    """A moment's day: to sort by, and to read."""
    local = datetime.fromtimestamp(at, MONDAY.tzinfo).date()
    name = next((name for name, begin in DAYS.items() if begin.date() == local), f"{local:%d/%m}")
    return local.isoformat(), name
