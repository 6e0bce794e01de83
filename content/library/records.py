"""The records of the library: a piece, its words in each language, its question, where its facts come from.

An expired piece, a draft, a language that is not reviewed are never shown or sent: `Piece.offered` is the way to words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from content.library.terms import Audience, Reviewer, Theme
from content.locales import REVIEWED
from content.numbers import filled

ORIGINAL = "vi"
"""The language in which a piece is written; the others say it again."""


@dataclass(frozen=True)
class Source:
    """Where a fact comes from. `dated`: YYYY-MM-DD, or the year; `certainty` as in `content.clocks`."""

    key: str
    title: str
    number: str  # of the paper, or the address of the page
    dated: str
    certainty: str  # read, check, house
    ended: date | None = None  # the first day on which it no longer holds


@dataclass(frozen=True)
class Quiz:
    """One question under a piece. Options fit buttons; nothing is kept of who answers."""

    question: str
    options: tuple[str, ...]
    right: int  # its place among the options, from 0
    explanation: str


@dataclass(frozen=True)
class Words:
    """A piece in one language. Plain text; a line with {ambulance} in it is left out where that number has expired."""

    language: str
    title: str
    label: str  # the title on a button
    lines: tuple[str, ...]
    written: date
    quiz: Quiz | None = None
    draft: bool = False  # nobody who may has read it yet ("chưa duyệt")

    def text(self, numbers: Mapping[str, str]) -> str:
        """What people read, with the numbers by key."""
        return filled((self.title, *self.lines), numbers)


@dataclass(frozen=True)
class Piece:
    """One piece in every language that it has."""

    slug: str
    themes: tuple[Theme, ...]
    audiences: tuple[Audience, ...]
    sources: tuple[str, ...]  # keys
    valid_until: date  # the last day on which it may be shown
    words: Mapping[str, Words]  # by language
    review: tuple[Reviewer, ...] = ()  # who has yet to read it
    picture: str = ""  # a file beside it

    def expired(self, on: date) -> bool:
        """Whether its day is over."""
        return on > self.valid_until

    def offered(self, language: str, on: date) -> Words | None:
        """Its words on this day, or None where they may not be shown: expired, not written, or not reviewed."""
        words = self.words.get(language)
        return None if words is None or words.draft or language not in REVIEWED or self.expired(on) else words


@dataclass(frozen=True)
class Library:
    """Every piece by its slug. `unread`: (file, what is wrong) of files that could not be read; their pieces are left out."""

    pieces: Mapping[str, Piece]
    sources: Mapping[str, Source]
    unread: Sequence[tuple[str, str]] = ()

    def offered(self, audience: Audience, language: str, on: date) -> Sequence[tuple[Piece, Words]]:
        """What may be shown to an audience on this day, the newest first."""
        found = [
            (piece, words)
            for piece in self.pieces.values()
            if audience in piece.audiences and (words := piece.offered(language, on))
        ]
        return sorted(found, key=lambda pair: (-pair[1].written.toordinal(), pair[0].slug))

    def audiences(self, language: str, on: date) -> Sequence[Audience]:
        """The audiences that there is something for on this day."""
        return [audience for audience in Audience if self.offered(audience, language, on)]
