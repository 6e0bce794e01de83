"""The records of areas in time: areas, their versions, the changes between them, and what hangs on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FIRST_DAY = date(2022, 1, 1)  # where the records begin, not when an area was founded


class AreaType(StrEnum):
    """What the law calls an area. `level` counts from the province (1) to the commune (3)."""

    PROVINCE = "province"  # tỉnh
    MUNICIPALITY = "municipality"  # thành phố trực thuộc trung ương
    CITY = "city"  # thành phố thuộc tỉnh
    TOWN = "town"  # thị xã
    DISTRICT = "district"  # huyện
    WARD = "ward"  # phường
    COMMUNE = "commune"  # xã
    TOWNSHIP = "township"  # thị trấn

    @property
    def level(self) -> int:
        """1 province, 2 district (until 2025-07-01), 3 commune."""
        return _LEVELS[self]


_LEVELS = {
    AreaType.PROVINCE: 1,
    AreaType.MUNICIPALITY: 1,
    AreaType.CITY: 2,
    AreaType.TOWN: 2,
    AreaType.DISTRICT: 2,
    AreaType.WARD: 3,
    AreaType.COMMUNE: 3,
    AreaType.TOWNSHIP: 3,
}
_TITLES = ("Thị trấn ", "Thị xã ", "Thành phố ", "Phường ", "Xã ", "Huyện ", "Tỉnh ")


class ChangeKind(StrEnum):
    """What happened on a day of change."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    MOVE = "move"  # another parent
    ABOLISH = "abolish"  # no successor of the same level


@dataclass(frozen=True, slots=True)
class Version:
    """What is true of an area for a time: `valid_from` belongs to it, `valid_to` (None: still true) does not."""

    area: str
    code: str
    name: str  # with its title: "Phường 5"
    type: AreaType
    parent: str | None
    valid_from: date
    valid_to: date | None
    lat: float | None  # degrees, a point near the middle
    lon: float | None
    area_km2: float | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def bare_name(self) -> str:
        """The name without its title: "5", "Mỹ Xuyên"."""
        title = next((title for title in _TITLES if self.name.startswith(title)), "")
        return self.name.removeprefix(title)

    @property
    def short_name(self) -> str:
        """The name as it fits on a button of 20 characters: "TT Huỳnh Hữu Nghĩa"."""
        return self.name.replace("Thị trấn ", "TT ")


@dataclass(frozen=True, slots=True)
class Change:
    """A resolution that changed areas, and the day it took effect."""

    id: str
    day: date
    kind: ChangeKind
    basis: str
    note: str


@dataclass(frozen=True, slots=True)
class Link:
    """An area that ended, and one that holds its ground afterwards."""

    change: str
    old: str
    new: str


@dataclass(frozen=True)
class Atlas:
    """All versions, changes and links: the areas of every day since the records began."""

    versions: tuple[Version, ...]
    changes: tuple[Change, ...]
    links: tuple[Link, ...]

    def on(self, day: date) -> dict[str, Version]:
        """The areas of a day, by id."""
        return {version.area: version for version in self.versions if version.holds_on(day)}

    def by_code(self, code: str, day: date) -> Version | None:
        """The area that bore a government code on a day."""
        return next((version for version in self.versions if version.code == code and version.holds_on(day)), None)

    def successors(self, area: str, day: date) -> tuple[str, ...]:
        """The areas that hold an area's ground on a day: itself while it lives, nothing where no link leads on."""
        return self.all_successors(day).get(area, ())

    def all_successors(self, day: date) -> dict[str, tuple[str, ...]]:
        """`successors` of every area at once."""
        alive = self.on(day)
        forward: dict[str, list[str]] = {}
        for link in self.links:
            forward.setdefault(link.old, []).append(link.new)

        def follow(area: str) -> Iterator[str]:
            if area in alive:
                yield area
            else:
                for new in forward.get(area, ()):
                    yield from follow(new)

        return {version.area: tuple(dict.fromkeys(follow(version.area))) for version in self.versions}


@dataclass(frozen=True, slots=True)
class Alias:
    """A landmark or a short name, and the areas of 2022 it belongs to (several: people have to be asked)."""

    text: str
    codes: tuple[str, ...]
    kind: str
    certainty: str  # "sure" or "check": own knowledge, to be confirmed by a local person


class Enough(StrEnum):
    """What makes a place of words in running text; each includes the ones before it."""

    TITLE = "title"  # "xã" or "phường" before it
    ACCENTS = "accents"  # its own diacritics
    CUE = "cue"  # a word of place before it: "gần", "ở", "chợ"
    WORDS = "words"  # the words alone


@dataclass(frozen=True, slots=True)
class SeaPoint:
    """A corner of the sea off the province; on the coast `code` is the commune of 2022 there, offshore it is empty."""

    lat: float
    lon: float
    code: str
