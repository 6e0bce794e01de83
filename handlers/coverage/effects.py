"""What the dialogues of coverage want done, as data; `bot/perform/coverage/` carries it out in the turn's transaction."""

from __future__ import annotations

from dataclasses import dataclass


class CoverageEffect:
    """One thing to be done: each is a frozen dataclass, named in `bot.perform.coverage.EFFECTS`."""


@dataclass(frozen=True)
class EnterFigure(CoverageEffect):
    """An officer enters a figure of the plan. Performing asks right and year again; the audit names the indicator."""

    officer: str
    plan: str
    year: int
    indicator: str
    value: float
    part: int | None
    whole: int | None
    source: str
