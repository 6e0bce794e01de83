"""Insert, or change what is there: the same words for both engines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import prepared

Insert = sqlite.Insert | postgresql.Insert


def insert(dialect: str, table: sa.Table) -> Insert:
    """An insert that knows `on_conflict_...`, in the engine's own words."""
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)


def upsert(rows: AsyncConnection, table: sa.Table, keys: Sequence[str], changed: Sequence[str]) -> Insert:
    """An insert that changes the columns `changed` where `keys` are taken; with none of them it leaves the row as it is."""
    return _upsert(rows.dialect.name, table, tuple(keys), tuple(changed))


@cache
def _upsert(dialect: str, table: sa.Table, keys: tuple[str, ...], changed: tuple[str, ...]) -> Insert:
    statement = insert(dialect, table)
    if not changed:
        return prepared(statement.on_conflict_do_nothing(index_elements=list(keys)))
    new = {name: statement.excluded[name] for name in changed}
    return prepared(statement.on_conflict_do_update(index_elements=list(keys), set_=new))
