"""Outlines of areas for the chart, from a GeoJSON file of the deployer's: none is shipped, for nobody could say whose they are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from content.areas.atlas import Atlas, Version

Point = tuple[float, float]
"""Longitude and latitude in degrees, as GeoJSON has them."""
Ring = tuple[Point, ...]

CODES = ("code", "ma", "ma_xa", "wardcode", "ward_code", "maxa", "id")
"""Names of the property that holds an area's government code, in any case."""
PLACES = 4  # of a degree: some 11 metres
FARTHEST_KM = 40.0
"""No outline of a commune lies farther from its known middle: other degrees, or another code, were meant."""


class ShapesError(ValueError):
    """The file can't be used; the message says every fault, a line each."""


def read_shapes(path: Path, atlas: Atlas, day: date) -> Mapping[str, tuple[Ring, ...]]:
    """The outlines of a file by area, of the areas of this day. Raises ShapesError."""
    try:
        stored = json.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ShapesError(f"{path}: cannot be read: {error}") from None
    features = _features(stored)
    if not features:
        raise ShapesError(f"{path}: holds no GeoJSON feature")
    found: dict[str, tuple[Ring, ...]] = {}
    faults = []
    for number, feature in enumerate(features, 1):
        try:
            version, rings = _feature(feature, atlas, day)
        except ShapesError as fault:
            faults.append(f"feature {number}: {fault}")
            continue
        if version.area in found:
            faults.append(f"feature {number}: {version.code} stands twice")
        found[version.area] = rings
    if faults:
        raise ShapesError("\n".join([f"{path} was not taken:", *faults]))
    return found


def _features(stored: Any) -> Sequence[Any]:
    if isinstance(stored, Mapping) and stored.get("type") == "Feature":
        return [stored]
    found = stored.get("features") if isinstance(stored, Mapping) else None
    return found if isinstance(found, list) else []


def _feature(feature: Any, atlas: Atlas, day: date) -> tuple[Version, tuple[Ring, ...]]:
    named = feature.get("properties") if isinstance(feature, Mapping) else None
    properties = {str(name).lower(): value for name, value in (named or {}).items()}
    code = next((str(properties[name]) for name in CODES if properties.get(name)), "")
    if not code:
        raise ShapesError(f"it has none of the properties {', '.join(CODES)}")
    version = atlas.by_code(code, day)
    if version is None or version.type.level != 3:
        raise ShapesError(f"{code} is no commune of {day:%d/%m/%Y}")
    geometry = feature.get("geometry") or {}
    rings = tuple(_rings(geometry))
    if not rings:
        raise ShapesError(f"{code} has no polygon")
    if version.lat is not None and version.lon is not None:
        nearest = min(distance_km((version.lon, version.lat), point) for ring in rings for point in ring)
        if nearest > FARTHEST_KM:
            raise ShapesError(f"{code} lies {nearest:.0f} km from {version.name}: degrees of WGS 84 are needed")
    return version, rings


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    """The outer rings, thinned to what a chart shows; holes are other communes' ground and drawn by them."""
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    polygons: Any = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(str(kind))
    for polygon in polygons or ():
        try:
            points = [(round(float(lon), PLACES), round(float(lat), PLACES)) for lon, lat, *_height in polygon[0]]
        except (TypeError, ValueError, IndexError):
            raise ShapesError("its coordinates are no numbers") from None
        if any(not (-180 <= lon <= 180 and -90 <= lat <= 90) for lon, lat in points):
            raise ShapesError("its coordinates are no degrees: WGS 84 (EPSG:4326) is needed")
        thinned = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
        if len(set(thinned)) >= 3:
            yield tuple(thinned)


def distance_km(one: Point, other: Point) -> float:
    """Near enough for a province: a degree of latitude is 111 km everywhere."""
    east = (one[0] - other[0]) * cos(radians(one[1]))
    return 111.2 * hypot(east, one[1] - other[1])
