"""The reform of 1 July 2025, worked by hand for thirteen of today's communes, under each reading; beside it the naive rule's answer."""

from __future__ import annotations

from datetime import date

import pytest

from content import areas
from content.library.terms import Audience
from content.outreach_terms import TargetKind
from handlers.coverage.reading_rules import Ground, as_frozen, as_now, as_then, ground_of
from storage.targets import Target

SINCE, UNTIL, TODAY = date(2024, 11, 16), date(2025, 11, 16), date(2025, 11, 15)
"""The year of account 2025, of which the last day is looked at."""


def commune(area: str, first: date, end: date | None) -> Target:
    return Target(area, TargetKind.COMMUNE, area, area, Audience.EVERYONE, first, end)


@pytest.fixture(scope="module")
def communes() -> list[Target]:
    """An area is one target for as long as it lives, under whatever name or code."""
    lives: dict[str, Target] = {}
    for one in sorted(areas.shipped().versions, key=lambda version: version.valid_from):
        if one.type.level == 3:
            first = lives[one.area].valid_from if one.area in lives else one.valid_from
            lives[one.area] = commune(one.area, first, one.valid_to)
    return list(lives.values())


@pytest.fixture(scope="module")
def ground(communes: list[Target]) -> Ground:
    return ground_of(areas.shipped(), communes, SINCE, TODAY)


HAND = [
    # today's commune, what was reached in the year -> all parts, any part, naive
    # Merged of two, both were reached before the reform: every foot of it was. The naive rule asks for today's id alone.
    ("thoi-an-hoi", ["x-an-lac-tay-ke-sach", "x-thoi-an-hoi-ke-sach"], True, True, False),
    # Merged of two, one was reached: half of it heard nothing.
    ("dai-hai", ["x-dai-hai-ke-sach"], False, True, False),
    # Merged of three, one was reached.
    ("an-lac-thon", ["x-trinh-phu-ke-sach"], False, True, False),
    # Merged of three, all but one: still not all of it.
    ("my-tu", ["tt-huynh-huu-nghia-my-tu", "x-my-tu-my-tu"], False, True, False),
    # Nothing before, itself after: the commune of today was reached as it is, whatever its parts heard.
    ("phu-tam", ["phu-tam"], True, True, True),
    # One part before and itself after.
    ("ho-dac-kien", ["x-thien-my-chau-thanh", "ho-dac-kien"], True, True, True),
    # Nothing at all.
    ("thuan-hoa", [], False, False, False),
    # Its code, 31528, belonged to the commune Kế An before (x-ke-an): who counts by code finds today's commune reached whole.
    ("ke-sach", ["x-ke-an-ke-sach"], False, True, False),
    # Parts of two districts (Kế Sách and Long Phú): no district stands between a part and its commune.
    ("nhon-my", ["x-nhon-my-ke-sach", "x-an-my-ke-sach", "x-song-phung-long-phu"], True, True, False),
    (
        "my-xuyen",
        ["p-10-soc-trang", "x-dai-tam-my-xuyen"],
        False,
        True,
        False,
    ),  # a part of the city, one of the district
    # Of four wards; one of them was itself merged in 2024 (of 1 and 9), before this year began: its own parts are no parts.
    ("phu-loi", ["p-2-soc-trang", "p-4-soc-trang", "p-3-soc-trang", "p-1-soc-trang-2024"], True, True, False),
    # Not touched by the reform, but for the district above it.
    ("phong-nam", ["phong-nam"], True, True, True),
    # Four wards, one was reached.
    ("soc-trang", ["p-7-soc-trang"], False, True, False),
]


@pytest.mark.parametrize(("area", "reached", "in_all", "in_any", "naive"), HAND, ids=[one[0] for one in HAND])
def test_a_commune_of_today_is_read_through_its_parts(
    communes: list[Target], ground: Ground, area: str, reached: list[str], in_all: bool, in_any: bool, naive: bool
) -> None:
    assert as_now(communes, TODAY, reached, ground, strict=True)[area] is in_all
    assert as_now(communes, TODAY, reached, ground, strict=False)[area] is in_any
    assert (area in reached) is naive


def test_as_it_was_then_every_commune_of_the_year_stands_once_old_and_new(communes: list[Target]) -> None:
    reached = ["x-dai-hai-ke-sach", "dai-hai"]
    read = as_then(communes, SINCE, UNTIL, reached)
    assert len(read) == 108 + 43 - len(both(communes))
    assert {name for name, held in read.items() if held} == set(reached)
    assert read["x-ba-trinh-ke-sach"] is False


def both(communes: list[Target]) -> set[str]:
    """Who lived on both sides of the reform."""
    return {
        one.area for one in communes if one.area and one.holds_on(date(2025, 6, 30)) and one.holds_on(date(2025, 7, 1))
    }


def test_there_are_108_communes_before_the_reform_and_43_after_it(communes: list[Target]) -> None:
    assert len(as_now(communes, date(2025, 6, 30), [], Ground({}, {}), strict=True)) == 108
    assert len(as_now(communes, TODAY, [], Ground({}, {}), strict=True)) == 43


def test_a_place_of_the_fixed_list_that_has_ended_is_held_by_those_on_its_ground(ground: Ground) -> None:
    listed = ["x-ba-trinh-ke-sach", "x-dai-hai-ke-sach", "x-ke-an-ke-sach"]
    assert as_frozen(listed, ["dai-hai"], ground) == {
        "x-ba-trinh-ke-sach": True,
        "x-dai-hai-ke-sach": True,
        "x-ke-an-ke-sach": False,
    }


def test_two_reforms_in_a_year_are_followed_step_by_step() -> None:
    ground = Ground({"c": ("b", "x"), "b": ("a1", "a2")}, {"a1": ("b",), "a2": ("b",), "b": ("c",), "x": ("c",)})
    there = [commune("c", date(2025, 7, 1), None)]
    assert as_now(there, TODAY, ["a1", "a2", "x"], ground, strict=True) == {"c": True}
    assert as_now(there, TODAY, ["a1", "x"], ground, strict=True) == {"c": False}
    assert as_frozen(["a1"], ["c"], ground) == {"a1": True}
