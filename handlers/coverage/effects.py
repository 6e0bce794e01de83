"""What the dialogues of coverage want done, as data; `bot/perform/coverage/` carries it out in the turn's transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from content.coverage_terms import HotspotKind, HotspotState, MotionKind, SessionState
from storage.sessions import Session


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


@dataclass(frozen=True)
class FixList(CoverageEffect):
    """An officer fixes a list by a decision: exactly the `number` of places that were on the screen, or nothing."""

    officer: str
    plan: str
    year: int
    indicator: str
    decision: str
    decided_on: date
    due: date
    number: int


@dataclass(frozen=True)
class SetWave(CoverageEffect):
    """Some of a list are due on a day of their own."""

    officer: str
    plan: str
    year: int
    indicator: str
    targets: tuple[str, ...]
    wave: int
    due: date


@dataclass(frozen=True)
class ProposeMotion(CoverageEffect):
    """One person wants a list or a closed year changed; who may agree is told."""

    motion: str  # random, made by the dialogue
    officer: str
    kind: MotionKind
    plan: str
    year: int
    indicator: str  # empty: the whole year
    targets: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class DecideMotion(CoverageEffect):
    """Another person agrees, and it is so; or refuses. Performing asks `plan_rules.may_second` again under the lock."""

    motion: str
    officer: str
    agreed: bool


@dataclass(frozen=True)
class GivePage(CoverageEffect):
    """Somebody was given a link to the page: the audit says so."""

    officer: str


@dataclass(frozen=True)
class CloseYear(CoverageEffect):
    """From now on nothing of that year changes."""

    officer: str
    plan: str
    year: int


class ReportForm(StrEnum):
    """As what a year's report is made."""

    WORD = "docx"
    EXCEL = "xlsx"


@dataclass(frozen=True)
class MakeReport(CoverageEffect):
    """Make a year's report and send it to whoever asked. `blob` (hex) is random and made by the dialogue."""

    officer: str
    plan: str
    year: int
    form: ReportForm
    blob: str


@dataclass(frozen=True)
class RemindLate(CoverageEffect):
    """The commander has the heads of late units reminded. Which ones is asked again under the lock."""

    officer: str


@dataclass(frozen=True)
class RecordSession(CoverageEffect):
    """An officer writes down a session. Its id is random and made by the dialogue: sent twice, it is there once."""

    session: Session


@dataclass(frozen=True)
class DecideSession(CoverageEffect):
    """A second officer accepts a session, or returns it. Performing asks `session_rules.may_decide` again under the lock."""

    session: str
    officer: str
    state: SessionState
    reason: str = field(default="", repr=False)


@dataclass(frozen=True)
class GroupTip(CoverageEffect):
    """An officer puts a tip that they have to a hotspot: one that is there, or a new candidate of this kind and label."""

    tip: str
    officer: str
    hotspot: str  # hex; random and made by the dialogue where it is new
    kind: HotspotKind | None = None
    label: str = field(default="", repr=False)


@dataclass(frozen=True)
class UngroupTip(CoverageEffect):
    """It was grouped wrongly."""

    tip: str
    officer: str


@dataclass(frozen=True)
class StepHotspot(CoverageEffect):
    """A superior says since which day it stands so. Performing asks `hotspot_rules.next_states` again under the lock."""

    hotspot: str
    version: int
    officer: str
    state: HotspotState
    day: date
