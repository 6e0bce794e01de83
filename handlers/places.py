"""From what a person calls a place to the area of today whose police will read the tip.

People know landmarks and the old names; the new communes are young. Every name of every time leads to today's
area, and the old unit that was named is kept as a hint. When a name may be several places, people are asked;
likeness (rapidfuzz) only mends a slip, and is said to be unsure. What a person wrote is never changed: there
is no putting back of diacritics here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz, process

from content.areas import FIRST_DAY, Alias, Atlas, Enough, Version
from content.folding import fold, search_keys, sounds
from content.locales import _
from handlers.place_mentions import Mention, Title, after_titles, core, mentions, reaches, titled
from handlers.place_names import Name, Word, all_names, leading_to, words
from handlers.remembered import Remembered

SLIP = 85.0  # likeness out of 100: one wrong letter in seven
MARGIN = 8.0  # a second name this near the first: people are asked
MOST_SLIPS = 4
MOST_WORDS = 6  # a longer answer is a story, and a story is not guessed at

Meant = dict[str, str | None]  # an area of today -> the former unit that was named


@dataclass(frozen=True, slots=True)
class Option:
    """An area of today that may be meant. `named`: the former unit that was named, a hint for the officer."""

    area: str
    label: str  # at most 20 characters; it tells the options of one question apart
    named: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a text says about where: no option, one, or several to ask about."""

    options: tuple[Option, ...] = ()
    sure: bool = True  # False: only alike; show it and let the person correct it
    name: str = ""  # what all options are called ("Phường 1"), where they share a name

    @property
    def one(self) -> Option | None:
        """The only option."""
        return self.options[0] if len(self.options) == 1 else None

    @property
    def several(self) -> bool:
        """Must the person be asked which?"""
        return len(self.options) > 1


