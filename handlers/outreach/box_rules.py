"""Which boxes an officer looks after, and which days count. Pure."""

from __future__ import annotations

import re
from datetime import date

from storage.boxes import Box
from storage.stations import Station

DAY = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", re.ASCII)
LONGEST_AGO = 2 * 366  # days


def looks_after(station: Station, area: str) -> bool:
    """A commune's people their own commune's, the province's all."""
    return station.area is None or station.area == area


def day_typed(text: str, today: date) -> date | None:
    """A day of the past two years as people type it, 5/1 or 05/01/2027; None for another, or one that is not here yet."""
    typed = DAY.fullmatch(text.strip())
    if typed is None:
        return None
    try:
        found = date(int(typed[3] or today.year), int(typed[2]), int(typed[1]))
    except ValueError:
        return None
    return found if 0 <= (today - found).days <= LONGEST_AGO else None


def in_words(boxes: list[Box], day: date) -> tuple[int, int, int]:
    """How many hang, in how many communes, and how many of them nobody looked into for too long."""
    return len(boxes), len({one.area for one in boxes}), sum(one.late(day) for one in boxes)
