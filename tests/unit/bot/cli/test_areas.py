"""Areas and outlines from files: tried first, then taken whole, or refused with the place and the cure, nothing half-taken."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from alembic import command

from bot.cli import areas_import, areas_shapes
from bot.cli.terminal import Wrong
from content.areas import FOLDER, AreasError, load_aliases, shipped
from storage import areas
from storage.engine import Database
from storage.migrations import configured
from storage.vault.keyring import Keyring
from tests.conftest import NOON

FILES = ("versions.csv", "changes.csv", "links.csv", "aliases.csv")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'hotline.db'}"


@pytest.fixture
async def installed(url: str, tmp_path: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with the shipped areas; a copy of their files to change."""
    opened = await Database.open(url)
    async with opened.write() as rows:
        await rows.run_sync(lambda sync: command.upgrade(configured(sync), "head"))
        await areas.apply_import(rows, shipped(), load_aliases())
    await opened.close()
    monkeypatch.setenv("HOTLINE_DATABASE_URL", url)
    monkeypatch.setenv("HOTLINE_KEYRING", str(tmp_path / "keyring"))
    monkeypatch.setenv("HOTLINE_LANG", "en")
    folder = tmp_path / "areas"
    folder.mkdir()
    for name in FILES:
        (folder / name).write_bytes((FOLDER / name).read_bytes())
    return folder


async def there(url: str) -> int:
    """How many versions of areas are stored."""
    opened = await Database.open(url)
    async with opened.read() as rows:
        found = len((await areas.load(rows)).versions)
    await opened.close()
    return found


def changed(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf8")


async def test_the_same_areas_change_nothing_and_a_new_name_is_tried_first(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await areas_import.carry_out(installed, dry_run=True)
    assert "Nothing changes." in capsys.readouterr().out
    changed(installed, "versions.csv", "Phường Vĩnh Châu", "Phường Vĩnh Châu Mới")
    for dry_run, said in ((True, "this was a dry run"), (False, "Done."), (False, "Nothing changes.")):
        await areas_import.carry_out(installed, dry_run)
        assert said in capsys.readouterr().out


async def test_where_a_folder_has_no_landmarks_those_that_are_stored_stay(installed: Path, url: str) -> None:
    (installed / "aliases.csv").unlink()
    await areas_import.carry_out(installed, dry_run=False)
    opened = await Database.open(url)
    async with opened.read() as rows:
        assert len(await areas.load_aliases(rows)) == len(load_aliases())
    await opened.close()


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("versions.csv", ",31804,", ",31783,", "the code 31783 belongs to"),
        ("versions.csv", "2025-07-01", "1/7/25", "versions.csv, line .* is no day"),
        ("links.csv", "vinh-chau", "nowhere", "nowhere"),
        ("versions.csv", "area,code", "area,ma", "the column 'code' is missing"),
    ],
)
async def test_a_fault_is_named_and_nothing_is_half_taken(
    installed: Path, url: str, name: str, old: str, new: str, said: str
) -> None:
    before = await there(url)
    changed(installed, name, old, new)
    with pytest.raises(AreasError, match=said):
        await areas_import.carry_out(installed, dry_run=False)
    assert await there(url) == before


async def test_outlines_are_tried_first_and_say_who_has_none(
    installed: Path, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ward = shipped().by_code("31783", date(2027, 1, 15))
    assert ward is not None
    assert ward.lon is not None
    assert ward.lat is not None
    ring = [[ward.lon, ward.lat], [ward.lon + 0.1, ward.lat], [ward.lon, ward.lat + 0.1]]
    feature = {
        "type": "Feature",
        "properties": {"code": "31783"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    file = tmp_path / "x.geojson"
    file.write_text(json.dumps(feature))
    for dry_run in (True, False):
        await areas_shapes.carry_out(file, dry_run, NOON)
        assert "Outlines: 1 of 43 communes." in capsys.readouterr().out
        opened = await Database.open(url)
        async with opened.read() as rows:
            assert len(await areas.shapes(rows)) == (0 if dry_run else 1)
        await opened.close()
    file.write_text(json.dumps({**feature, "properties": {"code": "31522"}}))
    with pytest.raises(Wrong, match="31522 is no commune of 15/01/2027"):
        await areas_shapes.carry_out(file, False, NOON)
