"""Screens are looked up by their key, however many stand in the table."""

from __future__ import annotations

import pytest

from storage import screens
from storage.engine import Database


@pytest.mark.parametrize("size", [1, 2, 64])
async def test_sqlite_finds_screens_by_their_key_without_reading_the_table(database: Database, size: int) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL chooses by what it knows of the table")
    statement = str(screens._find(size).compile(dialect=database.engine.dialect))
    values = [b"\0" * 16] * statement.count("?")
    async with database.read() as rows:
        plan = [row.detail for row in await rows.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values))]
    assert any(step.startswith("SEARCH screens USING PRIMARY KEY (chat=? AND name=?)") for step in plan)
    assert not any(step.startswith("SCAN screens") for step in plan)
