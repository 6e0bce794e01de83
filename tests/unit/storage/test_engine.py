"""Both engines keep the same promises."""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.engine import Broken, Busy, Database
from storage.tables import lease


def row(name: str) -> dict[str, object]:
    return {"name": name, "holder": "me", "until": 1}


async def names(database: Database) -> list[str]:
    async with database.read() as conn:
        return list((await conn.execute(sa.select(lease.c.name).order_by(lease.c.name))).scalars())


async def test_what_a_write_block_did_is_there_afterwards(database: Database) -> None:
    async with database.write() as conn:
        await conn.execute(sa.insert(lease), [row("a"), row("b")])
    assert await names(database) == ["a", "b"]


async def test_a_write_block_that_raises_leaves_nothing(database: Database) -> None:
    with contextlib.suppress(ZeroDivisionError):
        async with database.write() as conn:
            await conn.execute(sa.insert(lease), row("a"))
            raise ZeroDivisionError
    assert await names(database) == []


async def test_a_savepoint_undoes_its_own_part_only(database: Database) -> None:
    async with database.write() as conn:
        await conn.execute(sa.insert(lease), row("a"))
        with contextlib.suppress(ZeroDivisionError):
            async with conn.begin_nested():
                await conn.execute(sa.insert(lease), row("b"))
                raise ZeroDivisionError
        await conn.execute(sa.insert(lease), row("c"))
    assert await names(database) == ["a", "c"]


async def test_a_refused_statement_inside_a_savepoint_spoils_nothing_else(database: Database) -> None:
    async with database.write() as conn:
        await conn.execute(sa.insert(lease), row("a"))
        with pytest.raises(sa.exc.IntegrityError):
            async with conn.begin_nested():
                await conn.execute(sa.insert(lease), row("a"))
        await conn.execute(sa.insert(lease), row("b"))
    assert await names(database) == ["a", "b"]


async def test_a_refused_statement_is_broken_and_shows_no_value(database: Database) -> None:
    with pytest.raises(Broken) as caught:
        async with database.write() as conn:
            await conn.execute(sa.insert(lease), [row("secret-mark"), row("secret-mark")])
    assert "secret-mark" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


async def test_writers_wait_for_each_other_and_none_is_lost(database: Database) -> None:
    async def add(number: int) -> None:
        async with database.write() as conn:
            await conn.execute(sa.insert(lease), row(f"{number:02}"))

    await asyncio.gather(*(add(number) for number in range(20)))
    assert len(await names(database)) == 20


async def test_a_reader_waits_for_no_writer(database: Database) -> None:
    async with database.write() as conn:
        await conn.execute(sa.insert(lease), row("a"))
        assert await names(database) == []
    assert await names(database) == ["a"]


async def test_sqlite_is_durable_and_forgets_what_is_deleted(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path / 'x.db'}")
    async with database.write() as conn:
        found = {name: (await conn.exec_driver_sql(f"PRAGMA {name}")).scalar_one() for name in PRAGMAS}
    assert found == PRAGMAS
    await database.close()


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}


async def test_a_file_locked_by_somebody_else_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.engine.WAIT_S", 0.05)
    url = f"sqlite:///{tmp_path / 'x.db'}"
    one, other = await Database.open(url), await Database.open(url)
    async with one.write():
        with pytest.raises(Busy):
            async with other.write():
                pass
    await one.close()
    await other.close()


async def test_a_full_disk_is_busy_and_the_next_try_succeeds(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path / 'x.db'}")
    async with database.write() as conn:
        await conn.exec_driver_sql("CREATE TABLE big (body BLOB)")
        await conn.exec_driver_sql("PRAGMA max_page_count=4")
    with pytest.raises(Busy):
        async with database.write() as conn:
            await conn.exec_driver_sql("INSERT INTO big VALUES (zeroblob(100000))")
    async with database.write() as conn:
        await conn.exec_driver_sql("PRAGMA max_page_count=1000000")
    async with database.write() as conn:
        await conn.exec_driver_sql("INSERT INTO big VALUES (zeroblob(100000))")
    await database.close()


async def test_after_tidying_no_copy_of_a_blanked_secret_is_in_any_file(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path / 'x.db'}")
    mark = b"marked-secret-bytes" * 20
    async with database.write() as conn:
        await conn.exec_driver_sql("CREATE TABLE kept (body BLOB)")
    for _once in range(20):
        async with database.write() as conn:
            await conn.execute(sa.text("INSERT INTO kept VALUES (:mark)"), {"mark": mark})
    async with database.write() as conn:
        await conn.exec_driver_sql("UPDATE kept SET body = NULL")
    await database.tidy()
    files = [tmp_path / name for name in os.listdir(tmp_path)]
    assert files
    assert all(mark not in path.read_bytes() for path in files)
    await database.close()


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:"])
async def test_an_address_that_would_lose_data_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"database"):
        await Database.open(url)
