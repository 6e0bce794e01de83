"""What takes its time and comes later: searches, figures."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.messages import Address


@dataclass(frozen=True)
class SearchTips:
    """Look for words inside the tips that this officer's shift can open: slow work, audited without the words.

    The outcome comes back to the chat as Act.NEWS named "search", payload JSON {tips: public ids, the newest first;
    count, searched, cut: older ones were not looked through; shut: could not be opened}; {} where the shift is over.
    """

    officer: str
    words: tuple[str, ...] = field(repr=False)
    address: Address


@dataclass(frozen=True)
class ExportFigures:
    """The communes' figures of a year as a file in the officer's chat, by whole quarters, small numbers hidden."""

    officer: str
    year: int
