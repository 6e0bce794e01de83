"""Time in the tables: whole microseconds since 1970, or whole hours where the exact moment is nobody's business."""

from __future__ import annotations

HOUR_S = 3600
DAY_S = 86_400


def micros(seconds: float) -> int:
    """Seconds since 1970 -> microseconds, the form in which the tables keep a moment."""
    return int(seconds * 1_000_000)


def seconds(stored: int) -> float:
    """The way back."""
    return stored / 1_000_000


def hours(at: float) -> int:
    """Seconds since 1970 -> whole hours."""
    return int(at) // HOUR_S


def to_the_hour(at: float) -> int:
    """Microseconds, rounded down to the hour: what stays of a moment once the work is done."""
    return hours(at) * HOUR_S * 1_000_000


def to_the_minute(at: float) -> int:
    """Microseconds, rounded down to the minute: what a duty book would hold."""
    return int(at) // 60 * 60_000_000


class Ticks:
    """Strictly growing microseconds of one process, so that two rows of one chat never tie."""

    def __init__(self) -> None:
        self._last = 0

    def next(self, now: float) -> int:
        self._last = max(micros(now), self._last + 1)
        return self._last
