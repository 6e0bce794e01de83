"""The running hotline knows the areas that were imported; before the first import, the shipped ones."""

from __future__ import annotations

from dataclasses import replace

from bot.house import known_ground
from content.areas import load_aliases, shipped
from storage import areas
from storage.engine import Database


async def test_before_any_import_the_shipped_areas_are_known(database: Database) -> None:
    assert (await known_ground(database)).atlas == shipped()


async def test_what_was_imported_is_what_the_hotline_knows(database: Database) -> None:
    first, *others = shipped().versions
    renamed = replace(shipped(), versions=(replace(first, name=f"{first.name} Mới"), *others))
    async with database.write() as rows:
        await areas.apply_import(rows, renamed, load_aliases())
    assert f"{first.name} Mới" in {version.name for version in (await known_ground(database)).atlas.versions}
