"""What an officer types as a figure of the plan, and what is said of it: read, compared with last year's, held to the goal."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from content.numerals import number, whole
from content.plans import Indicator, Measure, Plan

ASKED_BEFORE = (30, 20, 10, 5, 2, 1, 0)
"""So many days before the report is due, figures that are missing are asked for."""
JUMP = 2.0
"""More than so many times last year's figure, or less than last year's divided by it, is asked about once more."""
_PARTS = re.compile(r"(.+?)(?:/|trên| of )(.+)")


@dataclass(frozen=True)
class Typed:
    """A figure in its indicator's unit; of a share that was typed as "12/15" also its parts."""

    value: float
    part: int | None = None
    whole: int | None = None


def asked_of(plan: Plan) -> tuple[Indicator, ...]:
    """The indicators whose figure officers enter, in the plan's order."""
    return tuple(one for one in plan.indicators.values() if one.counts is None and one.measure is not Measure.HEADING)


def typed_figure(text: str, indicator: Indicator) -> Typed | None:
    """What was typed: a share as 85,5 or 85,5% or 12/15, everything else as a whole number. None where it is neither."""
    if indicator.measure is not Measure.SHARE:
        count = whole(text)
        return None if count is None else Typed(count)
    if parts := _PARTS.fullmatch(text.strip()):
        part, of = whole(parts[1]), whole(parts[2])
        if part is None or not of or part > of:
            return None
        return Typed(100 * part / of, part, of)
    value = number(text.strip().removesuffix("%"))
    return Typed(value) if value is not None and 0 <= value <= 100 else None


def jumps(new: float, old: float | None) -> bool:
    """Whether a figure is so far from last year's that it is asked about once more; from and to nothing, too."""
    if old is None or new == old:
        return False
    if old == 0 or new == 0:
        return True
    return new > old * JUMP or new < old / JUMP


def change(new: float, old: float | None) -> float | None:
    """In % over the year before; None where there is nothing to compare with."""
    return 100 * (new - old) / old if old else None


def met(indicator: Indicator, new: float, old: float | None) -> bool | None:
    """Whether the plan's goal is reached; None where that can't be said: a growth without a year before."""
    if indicator.measure is not Measure.GROWTH:
        return indicator.met(new)
    grown = change(new, old)
    return None if grown is None else indicator.met(grown)


def missing(plan: Plan, known: Collection[str]) -> tuple[str, ...]:
    """The ids of the indicators whose figure is still to be entered."""
    return tuple(one.id for one in asked_of(plan) if one.id not in known)


def asks_on(day: date, due: date) -> bool:
    """Whether missing figures are asked for on this day."""
    return (due - day).days in ASKED_BEFORE
