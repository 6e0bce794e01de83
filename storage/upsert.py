"""Insert, or change what is there: the same words for both engines."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Insert = sqlite.Insert | postgresql.Insert


def insert(dialect: str, table: sa.Table) -> Insert:
    """An insert that knows `on_conflict_...`, in the engine's own words."""
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)


def upsert(rows: AsyncConnection, table: sa.Table, keys: Sequence[str], changed: Sequence[str]) -> Insert:
    """An insert that changes the columns `changed` where `keys` are taken; with none of them it leaves the row as it is."""
    statement = insert(rows.dialect.name, table)
    if not changed:
        return statement.on_conflict_do_nothing(index_elements=list(keys))
    return statement.on_conflict_do_update(
        index_elements=list(keys), set_={name: statement.excluded[name] for name in changed}
    )
