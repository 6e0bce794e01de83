"""Which PINs are allowed, and how often one may be tried (vault.md, Officer)."""

from __future__ import annotations

from enum import Enum
from itertools import pairwise

LENGTH = 6
FREE_FAILURES = 5
MOST_FAILURES = 10
FIRST_WAIT = 15 * 60
YEARS = range(1930, 2030)
KEYPAD_WALKS = frozenset({"147258", "159753", "258369", "369258", "741852", "789456", "456789", "147852", "951753"})


class PinFault(Enum):
    """Why a PIN is not taken."""

    LENGTH = "length"  # not six digits
    TRIVIAL = "trivial"  # repeated, counted up or down, walked over the keypad
    BIRTHDAY = "birthday"  # reads as a date


def fault(pin: str) -> PinFault | None:
    """What is wrong with a new PIN; None where it is fit."""
    if len(pin) != LENGTH or not (pin.isascii() and pin.isdigit()):
        return PinFault.LENGTH
    if _is_trivial(pin):
        return PinFault.TRIVIAL
    return PinFault.BIRTHDAY if _is_date(pin) else None


def next_attempt(failures: int, last: float) -> float | None:
    """From when the next try is allowed (seconds; at or before now: at once), after so many failures, the last at
    `last`.

    The fifth failure costs 15 minutes, each further one twice as long; after the tenth, None: the officer enrols again
    through a colleague.
    """
    if failures >= MOST_FAILURES:
        return None
    if failures < FREE_FAILURES:
        return last
    return last + FIRST_WAIT * 2.0 ** (failures - FREE_FAILURES)


def _is_trivial(pin: str) -> bool:
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    repeated = pin == pin[:2] * 3 or pin == pin[:3] * 2 or pin == pin[::-1] or pin[::2] == pin[1::2]
    halves = len(set(pin[:3])) == 1 and len(set(pin[3:])) == 1
    return len(set(pin)) < 3 or len(steps) == 1 or repeated or halves or pin in KEYPAD_WALKS


def _is_date(pin: str) -> bool:
    first, second, third = (int(pin[place : place + 2]) for place in (0, 2, 4))
    day_first = 1 <= first <= 31 and 1 <= second <= 12
    day_last = 1 <= second <= 12 and 1 <= third <= 31
    year_first = int(pin[:4]) in YEARS and (1 <= third <= 12 or (pin[4] != "0" and pin[5] != "0"))
    year_last = int(pin[2:]) in YEARS and (1 <= first <= 12 or (pin[0] != "0" and pin[1] != "0"))
    return day_first or day_last or year_first or year_last
