"""A point is an area, a stretch of sea, or outside; its coordinates go no further."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.areas import SeaPoint, load_sea, shipped
from content.locales import speaking
from handlers.positions import Point
from handlers.sea import AtSea, Chart, OnLand, Outside

NOW = date(2026, 11, 23)
CHART = Chart(shipped(), load_sea(), NOW)


@pytest.mark.parametrize(
    ("lat", "lon", "place"),
    [
        (9.45, 106.24, AtSea("tran-de", 4)),
        (9.42, 106.27, AtSea("tran-de", 8)),
        (9.20, 105.95, AtSea("vinh-phuoc", 8)),
        (9.20, 106.40, AtSea("vinh-hai", 30)),
        (8.70, 106.60, AtSea("vinh-hai", 87)),
        (10.03, 105.78, Outside()),  # the old Cần Thơ
        (21.03, 105.85, Outside()),
        (9.29, 105.72, Outside()),  # Bạc Liêu
        (9.93, 106.34, Outside()),  # Trà Vinh
        (-9.4, 106.2, Outside()),
    ],
)
def test_a_point_off_the_coast_or_far_away_is_told_apart(lat: float, lon: float, place: object) -> None:
    assert CHART.where(Point(lat, lon)) == place


@pytest.mark.parametrize("version", [one for one in shipped().on(NOW).values() if one.lat], ids=lambda one: one.area)
def test_the_centre_of_an_area_lies_in_it(version) -> None:  # type: ignore[no-untyped-def]
    place = CHART.where(Point(version.lat, version.lon))
    assert isinstance(place, OnLand)
    assert place.area == version.area
    assert place.also == ()


def test_between_two_areas_the_other_is_named_too() -> None:
    place = CHART.where(Point(9.332, 105.98))  # between the centres of Vĩnh Châu and Vĩnh Phước
    assert isinstance(place, OnLand)
    assert {place.area, *place.also} == {"vinh-chau", "vinh-phuoc"}


def test_a_stretch_of_sea_is_said_in_words() -> None:
    with speaking("vi"):
        assert CHART.describe(AtSea("tran-de", 9)) == "biển, gần Trần Đề, khoảng 9 km"


def test_only_areas_on_the_coast_are_coastal() -> None:
    assert CHART.is_coastal("tran-de")
    assert not CHART.is_coastal("ke-sach")


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_on_earth_has_an_answer(lat: float, lon: float) -> None:
    place = CHART.where(Point(lat, lon))
    if isinstance(place, AtSea):
        assert 1 <= place.km <= 130
        assert CHART.is_coastal(place.near)


def test_a_coast_with_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="the coast names the code 99999"):
        Chart(shipped(), [SeaPoint(9.3, 106.0, "99999")], NOW)
