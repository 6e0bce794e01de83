"""What a bench gives: one number per run, of which the median is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Bench:
    """A figure that can be measured: `measure` gives one value per run."""

    unit: str
    measure: Callable[[], Sequence[float]]


@dataclass(frozen=True)
class Figure:
    """A figure that was measured."""

    name: str
    unit: str
    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.runs)

    def line(self) -> str:
        """As it is printed: name, median, unit, every run."""
        return f"{self.name:<28} {self.median:>10,.2f} {self.unit:<5} {' '.join(f'{run:,.2f}' for run in self.runs)}"


def share(values: Sequence[float], part: float) -> float:
    """The value below which `part` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
