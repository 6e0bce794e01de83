"""Areas go into the database and come back the same; an import says first what it would change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from content.areas import Alias, AreasError, AreaType, Atlas, Change, ChangeKind, Link, Version, load_aliases, shipped
from content.locales import speaking
from storage import areas
from storage.areas import apply_import, load, plan_import, summary
from storage.areas import load_aliases as stored_aliases
from storage.engine import Database

EMPTY = Atlas((), (), ())
DAY = date(2027, 1, 1)


def merged(atlas: Atlas) -> Atlas:
    """The next change: An Thạnh and Cù Lao Dung become one."""
    old = ("an-thanh", "cu-lao-dung")
    ended = tuple(replace(one, valid_to=DAY) if one.area in old else one for one in atlas.versions)
    new = Version("cu-lao", "31615", "Xã Cù Lao", AreaType.COMMUNE, "t-can-tho", DAY, None, 9.63, 106.18, 245.05)
    change = Change("merger-2027", DAY, ChangeKind.MERGE, "Nghị quyết thử", "")
    return Atlas(
        (*ended, new),
        (*atlas.changes, change),
        (*atlas.links, *(Link("merger-2027", area, "cu-lao") for area in old)),
    )


def contents(atlas: Atlas) -> tuple[set[Version], set[Change], set[Link]]:
    return set(atlas.versions), set(atlas.changes), set(atlas.links)


async def test_what_is_imported_comes_back_the_same(database: Database) -> None:
    async with database.write() as rows:
        await apply_import(rows, shipped(), load_aliases())
    async with database.read() as rows:
        assert contents(await load(rows)) == contents(shipped())
        assert set(await stored_aliases(rows)) == set(load_aliases())


async def test_a_second_import_of_the_same_changes_nothing(database: Database) -> None:
    async with database.write() as rows:
        first = await apply_import(rows, shipped(), load_aliases())
        second = await apply_import(rows, shipped(), load_aliases())
    assert len(first.new_areas) == 162
    assert second.nothing


async def test_the_next_merger_ends_the_old_areas_and_links_them_on(database: Database) -> None:
    async with database.write() as rows:
        await apply_import(rows, shipped(), load_aliases())
        await apply_import(rows, merged(shipped()), load_aliases())
    async with database.read() as rows:
        atlas = await load(rows)
    assert atlas.successors("tt-cu-lao-dung-cu-lao-dung", DAY) == ("cu-lao",)
    assert "cu-lao" not in atlas.on(date(2026, 12, 31))


async def test_an_import_that_would_take_areas_away_is_refused_and_writes_nothing(database: Database) -> None:
    async with database.write() as rows:
        await apply_import(rows, merged(shipped()), load_aliases())
    with pytest.raises(AreasError, match="cu-lao from 2027-01-01 is stored but missing here"):
        async with database.write() as rows:
            await apply_import(rows, shipped(), load_aliases())
    async with database.read() as rows:
        assert contents(await load(rows)) == contents(merged(shipped()))


async def test_a_faulty_import_is_refused_in_plain_words(database: Database) -> None:
    broken = replace(shipped(), links=())
    with pytest.raises(AreasError, match="no link says what became of it"):
        async with database.write() as rows:
            await apply_import(rows, broken, ())
    with pytest.raises(AreasError, match="'chợ Trời' names an unknown code"):
        async with database.write() as rows:
            await apply_import(rows, shipped(), (Alias("chợ Trời", ("99999",), "market", "sure"),))


async def test_aliases_are_replaced_as_a_whole(database: Database) -> None:
    only = (Alias("chùa Dơi", ("31519",), "pagoda", "sure"),)
    async with database.write() as rows:
        await apply_import(rows, shipped(), load_aliases())
        await apply_import(rows, shipped(), only)
        assert await stored_aliases(rows) == only


def test_a_plan_tells_new_areas_from_new_versions_and_changed_ones() -> None:
    plan = plan_import(shipped(), merged(shipped()))
    assert [one.area for one in plan.new_areas] == ["cu-lao"]
    assert plan.new_versions == ()
    assert {before.area for before, _after in plan.changed} == {"an-thanh", "cu-lao-dung"}
    assert plan.missing == ()
    assert len(plan.links) == 2


def test_a_moved_area_is_a_new_version_and_no_new_area() -> None:
    before = Atlas(tuple(one for one in shipped().versions if one.valid_from < date(2025, 7, 1)), (), ())
    plan = plan_import(before, shipped())
    assert "phong-nam" in {one.area for one in plan.new_versions}
    assert "phong-nam" not in {one.area for one in plan.new_areas}


def test_a_first_import_counts_every_area_once() -> None:
    plan = plan_import(EMPTY, shipped())
    assert len(plan.new_areas) == len({one.area for one in shipped().versions})
    assert len(plan.new_areas) + len(plan.new_versions) == len(shipped().versions)


def test_what_would_change_is_said_in_words() -> None:
    with speaking("en"):
        lines = summary(plan_import(shipped(), merged(shipped())))
        assert summary(plan_import(shipped(), shipped())) == ["Nothing changes."]
    assert lines == [
        "New from 2027-01-01: Xã Cù Lao (31615)",
        "Changed: Xã An Thạnh (31615): valid_to",
        "Changed: Xã Cù Lao Dung (31633): valid_to",
        "Becomes: an-thanh -> cu-lao",
        "Becomes: cu-lao-dung -> cu-lao",
    ]


def test_what_is_missing_is_said_in_words() -> None:
    with speaking("vi"):
        assert "Thiếu: Xã Cù Lao (31615)" in summary(plan_import(merged(shipped()), shipped()))


async def test_outlines_come_back_the_same_and_are_replaced_one_by_one(database: Database) -> None:
    first = {"a": (((106.0, 9.0), (106.1, 9.0), (106.1, 9.1)),), "b": (((1.0, 2.0), (3.0, 4.0), (5.0, 6.5)),)}
    async with database.write() as rows:
        assert await areas.shapes(rows) == {}
        await areas.save_shapes(rows, first)
        await areas.save_shapes(rows, {"a": first["b"]})
        assert await areas.shapes(rows) == {"a": first["b"], "b": first["b"]}
