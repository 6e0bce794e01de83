"""What those on the water write is read as they mean it, and a doubtful reading is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.positions import Point, Water, distance_km, hull, position, water


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("9 23.456 N 106 15.2 E", 9.39093, 106.25333),
        ("9°23'27\"N 106°15'12\"E", 9.39083, 106.25333),
        ("9°23’27”N, 106°15’12”E", 9.39083, 106.25333),
        ("9.3912, 106.2531", 9.3912, 106.2531),
        ("9,3912 106,2531", 9.3912, 106.2531),
        ("9.3912,106.2531", 9.3912, 106.2531),
        ("vi do 9 23 kinh do 106 15", 9.38333, 106.25),
        ("vĩ độ 9 độ 23 phút bắc, kinh độ 106 độ 15 phút đông", 9.38333, 106.25),
        ("N 9 23.456 E 106 15.2", 9.39093, 106.25333),
        ("N9°23.456' E106°15.2'", 9.39093, 106.25333),
        ("09-23.456N 106-15.200E", 9.39093, 106.25333),
        ("9 23,456 106 15,2", 9.39093, 106.25333),
        ("toạ độ 9 23 106 15", 9.38333, 106.25),
        ("https://maps.example/?q=9.3912,106.2531", 9.3912, 106.2531),
        ("ghe chay o 9 12.5 106 20.1 luc 2h", 9.20833, 106.335),
        ("9.39° 106.25°", 9.39, 106.25),
    ],
)
def test_a_position_is_read_as_a_plotter_shows_it(text: str, lat: float, lon: float) -> None:
    point = position(text)
    assert point is not None
    assert (point.lat, point.lon) == (pytest.approx(lat, abs=5e-6), pytest.approx(lon, abs=5e-6))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "9.23 106.15",  # degrees, or degrees and minutes?
        "9.23N 106.15E",
        "9 23 106 15",
        "9 75.0N 106 10.0E",
        "9 23 456 N 106 15 2 E",
        "lúc 9 giờ 23 có 106 người",
        "goi 0912345678 106",
        "ban 9 cay 106 trieu",
        "-9.3912, 106.2531",
    ],
)
def test_a_doubtful_position_is_none(text: str) -> None:
    assert position(text) is None


@given(st.floats(8, 10.9), st.floats(104, 108))
def test_a_position_in_degrees_and_minutes_comes_back_as_it_was(lat: float, lon: float) -> None:
    def minutes(angle: float) -> str:
        thousandths = round(angle * 60_000)
        return f"{thousandths // 60_000} {thousandths % 60_000 / 1000:06.3f}"

    point = position(f"{minutes(lat)} N {minutes(lon)} E")
    assert point is not None
    assert point.lat == pytest.approx(lat, abs=1e-5)
    assert point.lon == pytest.approx(lon, abs=1e-5)


@given(st.text())
def test_no_text_breaks_the_readers(text: str) -> None:
    position(text), distance_km(text), hull(text), water(text)


def test_a_point_does_not_show_itself() -> None:
    assert "9.39" not in repr(Point(9.39, 106.25))


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("cách cửa 5 lý", 9.26),
        ("cach cua tran de 5 hai ly", 9.26),
        ("cách bờ chừng 2,5 lý", 4.63),
        ("cách bờ 3 km", 3.0),
        ("khoảng 10 hải lý", 18.52),
        ("uống 5 ly cà phê", None),
        ("cách đây 2 ngày", None),
    ],
)
def test_a_distance_off_the_coast_is_in_kilometres(text: str, km: float | None) -> None:
    assert distance_km(text) == (None if km is None else pytest.approx(km))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ST 91234 TS", "ST-91234-TS"),
        ("ghe st91234ts sơn xanh", "ST-91234-TS"),
        ("BL-9123-TS", "BL-9123-TS"),
        ("CT 12345", "CT-12345"),
        ("xe 83P1 12345", None),
        ("st 1", None),
    ],
)
def test_a_boats_number_is_written_as_on_the_bow(text: str, number: str | None) -> None:
    assert hull(text) == number


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("ngoai bien", Water.SEA),
        ("ngoài khơi Vĩnh Châu", Water.SEA),
        ("cua tran de", Water.SEA),
        ("biển Hồ Bể", Water.SEA),
        ("tren song hau", Water.RIVER),
        ("dưới rạch sau nhà", Water.RIVER),
        ("qua pha", Water.RIVER),
        ("sà lan đậu ở vàm", Water.RIVER),
        ("bien so xe", None),
        ("xe biển số 83P1-234.56", None),
        ("mất biển xe", None),
        ("no song o day", None),
        ("pha ma tuy", None),
        ("quần áo rách", None),
    ],
)
def test_water_is_heard_in_a_text_only_where_it_is_meant(text: str, where: Water | None) -> None:
    assert water(text) is where
