"""What is counted by the month, in Vietnam's time, as Zalo's quotas are."""

import time
from collections import Counter

_VIETNAM_S = 7 * 3600
"""UTC+7 all year round: Vietnam knows no summer time."""


def month(now: float) -> str:
    """The month of Unix time `now` in Vietnam, as `2026-11`."""
    return time.strftime("%Y-%m", time.gmtime(now + _VIETNAM_S))


def day(now: float) -> str:
    """The day of Unix time `now` in Vietnam, as `2026-11-23`."""
    return time.strftime("%Y-%m-%d", time.gmtime(now + _VIETNAM_S))


def hour(now: float) -> int:
    """The hour of the day in Vietnam, 0 to 23."""
    return time.gmtime(now + _VIETNAM_S).tm_hour


class Meter:
    """How often something was done in a period (a month, a day)."""

    def __init__(self) -> None:
        self._used: Counter[tuple[str, str]] = Counter()

    def used(self, what: str, period: str) -> int:
        return self._used[what, period]

    def add(self, what: str, period: str) -> None:
        self._used[what, period] += 1
