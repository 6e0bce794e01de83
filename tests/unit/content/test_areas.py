"""The areas of 2022, 2024 and 2025 are what the resolutions say, and faulty files are refused in plain words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.areas import (
    FIRST_DAY,
    AreasError,
    AreaType,
    Atlas,
    Change,
    ChangeKind,
    Link,
    Version,
    load,
    load_aliases,
    load_everyday,
    load_sea,
    shipped,
)
from content.areas.checks import problems

IN_2022 = date(2022, 11, 1)
IN_2024 = date(2024, 9, 1)
NOW = date(2025, 7, 1)

# district, communes of 2022, of 2024, areas of 2025 on its ground, and a checksum of every line of the source facts
FACTS = [
    ("941", "Thành phố Sóc Trăng", 10, 9, 3, "b945f6901380c4c4"),
    ("942", "Huyện Châu Thành", 8, 8, 4, "d4ef389a0b527cc5"),
    ("943", "Huyện Kế Sách", 13, 13, 6, "d52f58ef61f31ac9"),
    ("944", "Huyện Mỹ Tú", 9, 9, 4, "f401f379ec315c01"),
    ("945", "Huyện Cù Lao Dung", 8, 8, 2, "cdd49192a8fdebc3"),
    ("946", "Huyện Long Phú", 11, 11, 5, "f4a8262040716f06"),
    ("947", "Huyện Mỹ Xuyên", 11, 11, 5, "492ec5a2e88653e0"),
    ("948", "Thị xã Ngã Năm", 8, 8, 3, "bae50131f672684d"),
    ("949", "Huyện Thạnh Trị", 10, 10, 4, "1407ad366bc03824"),
    ("950", "Thị xã Vĩnh Châu", 10, 10, 5, "142237ff251135e4"),
    ("951", "Huyện Trần Đề", 11, 11, 5, "c1926086174c1ed7"),
]


def communes(day: date) -> list[Version]:
    return [version for version in shipped().on(day).values() if version.type.level == 3]


@pytest.mark.parametrize(
    ("day", "total", "by_type"),
    [
        (IN_2022, 109, {AreaType.COMMUNE: 80, AreaType.WARD: 17, AreaType.TOWNSHIP: 12}),
        (date(2024, 8, 31), 109, {AreaType.COMMUNE: 80, AreaType.WARD: 17, AreaType.TOWNSHIP: 12}),
        (IN_2024, 108, {AreaType.COMMUNE: 80, AreaType.WARD: 16, AreaType.TOWNSHIP: 12}),
        (date(2025, 6, 30), 108, {AreaType.COMMUNE: 80, AreaType.WARD: 16, AreaType.TOWNSHIP: 12}),
        (NOW, 43, {AreaType.COMMUNE: 35, AreaType.WARD: 8}),
    ],
)
def test_each_day_has_its_communes(day: date, total: int, by_type: dict[AreaType, int]) -> None:
    assert len(communes(day)) == total
    assert Counter(version.type for version in communes(day)) == by_type


@pytest.mark.parametrize(("code", "name", "in_2022", "in_2024", "in_2025", "checksum"), FACTS)
def test_every_commune_leads_where_the_resolutions_say(
    code: str, name: str, in_2022: int, in_2024: int, in_2025: int, checksum: str
) -> None:
    atlas = shipped()
    district = atlas.by_code(code, IN_2022)
    assert district is not None
    assert district.name == name
    lines, later, today = [], set(), set()
    for old in [version for version in communes(IN_2022) if version.parent == district.area]:
        (middle,) = (atlas.on(IN_2024)[area] for area in atlas.successors(old.area, IN_2024))
        (new,) = (atlas.on(NOW)[area] for area in atlas.successors(old.area, NOW))
        later.add(middle.code)
        today.add(new.code)
        facts = (old.code, old.name, middle.code, middle.name, new.code, new.name, new.lat, new.lon, new.area_km2)
        lines.append("|".join(map(str, facts)))
    assert (len(lines), len(later), len(today)) == (in_2022, in_2024, in_2025)
    assert hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16] == checksum


def test_a_reused_code_means_the_area_of_its_day() -> None:
    atlas = shipped()
    named = {day: atlas.by_code("31522", day) for day in (IN_2022, IN_2024, NOW)}
    assert [version and version.name for version in named.values()] == ["Phường 9", "Phường 1", None]
    assert [version and version.name for day in (IN_2024, NOW) if (version := atlas.by_code("31528", day))] == [
        "Thị trấn Kế Sách",
        "Xã Kế Sách",
    ]
    assert atlas.by_code("31513", IN_2024) is None


def test_four_communes_only_changed_their_parent() -> None:
    unchanged = {version.name for version in communes(NOW) if version.area in shipped().on(IN_2022)}
    assert unchanged == {"Xã Phong Nẫm", "Xã Mỹ Phước", "Xã Vĩnh Hải", "Xã Lai Hòa"}
    assert {version.parent for version in communes(NOW)} == {"t-can-tho"}


def test_the_province_and_its_districts_end_where_the_new_city_begins() -> None:
    atlas = shipped()
    assert [version.code for version in atlas.on(date(2025, 6, 30)).values() if version.type.level == 1] == ["94"]
    assert [version.code for version in atlas.on(NOW).values() if version.type.level < 3] == ["92"]
    assert atlas.successors("t-soc-trang", NOW) == ("t-can-tho",)
    assert atlas.successors("d-vinh-chau", NOW) == ()


def test_every_area_of_today_has_a_centre_a_size_and_a_name_that_fits_a_button() -> None:
    for version in communes(NOW):
        assert version.lat
        assert version.lon
        assert version.area_km2
        assert len(version.area) <= 16
    assert all(len(version.short_name) <= 20 for version in shipped().versions)


def test_every_alias_names_areas_of_the_first_day() -> None:
    atlas = shipped()
    for alias in load_aliases():
        for code in alias.codes:
            assert atlas.by_code(code, FIRST_DAY), alias
        assert alias.certainty in ("sure", "check")
    assert len({alias.text for alias in load_aliases()}) == len(load_aliases())


def test_every_corner_of_the_coast_names_an_area_or_lies_offshore() -> None:
    corners = load_sea()
    assert all(shipped().by_code(corner.code, FIRST_DAY) for corner in corners if corner.code)
    on_coast = [bool(corner.code) for corner in corners]
    assert on_coast == sorted(on_coast, reverse=True)


def test_names_that_are_everyday_words_are_known() -> None:
    assert {"an ninh", "trung bình", "VC"} <= set(load_everyday())


def _altered(area: str, **fields: object) -> Callable[[Atlas], Atlas]:
    def alter(atlas: Atlas) -> Atlas:
        return replace(
            atlas,
            versions=tuple(replace(one, **fields) if one.area == area else one for one in atlas.versions),
        )

    return alter


def _linked(*links: Link) -> Callable[[Atlas], Atlas]:
    return lambda atlas: replace(atlas, links=(*atlas.links, *links))


@pytest.mark.parametrize(
    ("alter", "fault"),
    [
        (_altered("phu-loi", code="31507"), "the code 31507 belongs to"),
        (_altered("phu-loi", valid_from=date(2025, 8, 1)), "does not meet on 2025-07-01"),
        (_altered("phu-loi", valid_to=date(2025, 7, 1)), "not after it begins"),
        (_altered("phu-loi", parent="nowhere"), "which is unknown"),
        (_altered("phu-loi", parent="soc-trang"), "which is no higher"),
        (_altered("phu-loi", parent=None), "has no parent"),
        (_altered("phu-loi", parent="t-soc-trang"), "at a time when that does not exist"),
        (_altered("phu-loi", lat=0.5), "not in Vietnam"),
        (_altered("phu-loi", lon=None), "half a centre"),
        (_altered("phu-loi", area_km2=0.0), "not above zero"),
        (_altered("phong-nam", valid_from=FIRST_DAY), "two versions on 2022-01-01"),
        (_altered("phong-nam", valid_to=date(2025, 6, 1)), "phong-nam changes on 2025-06-01"),
        (_linked(Link("nq-1668-2025", "p-5-soc-trang", "atlantis")), "names atlantis, which is unknown"),
        (_linked(Link("nq-0", "p-5-soc-trang", "phu-loi")), "names the change nq-0, which is unknown"),
        (_linked(Link("nq-1668-2025", "soc-trang", "p-5-soc-trang")), "go round in a circle"),
        (lambda atlas: replace(atlas, links=atlas.links[1:]), "no link says"),
        (lambda atlas: replace(atlas, changes=(*atlas.changes, atlas.changes[0])), "is there twice"),
    ],
)
def test_a_fault_is_found_and_named(alter: Callable[[Atlas], Atlas], fault: str) -> None:
    assert any(fault in one for one in problems(alter(shipped())))


def test_a_missing_stretch_of_time_is_found() -> None:
    atlas = shipped()
    late = tuple(
        replace(one, valid_from=date(2025, 7, 2)) if one.area == "phong-nam" and one.valid_to is None else one
        for one in atlas.versions
    )
    assert "phong-nam is missing from 2025-07-01 to 2025-07-02" in problems(replace(atlas, versions=late))


def test_the_shipped_areas_have_no_fault() -> None:
    assert problems(shipped()) == []


@given(st.dates(min_value=FIRST_DAY, max_value=date(2035, 1, 1)))
def test_on_any_day_no_code_is_borne_twice_and_every_former_commune_leads_on(day: date) -> None:
    atlas = shipped()
    alive = atlas.on(day)
    assert len({version.code for version in alive.values()}) == len(alive)
    for version in communes(IN_2022):
        assert len(atlas.successors(version.area, max(day, IN_2022))) == 1


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("versions.csv", "area,code\nx,1\n", "the column 'name' is missing"),
        ("changes.csv", "change,day,kind,basis,note\nx,gestern,merge,,\n", r"changes.csv, line 2: .gestern. is no day"),
        ("changes.csv", "change,day,kind,basis,note\nx,2025-07-01,vanish,,\n", "'vanish' is not a valid ChangeKind"),
        ("links.csv", None, "links.csv: cannot be read"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_line(
    tmp_path: Path, file: str, text: str | None, said: str
) -> None:
    for name in ("versions.csv", "changes.csv", "links.csv"):
        source = Path(load.__code__.co_filename).parent / name
        (tmp_path / name).write_bytes(source.read_bytes())
    (tmp_path / file).unlink()
    if text is not None:
        (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(AreasError, match=said):
        load(tmp_path)


def test_two_reforms_in_one_year_are_followed_one_after_the_other() -> None:
    """Vĩnh Châu's ward of July is merged into its neighbour in October: January's communes lead through both."""
    atlas, october = shipped(), date(2025, 10, 1)
    old, into = (atlas.by_code(code, NOW) for code in ("31783", "31804"))
    assert old is not None
    assert into is not None
    versions = tuple(
        replace(one, valid_to=october) if one.area == old.area and one.holds_on(NOW) else one for one in atlas.versions
    )
    change = Change("october", october, ChangeKind.MERGE, "a resolution", "")
    again = Atlas(versions, (*atlas.changes, change), (*atlas.links, Link("october", old.area, into.area)))
    assert problems(again) == []
    before = [one.area for one in atlas.on(date(2025, 6, 30)).values() if old.area in atlas.successors(one.area, NOW)]
    assert before
    assert {again.successors(area, date(2025, 9, 30)) for area in before} == {(old.area,)}
    assert {again.successors(area, october) for area in before} == {(into.area,)}
    assert len([one for one in again.on(october).values() if one.type.level == 3]) == 42
