"""How long somebody waits who typed receipts that were not found: guessing is hopeless anyway, this keeps it cheap."""

from __future__ import annotations

FREE_MISSES = 5
FIRST_WAIT_S = 30.0
LONGEST_WAIT_S = 3600.0


def allowed_at(misses: int, last: float) -> float:
    """When the next look-up may be made (seconds): at once after a few misses, then half a minute, doubling to an hour.

    >>> allowed_at(4, 100.0), allowed_at(5, 100.0), allowed_at(7, 100.0)
    (100.0, 130.0, 220.0)
    """
    if misses < FREE_MISSES:
        return last
    return last + min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(misses - FREE_MISSES, 10))
