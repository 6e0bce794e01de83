"""The map: every area once, none above another, north above and west to the left."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.page.tiles import ACROSS, HEIGHT, MOST, WIDTH, Spot, tile_map
from content.areas import shipped

DEGREES = st.floats(8, 11)
SPOTS = st.lists(st.builds(Spot, st.text(max_size=30), DEGREES, DEGREES, st.just(1), st.just(2)), max_size=MOST)


@given(SPOTS)
def test_every_area_has_one_tile_on_the_map_and_none_hides_another(spots: list[Spot]) -> None:
    found = tile_map(spots)
    assert (found is None) is (not spots)
    if found:
        corners = {(one.x, one.y) for one in found.tiles}
        assert len(corners) == len(found.tiles) == len(spots)
        assert all(0 <= x <= found.width - WIDTH and 0 <= y <= found.height - HEIGHT for x, y in corners)
        assert found.width == ACROSS * WIDTH


def test_the_communes_of_today_stand_as_they_lie() -> None:
    areas = [one for one in shipped().on(date(2025, 8, 1)).values() if one.type.level == 3 and one.lat and one.lon]
    found = tile_map([Spot(one.bare_name, one.lat or 0, one.lon or 0, 0, 1) for one in areas])
    assert found is not None
    at = {" ".join(one.name): (one.x, one.y) for one in found.tiles}
    north, south = max(areas, key=lambda one: one.lat or 0), min(areas, key=lambda one: one.lat or 0)
    assert at[north.bare_name][1] < at[south.bare_name][1]


def test_too_many_areas_are_a_table_only() -> None:
    assert tile_map([Spot("x", 9, 105, 0, 1)] * (MOST + 1)) is None


def test_a_tile_says_how_much_and_a_long_name_stands_in_two_lines() -> None:
    found = tile_map(
        [Spot("Huỳnh Hữu Nghĩa", 9, 106, 1, 3), Spot("Trần Đề", 9.5, 106, 3, 3), Spot("Kế Sách", 9.7, 106, 0, 2)]
    )
    assert found is not None
    assert [(one.name, one.figure, one.ground) for one in sorted(found.tiles, key=lambda one: one.figure)] == [
        (("Kế Sách",), "0/2", "none"), (("Huỳnh", "Hữu Nghĩa"), "1/3", "some"), (("Trần Đề",), "3/3", "all")
    ]  # fmt: skip
