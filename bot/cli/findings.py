"""What `doctor` finds: a line each, and whether something must be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rich.console import Console
from rich.text import Text

from content.locales import _
from content.terms import N_


class Level(StrEnum):
    """How bad it is."""

    GOOD = "good"
    CARE = "care"
    WRONG = "wrong"


WORDS = {Level.GOOD: N_("ok"), Level.CARE: N_("care"), Level.WRONG: N_("WRONG")}
STYLES = {Level.GOOD: "green", Level.CARE: "yellow", Level.WRONG: "bold red"}
WIDTH = 6


@dataclass(frozen=True)
class Finding:
    """`what` is the thing looked at, `sentence` what is true of it."""

    level: Level
    what: str
    sentence: str


def good(what: str, sentence: str) -> Finding:
    return Finding(Level.GOOD, what, sentence)


def care(what: str, sentence: str) -> Finding:
    return Finding(Level.CARE, what, sentence)


def wrong(what: str, sentence: str) -> Finding:
    return Finding(Level.WRONG, what, sentence)


def show(findings: Sequence[Finding]) -> None:
    """A line each; colours on a terminal only."""
    console = Console(soft_wrap=True, highlight=False)
    for one in findings:
        line = Text(_(WORDS[one.level]).ljust(WIDTH), STYLES[one.level])
        line.append(f" {one.what}: {one.sentence}", "default")
        console.print(line)
