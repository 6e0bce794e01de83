"""The migrations lead from nothing to the tables of the code, on both engines, and can be run again."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from storage.engine import Database
from storage.migrations import differences, head, revision, upgrade


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    """A database with no table at all."""
    database = await Database.open(empty_url)
    yield database
    await database.close()


async def test_from_empty_to_today(empty: Database) -> None:
    await upgrade(empty)
    assert await revision(empty) == head()
    assert await differences(empty) == []


async def test_a_second_run_changes_nothing(empty: Database) -> None:
    await upgrade(empty)
    async with empty.write() as conn:
        await conn.execute(sa.text("INSERT INTO lease (name, holder, until) VALUES ('a', 'b', 1)"))
    await upgrade(empty)
    async with empty.read() as conn:
        assert (await conn.execute(sa.text("SELECT count(*) FROM lease"))).scalar_one() == 1
