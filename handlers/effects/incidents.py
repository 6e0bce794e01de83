"""What an officer's turn wants done with tips that belong together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class JoinTips:
    """An officer joins a tip to the one that leads an incident.

    Performing checks as for ClaimTip and asks `incident_rules.barred` again, both rows held. The tip is entered in the
    book where it was not, and closed as joined; its cards go, the other's are shown anew, and ring where a source is
    new. What weighs more counts for both from then on: danger, "few know", the plan's indicator.
    """

    tip: str
    version: int
    into: str
    officer: str


@dataclass(frozen=True)
class KeepApart:
    """An officer says that two tips are not the same: never suggested and never joined any more."""

    tip: str
    version: int
    other: str
    officer: str


@dataclass(frozen=True)
class SplitTip:
    """An officer takes a tip out of its incident: back in the book, with the officer, apart for good."""

    tip: str
    version: int
    officer: str


@dataclass(frozen=True)
class TellAll:
    """The end of an incident, told to the reporters of all tips that were joined to it (`Move.TELL`): each sees their
    own tip finished at `policy.next_news`, and nothing else.
    """

    tip: str
    version: int
    officer: str


@dataclass(frozen=True)
class TellUnclear:
    """The end of an incident, told to the reporter of one joined tip who gets the other sentence: that what they told
    was not clear enough. Chosen by that tip alone; whoever is told all at once is told that it is finished.
    """

    tip: str
    version: int
    officer: str
