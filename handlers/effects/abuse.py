"""What is wanted against tips that are none: marked by two people, and taken back."""

from __future__ import annotations

from dataclasses import dataclass

from content.terms import Mark


@dataclass(frozen=True)
class MarkAbuse:
    """An officer calls a tip abuse (`Mark.JUNK`) or wants its chat muted (`Mark.MUTE`).

    The first only stamps; with the second, another one, it happens.
    """

    tip: str
    officer: str
    mark: Mark


@dataclass(frozen=True)
class TakeBack:
    """Out of the junk box: one officer is enough."""

    tip: str
    officer: str


@dataclass(frozen=True)
class RealTip:
    """An officer makes a test tip real: its alarm starts as if it had come now, unless somebody holds it."""

    tip: str
    version: int
    officer: str
