"""A backup is the whole database at one moment, opens only with the offline key, and no cut or changed one is taken."""

from __future__ import annotations

import resource
import stat
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from storage.backup import back_up, expired, opened, printed, read_key
from storage.engine import Database
from storage.records import _packed, records
from storage.restore import restore
from storage.tables import metadata
from storage.times import DAY_S
from storage.tombstones import Kind, Tombstones
from storage.vault.keys import Pair, Refused
from tests.conftest import NOON
from tests.world import COMMUNE, PROVINCE, World

LATER = NOON + 3600


@pytest.fixture
def stones(tmp_path: Path) -> Tombstones:
    return Tombstones(tmp_path / "keyring")


@pytest.fixture
async def busy(world: World) -> World:
    """A province with officers, a shift, and tips."""
    await world.officer(COMMUNE, 1)
    await world.officer(PROVINCE, 2)
    await world.send()
    return world


async def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    async with database.read() as rows:
        return {
            table.name: sorted((tuple(row) for row in await rows.execute(sa.select(table))), key=repr)
            for table in metadata.sorted_tables
        }


async def make(world: World, folder: Path, stones: int = 0) -> Path:
    return await back_up(world.database, world.keyring.backup_public, stones, folder, world.now)


VOLATILE = {"shift", "lease", "flood", "invite", "job", "outbox", "audit"}


async def test_what_is_restored_is_what_was_there(
    busy: World, empty: Database, tmp_path: Path, offline: Pair, stones: Tombstones
) -> None:
    before = await everything(busy.database)
    path = await make(busy, tmp_path)
    back = await restore(empty, busy.keyring, stones, path, offline, LATER)
    after = await everything(empty)
    assert before["tip"]
    assert {name: after[name] for name in before.keys() - VOLATILE} == {
        name: before[name] for name in before.keys() - VOLATILE
    }
    assert back.made_at == busy.now
    assert back.rows == sum(map(len, before.values()))


async def test_a_backup_of_one_engine_becomes_a_database_of_the_other(
    busy: World, tmp_path: Path, offline: Pair, stones: Tombstones
) -> None:
    if busy.database.is_sqlite:
        pytest.skip("the way from PostgreSQL to a file is enough")
    before = await everything(busy.database)
    path = await make(busy, tmp_path)
    other = await Database.open(f"sqlite:///{tmp_path / 'other.db'}")
    await restore(other, busy.keyring, stones, path, offline, LATER)
    assert (await everything(other))["entry"] == before["entry"]
    await other.close()


async def test_it_holds_nothing_that_can_be_read_without_the_offline_key(busy: World, tmp_path: Path) -> None:
    path = await make(busy, tmp_path)
    content = path.read_bytes()
    assert COMMUNE.encode() not in content
    assert b"station" not in content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(Refused):
        list(opened(path, Pair.new()))


async def test_a_cut_backup_changes_nothing(
    busy: World, empty: Database, tmp_path: Path, offline: Pair, stones: Tombstones
) -> None:
    path = await make(busy, tmp_path)
    whole = path.read_bytes()
    for cut in (10, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:cut])
        with pytest.raises(Refused):
            await restore(empty, busy.keyring, stones, path, offline, LATER)
    async with empty.read() as rows:
        assert await rows.run_sync(lambda sync: sa.inspect(sync).get_table_names()) == []


async def test_a_changed_byte_is_refused(
    busy: World, empty: Database, tmp_path: Path, offline: Pair, stones: Tombstones
) -> None:
    path = await make(busy, tmp_path)
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    with pytest.raises(Refused):
        await restore(empty, busy.keyring, stones, path, offline, LATER)


async def test_a_database_in_use_is_not_written_over(
    busy: World, tmp_path: Path, offline: Pair, stones: Tombstones
) -> None:
    path = await make(busy, tmp_path)
    with pytest.raises(Refused, match="not empty"):
        await restore(busy.database, busy.keyring, stones, path, offline, LATER)


async def test_without_the_tombstones_of_its_day_a_backup_is_refused(
    busy: World, empty: Database, tmp_path: Path, offline: Pair, stones: Tombstones
) -> None:
    path = await make(busy, tmp_path, stones=3)
    stones.add(Kind.PURGED, ["aa" * 16, "bb" * 16])
    with pytest.raises(Refused, match="tombstones"):
        await restore(empty, busy.keyring, stones, path, offline, LATER)


async def test_writing_goes_on_while_a_backup_is_read(busy: World, tmp_path: Path, offline: Pair) -> None:
    async with busy.database.read() as reader:
        await reader.execute(sa.text("SELECT 1"))
        await busy.send()
    path = await make(busy, tmp_path)
    assert sum(isinstance(one, list) for one in records(opened(path, offline))) > 0


async def test_a_backup_that_failed_leaves_no_half_file(busy: World, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))  # the disk is full, to this process
    try:
        with pytest.raises(OSError, match="too large"):
            await make(busy, folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(folder.iterdir()) == []


def test_only_our_own_old_backups_are_expired(tmp_path: Path) -> None:
    for name in ("hotline-20270101T080000Z.backup", "hotline-20270110T080000Z.backup", "letters.backup", "x.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in expired(tmp_path, 14, NOON + DAY_S)] == ["hotline-20270101T080000Z.backup"]


def test_the_printed_key_is_read_back_in_any_case_and_spacing() -> None:
    pair = Pair.new()
    assert read_key(printed(pair).lower().replace(" ", "")).private == pair.private


def test_a_slip_in_the_key_is_noticed() -> None:
    text = printed(Pair.new())
    wrong = text.replace(text[0], "B" if text[0] != "B" else "C", 1)
    with pytest.raises(Refused):
        read_key(wrong)


values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.binary(max_size=50), st.dates(), st.floats(allow_nan=False)
)


@given(st.lists(st.lists(values)), st.integers(min_value=1, max_value=40))
def test_records_survive_any_cutting_of_their_stream(rows: list[list[Any]], size: int) -> None:
    stream = b"".join([_packed(row) for row in rows]) + _packed({"rows": len(rows)})
    pieces = [stream[start : start + size] for start in range(0, len(stream), size)]
    assert list(records(pieces)) == [*rows, {"rows": len(rows)}]
