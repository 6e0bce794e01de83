"""Points and boats: which area a position belongs to, or off which coast it lies, and boats' own numbers.

A point is taken as an area or a stretch of sea, then forgotten: nothing here keeps coordinates. The coast is a few
points, good to about a kilometre; it decides what a tip says, not who reads it at the border.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from content.areas import FIRST_DAY, Atlas, SeaPoint
from content.locales import _
from handlers.positions import Point

KM_PER_DEGREE = 111.195
REACH = 2.5  # a point belongs to an area within so many of its radii; communes are long, not round
ALSO = 1.4  # an area so many times farther, in radii, may be meant too
MOST_ALSO = 2


@dataclass(frozen=True, slots=True)
class OnLand:
    """The area whose centre is nearest for its size, and others that may be meant as well, nearest first."""

    area: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AtSea:
    """So many whole kilometres off the coast of an area."""

    near: str
    km: int


@dataclass(frozen=True, slots=True)
class Outside:
    """Neither in an area we know nor off its coast."""


@dataclass(frozen=True, slots=True)
class _Centre:
    area: str
    at: Point
    radius_km: float


class Chart:
    """The areas of one day by their centres, and the sea off their coast."""

    def __init__(self, atlas: Atlas, sea: Iterable[SeaPoint], on: date) -> None:
        """Raises ValueError when a point of the coast names a code that no area had when the records began."""
        self._names = {version.area: version.bare_name for version in atlas.on(on).values()}
        self._centres = [
            _Centre(version.area, Point(version.lat, version.lon), math.sqrt(version.area_km2 / math.pi))
            for version in atlas.on(on).values()
            if version.lat is not None and version.lon is not None and version.area_km2
        ]
        corners = list(sea)
        self._sea = [Point(corner.lat, corner.lon) for corner in corners]
        self._coast = [
            (Point(corner.lat, corner.lon), _shore(atlas, corner.code, on)) for corner in corners if corner.code
        ]

    def where(self, point: Point) -> OnLand | AtSea | Outside:
        """The area or the stretch of sea of a point."""
        if _within(point, self._sea):
            return self._off_coast(point)
        near = sorted((_km(point, centre.at) / centre.radius_km, centre.area) for centre in self._centres)
        if not near or near[0][0] > REACH:
            return Outside()
        best, area = near[0]
        return OnLand(area, tuple(other for far, other in near[1 : MOST_ALSO + 1] if far < best * ALSO))

    def is_coastal(self, area: str) -> bool:
        """Does an area lie on the coast? "Cách cửa 5 lý" makes sense only there."""
        return any(area == shore for _point, shore in self._coast)

    def describe(self, place: AtSea) -> str:
        """A stretch of sea in words: "biển, gần Trần Đề, khoảng 9 km"."""
        return _("sea, near {place}, about {km} km").format(place=self._names[place.near], km=place.km)

    def _off_coast(self, point: Point) -> AtSea:
        _far, near = min((_km(point, corner), area) for corner, area in self._coast)
        lines = zip(self._coast, self._coast[1:], strict=False)
        km = min(_km_to_line(point, one, other) for (one, _area), (other, _other) in lines)
        return AtSea(near, max(1, round(km)))


def _shore(atlas: Atlas, code: str, on: date) -> str:
    unit = atlas.by_code(code, FIRST_DAY)
    areas = atlas.successors(unit.area, on) if unit else ()
    if not areas:
        raise ValueError(f"the coast names the code {code}, which no area had on {FIRST_DAY}")
    return areas[0]


def _flat(point: Point, origin: Point) -> tuple[float, float]:
    """Kilometres east and north of the origin; true enough within a province."""
    east = (point.lon - origin.lon) * KM_PER_DEGREE * math.cos(math.radians(origin.lat))
    return east, (point.lat - origin.lat) * KM_PER_DEGREE


def _km(one: Point, other: Point) -> float:
    return math.hypot(*_flat(one, other))


def _km_to_line(point: Point, start: Point, end: Point) -> float:
    (x, y), (to_x, to_y) = _flat(point, start), _flat(end, start)
    along = (x * to_x + y * to_y) / (to_x**2 + to_y**2)
    part = min(1.0, max(0.0, along))
    return math.hypot(x - part * to_x, y - part * to_y)


def _within(point: Point, corners: Sequence[Point]) -> bool:
    """Is the point inside the polygon? Counts the edges that a ray to the west crosses."""
    inside = False
    for one, other in zip(corners, (*corners[1:], *corners[:1]), strict=True):
        if (one.lat > point.lat) != (other.lat > point.lat):
            crossing = one.lon + (other.lon - one.lon) * (point.lat - one.lat) / (other.lat - one.lat)
            inside ^= point.lon < crossing
    return inside
