"""Statements that are built once: their short way gives what SQLAlchemy's own way gives, errors too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage.engine import Broken, Database
from storage.prepared import MOST_LISTED, prepared

table = sa.Table(
    "thing",
    sa.MetaData(),
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("on", sa.Date),
    sa.Column("true", sa.Boolean, nullable=False),
    sa.Column("number", sa.Integer, nullable=False, default=7),
)
other = table.alias("other")
ROWS = [{"id": bytes([n]), "on": None, "true": n % 2 == 0, "number": n} for n in range(5)]
LISTED: Any = sa.bindparam("ids", expanding=True)
QUERIES: list[tuple[sa.Select[Any], dict[str, Any]]] = [
    (sa.select(table).order_by(table.c.id), {}),
    (sa.select(table.c.number).where(table.c.true, table.c.number > sa.bindparam("least")), {"least": 1}),
    (sa.select(table).where(table.c.id.in_(LISTED)), {"ids": [b"\1", b"\3"]}),
    (sa.select(table).where(table.c.id.in_(LISTED), table.c.number < 3), {"ids": ()}),
    (sa.select(table.c.id).where(table.c.number.in_((1, 2)), table.c.id.not_in(LISTED)), {"ids": [b"\1"]}),
    (sa.select(table.c.id, other.c.id).join(other, other.c.number == table.c.number + 1), {}),
    (sa.select(sa.func.max(table.c.number).label("most")).limit(1), {}),
]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path}/things.db")
    async with database.write() as rows:
        await rows.execute(sa.schema.CreateTable(table))
        await rows.execute(prepared(sa.insert(table)), ROWS)
    yield database
    await database.close()


@pytest.mark.parametrize("case", range(len(QUERIES)))
async def test_rows_are_those_of_the_usual_way(database: Database, case: int) -> None:
    query, values = QUERIES[case]
    async with database.write() as rows:
        usual = await rows.execute(query, values)
        names, expected = list(usual.keys()), [dict(row._mapping) for row in usual]
        short = prepared(query.where(sa.true()))
        for _time in range(2):
            answer = await rows.execute(short, values)
            assert (list(answer.keys()), [dict(row._mapping) for row in answer]) == (names, expected)


async def test_a_longer_list_than_is_kept_goes_the_usual_way(database: Database) -> None:
    query = prepared(sa.select(table.c.number).where(table.c.number.in_(sa.bindparam("numbers", expanding=True))))
    async with database.write() as rows:
        found = await rows.execute(query, {"numbers": list(range(MOST_LISTED + 1))})
        assert sorted(found.scalars()) == [0, 1, 2, 3, 4]


async def test_a_column_left_out_is_filled_in_as_always(database: Database) -> None:
    async with database.write() as rows:
        await rows.execute(prepared(sa.insert(table)), {"id": b"new", "true": True})
        found = await rows.execute(sa.select(table).where(table.c.id == b"new"))
        assert found.one().number == 7


async def test_how_many_rows_were_changed_is_told(database: Database) -> None:
    odd = prepared(sa.update(table).where(table.c.true.is_(False)).values(number=sa.bindparam("new")))
    each = prepared(sa.update(table).where(table.c.id == sa.bindparam("row")).values(number=0))
    async with database.write() as rows:
        assert (await rows.execute(odd, {"new": 9})).rowcount == 2
        assert (await rows.execute(each, [{"row": b"\0"}, {"row": b"\1"}, {"row": b"none"}])).rowcount == 2


async def test_what_the_database_refuses_is_told_without_its_values(database: Database) -> None:
    with pytest.raises(Broken) as told:
        await twice(database, 424242)
    assert "424242" not in f"{told.value!r} {told.value.__cause__!r} {told.value.__context__!r}"
    async with database.write() as rows:
        assert len((await rows.execute(sa.select(table))).all()) == len(ROWS)


async def twice(database: Database, number: int) -> None:
    add = prepared(sa.insert(table))
    async with database.write() as rows:
        await rows.execute(add, {**ROWS[0], "id": b"fine"})
        await rows.execute(add, {**ROWS[0], "number": number})
