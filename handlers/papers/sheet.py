"""A table of a file as plain data: `xlsx` makes the bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | float | None


@dataclass(frozen=True)
class Sheet:
    """One table under a title. `total`: its last row is the sum of the others."""

    name: str  # at most 31 signs
    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    widths: tuple[int, ...]  # in signs
    total: bool = False