class Gazetteer:
    """Finds the areas of one day by any name of any time."""

    def __init__(self, atlas: Atlas, aliases: Iterable[Alias], everyday: Mapping[str, Enough], on: date) -> None:
        self._atlas = atlas
        self._on = on
        self._today = atlas.on(on)
        self._units = {version.area: version for version in atlas.versions}
        self._leading = leading_to(atlas, on)
        self._names = all_names(atlas, aliases, everyday, on)
        self._reach = reaches(self._names)
        self._glued = {"".join(key): key for key in self._names if len(key) > 1 and len("".join(key)) > 5}
        self._find = Remembered(lambda text: self._exact(text, lenient=True) or self._alike(text) or Found())
        self._spot = Remembered(lambda text: self._exact(text, lenient=False) or Found())
        ordinary = {tuple(fold(text).split()) for text in everyday}
        self._former: dict[str, tuple[Version, ...]] = {
            area: tuple(version for version in atlas.versions if area in self._leading.get(version.area, ()))
            for area in {one for areas in self._leading.values() for one in areas}
        }
        self._heard: dict[str, list[Name]] = {}
        for key, names in self._names.items():
            if len(key) > 1 and key not in ordinary:
                self._heard.setdefault(sounds(" ".join(key)), []).extend(names)

    def find(self, text: str) -> Found:
        """The place in an answer to "where?"."""
        return self._find(text)

    def spot(self, text: str) -> Found:
        """The place in a story, where its words leave little doubt that one is meant; the province alone is none."""
        return self._spot(text)

    def by_code(self, code: str) -> Option | None:
        """The area that bears a government code today: what a poster's QR code carries."""
        version = self._atlas.by_code(code, self._on)
        return Option(version.area, version.short_name) if version and version.type.level == 3 else None

    def title(self, area: str) -> str:
        """The name of an area or former unit, with its title. KeyError when there was never such an area."""
        return self._units[area].name

    def districts(self) -> tuple[Option, ...]:
        """The first tap of the menu: the districts people still speak of; `area` is the district's own id."""
        old = [version for version in self._atlas.on(FIRST_DAY).values() if version.type.level == 2]
        return tuple(Option(version.area, version.short_name) for version in old)

    def communes(self, district: str) -> tuple[Option, ...]:
        """The second tap: the former communes of a district, each leading to its area of today."""
        old = [version for version in self._atlas.on(FIRST_DAY).values() if version.parent == district]
        return tuple(
            Option(area, version.short_name, version.area)
            for version in sorted(old, key=_by_number_then_name)
            for area in self._leading[version.area]
        )

    def names_of(self, area: str) -> tuple[str, ...]:
        """Everything that an area of today is called: by its own name, and by those of the communes and districts of
        earlier days that lie in it. None of an area that is not of today.
        """
        return tuple(dict.fromkeys(version.name for version in self._former.get(area, ())))

    def neighbours(self, area: str) -> tuple[str, ...]:
        """The other areas of today on the ground of the same former districts: there is no record of who borders whom."""
        districts = [version.area for version in self._former.get(area, ()) if version.type.level == 2]
        found = {other for district in districts for other in self._leading[district]}
        return tuple(sorted(found - {area}))

    def _exact(self, text: str, *, lenient: bool) -> Found | None:
        for typed in (self._parted(words(text)), *(words(key) for key in search_keys(text)[1:])):
            found = mentions(typed, self._names, self._reach, lenient=lenient)
            if any(lenient or not mention.wide for mention in found):
                return self._found(self._meeting(found))
        return None

    def _parted(self, typed: Sequence[Word]) -> tuple[Word, ...]:
        """The words, a name typed in one piece ("vinhchau") taken apart."""
        return tuple(
            part for word in typed for part in ([Word(one, one) for one in self._glued.get(word.bare, ())] or [word])
        )

    def _alike(self, text: str) -> Found | None:
        """Names that sound or look nearly like the answer, or else like what follows a title in it."""
        typed = words(text)
        tried: list[tuple[Sequence[Word], Title]] = [(typed, ()), (core(typed), ())]
        tried += [(after[:size], title) for after, title in after_titles(typed) for size in (4, 3, 2)]
        for part, title in tried:
            if 1 < len(part) <= MOST_WORDS and (near := self._near(sounds(" ".join(word.bare for word in part)))):
                meant: Meant = {}
                for key in near:
                    _add(meant, self._areas(titled(self._heard[key], title)))
                return replace(self._found(meant), sure=False)
        return None

    def _near(self, heard: str) -> list[str]:
        """The names most like a wording, the best first; those that are hardly less like it belong to the answer."""
        found = process.extract(heard, list(self._heard), scorer=fuzz.ratio, score_cutoff=SLIP, limit=MOST_SLIPS)
        return [key for key, score, _index in found if score > found[0][1] - MARGIN]

    def _areas(self, names: Iterable[Name]) -> Meant:
        """What one wording may mean. Where it named several former units on one ground, none of them is the hint."""
        units: dict[str, list[str]] = {}
        for name in sorted(names, key=lambda name: -name.level):
            for area in name.today:
                units.setdefault(area, []).append(name.unit)
        return {area: None if area in named else self._shared(named) for area, named in units.items()}

    def _shared(self, units: Sequence[str]) -> str | None:
        called = {self._units[unit].name for unit in units if self._units[unit].type.level == 3}
        return units[0] if len(called) < 2 else None

    def _meeting(self, found: Sequence[Mention]) -> Meant:
        """What several mentions mean together: where one lies within another they narrow each other, else each counts.

        "phường 1 vĩnh châu" is one place; "từ ngã năm qua trần đề" is two; a province said beside a place adds nothing.
        """
        groups: list[Meant] = []
        for mention in sorted(found, key=lambda mention: (mention.wide, not mention.precise)):
            areas = self._areas(mention.names)
            met = next((at for at, group in enumerate(groups) if group.keys() & areas.keys()), None)
            if met is not None:
                groups[met] = {area: unit for area, unit in groups[met].items() if area in areas}
            elif not (mention.wide and groups):
                groups.append(areas)
        together: Meant = {}
        for group in groups:
            _add(together, group)
        return together

    def _found(self, meant: Meant) -> Found:
        if len(meant) == 1:
            return Found(tuple(Option(area, self._today[area].short_name, unit) for area, unit in meant.items()))
        called = {area: self._called(area, unit) for area, unit in meant.items()}
        names = [version.short_name for version in called.values()]
        options = tuple(
            Option(area, self._label(called[area], alone=names.count(called[area].short_name) == 1), unit)
            for area, unit in meant.items()
        )
        return Found(options, name=names[0] if len(set(names)) == 1 else "")

    def _called(self, area: str, unit: str | None) -> Version:
        """The version whose name the person would know the option by: the former commune that was named, or today's."""
        former = self._units[unit] if unit else None
        return former if former and former.type.level == 3 else self._today[area]

    def _label(self, version: Version, *, alone: bool) -> str:
        if alone or version.parent is None:
            return version.short_name
        return f"{version.short_name}, {self._units[version.parent].bare_name}"


def question(found: Found) -> str:
    """What to ask when there are several: "Phường 1: Sóc Trăng, Ngã Năm hay Vĩnh Châu?"."""
    if not found.name:
        return _("Which of these places?")
    places = [option.label.removeprefix(f"{found.name}, ") for option in found.options]
    return _("{name}: {places} or {last}?").format(name=found.name, places=", ".join(places[:-1]), last=places[-1])


def _add(meant: Meant, more: Meant) -> None:
    for area, unit in more.items():
        meant.setdefault(area, unit)


def _by_number_then_name(version: Version) -> tuple[int, str]:
    name = version.bare_name
    return (int(name), "") if name.isdigit() else (1000, fold(name))
