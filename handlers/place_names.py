"""The names that places go by, of all times, each with the areas of today that it leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from content.areas import FIRST_DAY, Alias, AreaType, Atlas, Enough, Version
from content.folding import accented, agrees, fold

_PIECE = re.compile(r"\d+|\D+")
_NUMBERS = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi")
Needs = Mapping[tuple[str, ...], Enough]
_NUMERALS = {"1": ("i", "nhat", "mot"), "2": ("ii", "nhi", "hai"), "3": ("iii", "ba")}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: without diacritics, and as it was typed (an `accented` key)."""

    bare: str
    typed: str

    def may_be(self, other: Word) -> bool:
        """May this typed word stand for that word of a name?"""
        return self.bare == other.bare and agrees(self.typed, other.typed)


def words(text: str) -> tuple[Word, ...]:
    """The words of a text: letters and digits part ("P.8" and "p8" are both p, 8), leading zeros go."""
    pieces = (piece for word in accented(text).split() for piece in _PIECE.findall(word))
    return tuple(Word(fold(piece), piece) for piece in (piece.lstrip("0") or piece for piece in pieces))


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a place: its words, the unit that bore it, the areas of today on that ground, what makes it a place."""

    words: tuple[Word, ...]
    unit: str
    type: AreaType | None  # None: a landmark
    today: tuple[str, ...]
    enough: Enough
    wide: bool = False  # a province is called the same

    @property
    def bare(self) -> tuple[str, ...]:
        """The words without diacritics."""
        return tuple(word.bare for word in self.words)

    @property
    def numeric(self) -> bool:
        """A ward that is only a number: "Phường 5"."""
        return len(self.words) == 1 and (self.bare[0].isdigit() or self.bare[0] in _NUMBERS)

    @property
    def level(self) -> int:
        """2 district, 3 commune or landmark."""
        return self.type.level if self.type else 3


def all_names(
    atlas: Atlas, aliases: Iterable[Alias], everyday: Mapping[str, Enough], on: date
) -> dict[tuple[str, ...], tuple[Name, ...]]:
    """Every name by its bare words; names of areas come before landmarks, today's before former ones.

    Raises ValueError when an alias names a code that no area had when the records began.
    """
    needs = {tuple(word.bare for word in words(text)): enough for text, enough in everyday.items()}
    today = leading_to(atlas, on)
    named: dict[tuple[str, ...], list[Name]] = {}
    for name in (*_official(atlas, needs, today), *_landmarks(atlas, aliases, needs, today)):
        named.setdefault(name.bare, []).append(name)
    return {key: tuple(names) for key, names in named.items()}


def leading_to(atlas: Atlas, on: date) -> dict[str, tuple[str, ...]]:
    """For every area that ever was: the communes of a day on its ground. A province leads to none: too wide to help."""
    today = atlas.all_successors(on)
    found: dict[str, dict[str, None]] = {}
    for version in atlas.versions:
        if version.type.level == 3:
            for area in (version.area, version.parent or ""):
                found.setdefault(area, {}).update(dict.fromkeys(today[version.area]))
    wide = {version.area for version in atlas.versions if version.type.level == 1}
    return {area: tuple(areas) for area, areas in found.items() if area not in wide}


def _official(atlas: Atlas, needs: Needs, today: Mapping[str, tuple[str, ...]]) -> Iterator[Name]:
    provinces = {version.bare_name for version in atlas.versions if version.type.level == 1}
    newest_first = sorted(atlas.versions, key=lambda version: version.valid_from, reverse=True)
    for version in {(version.area, version.name): version for version in newest_first}.values():
        if version.type.level == 1:
            continue
        for spelling, usual in _spellings(version):
            enough = needs.get(tuple(word.bare for word in spelling), usual)
            wide = version.bare_name in provinces
            yield Name(spelling, version.area, version.type, today.get(version.area, ()), enough, wide)


def _spellings(version: Version) -> Iterator[tuple[tuple[Word, ...], Enough]]:
    """People say An Thạnh I, An Thạnh nhất, or just An Thạnh for An Thạnh 1; a ward that is a number needs its title."""
    full = words(version.bare_name)
    stem, last = full[:-1], full[-1].bare
    if last.isdigit() and not stem:
        yield full, Enough.TITLE
        for number in _NUMBERS[int(last) - 1 : int(last)]:
            yield (Word(number, number),), Enough.TITLE
        return
    usual = Enough.CUE if version.type.level == 3 else Enough.WORDS
    yield full, usual
    if last.isdigit():
        yield stem, usual
        for numeral in _NUMERALS.get(last, ()):
            yield (*stem, Word(numeral, numeral)), usual


def _landmarks(
    atlas: Atlas, aliases: Iterable[Alias], needs: Needs, today: Mapping[str, tuple[str, ...]]
) -> Iterator[Name]:
    by_code = {version.code: version for version in atlas.on(FIRST_DAY).values()}
    for alias in aliases:
        spelling = words(alias.text)
        enough = needs.get(tuple(word.bare for word in spelling), Enough.WORDS)
        for code in alias.codes:
            unit = by_code.get(code)
            if unit is None:
                raise ValueError(f"the alias {alias.text!r} names the code {code}, which no area had on {FIRST_DAY}")
            kind = unit.type if alias.kind == "abbreviation" else None
            yield Name(spelling, unit.area, kind, today.get(unit.area, ()), enough)
