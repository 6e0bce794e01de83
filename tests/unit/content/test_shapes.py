"""Outlines are taken for the areas of the day they are of; what is no outline of theirs is named, and nothing is taken."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from content.areas import shipped
from content.areas.shapes import ShapesError, read_shapes

DAY = date(2027, 1, 15)
VINH_CHAU = shipped().by_code("31783", DAY)


def square(size: float = 0.1, east: float = 0.0) -> list[list[float]]:
    assert VINH_CHAU is not None
    assert VINH_CHAU.lat is not None
    assert VINH_CHAU.lon is not None
    lon, lat = VINH_CHAU.lon + east, VINH_CHAU.lat
    return [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]]


def feature(code: str | None = "31783", kind: str = "Polygon", rings: Any = None, name: str = "code") -> dict[str, Any]:
    coordinates = rings if rings is not None else [square()]
    properties = {name: code} if code is not None else {}
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def read(tmp_path: Path, *features: Any) -> Any:
    path = tmp_path / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), "utf-8-sig")
    return read_shapes(path, shipped(), DAY)


@pytest.mark.parametrize("name", ["code", "MA_XA", "wardCode"])
def test_an_outline_is_found_by_its_code(tmp_path: Path, name: str) -> None:
    (rings,) = read(tmp_path, feature(name=name)).values()
    assert [len(ring) for ring in rings] == [5]


def test_several_polygons_are_one_commune_and_points_closer_than_a_chart_shows_are_one(tmp_path: Path) -> None:
    close = [[lon + step / 1e6, lat] for lon, lat in square() for step in range(3)]
    (rings,) = read(tmp_path, feature(kind="MultiPolygon", rings=[[close], [square(0.05)]])).values()
    assert [len(ring) for ring in rings] == [5, 5]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (feature("31522"), "31522 is no commune of 15/01/2027"),  # its code was another's until 2025
        (feature("92"), "92 is no commune"),
        (feature(None), "none of the properties code"),
        (feature(rings=[[[500000.0, 1000000.0]]]), "no degrees"),
        (feature(rings=[square(east=2.0)]), "km from Phường Vĩnh Châu"),
        (feature(rings=[[["a", "b"]]]), "no numbers"),
        (feature(kind="Point", rings=[106.0, 9.0]), "has no polygon"),
        ("no feature", "none of the properties"),
    ],
)
def test_a_fault_is_said_with_its_feature_and_nothing_is_taken(tmp_path: Path, wrong: Any, said: str) -> None:
    with pytest.raises(ShapesError, match=f"feature 2: .*{said}"):
        read(tmp_path, feature(), wrong)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"type": "FeatureCollection", "features": []}'])
def test_a_file_without_features_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(text)
    with pytest.raises(ShapesError, match=r"cannot be read|holds no GeoJSON feature"):
        read_shapes(path, shipped(), DAY)


def test_a_commune_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match="feature 2: 31783 stands twice"):
        read(tmp_path, feature(), feature())
