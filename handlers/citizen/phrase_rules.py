"""Finding set phrases in what people type: with or without diacritics, from any keyboard, never a part of a word.

A phrase is written here with its diacritics. Bare letters match it, other diacritics do not: "ban" may be bán,
"bạn" may not. A find is a hint: it asks or proposes, it never decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from content.folding import accented, fold, search_keys

T = TypeVar("T")
_TOKEN = re.compile(r"\w+")
LONGEST_SYLLABLE = 7


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: where it stands, and the keys it may be compared by."""

    start: int
    end: int
    keys: tuple[str, ...] = field(repr=False)
    bare: tuple[str, ...] = field(repr=False)  # each key without diacritics: phrases are looked up by it

    def may_be(self, part: Part) -> bool:
        """Whether this may be that word of a phrase."""
        return part.own in self.keys or part.bare in self.keys


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a phrase: with its diacritics, and bare."""

    own: str
    bare: str


@dataclass(frozen=True, slots=True)
class Spot(Generic[T]):
    """Where a phrase stands in a text, in characters of the `plain` text, and what it stands for."""

    start: int
    end: int
    phrase: str
    means: T


def plain(text: str) -> str:
    """The text as positions refer to it: composed, so that a letter with its marks is one character."""
    return unicodedata.normalize("NFC", text)


def words(text: str) -> tuple[Word, ...]:
    """The words of a `plain` text."""
    return tuple(Word(found.start(), found.end(), *_keys(found[0])) for found in _TOKEN.finditer(text))


def _keys(token: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    # Only what may be a syllable is remembered: never a number, rarely a name.
    return _syllable(token) if len(token) <= LONGEST_SYLLABLE and token.isalpha() else _compared(token)


def _compared(token: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    keys = tuple(dict.fromkeys((accented(token), *search_keys(token)[1:])))
    return keys, tuple(key if key.isascii() else fold(key) for key in keys)


_syllable = lru_cache(maxsize=8192)(_compared)


class Phrases(Generic[T]):
    """Phrases to look for, and what each stands for."""

    def __init__(self, meanings: Mapping[str, T]) -> None:
        self._by_first: dict[str, list[tuple[tuple[Part, ...], str, T]]] = {}
        for phrase, means in meanings.items():
            parts = tuple(Part(accented(word), fold(word)) for word in phrase.split())
            self._by_first.setdefault(parts[0].bare, []).append((parts, phrase, means))

    def spots(self, text: Sequence[Word]) -> list[Spot[T]]:
        """Every place of every phrase, in the order of the text."""
        found = []
        for index, word in enumerate(text):
            for bare in word.bare:
                if bare in self._by_first:
                    found += self._at(text, index, bare)
        return found

    def among(self, text: Sequence[Word]) -> bool:
        """Whether any phrase is there."""
        return any(
            bare in self._by_first and self._at(text, index, bare)
            for index, word in enumerate(text)
            for bare in word.bare
        )

    def _at(self, text: Sequence[Word], index: int, bare: str) -> list[Spot[T]]:
        found = []
        for parts, phrase, means in self._by_first[bare]:
            there = text[index : index + len(parts)]
            if len(there) == len(parts) and all(map(Word.may_be, there, parts)):
                found.append(Spot(there[0].start, there[-1].end, phrase, means))
        return found


def any_of(*phrases: str) -> Phrases[None]:
    """Phrases that all stand for the same. Several may be given in one string, with | between them."""
    return Phrases(dict.fromkeys(split(phrases)))


def split(phrases: Iterable[str]) -> list[str]:
    """The phrases of strings that hold several, with | between them."""
    return [phrase for several in phrases for phrase in several.split("|")]
