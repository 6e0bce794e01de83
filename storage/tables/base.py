"""What all tables share: their metadata, the names of their constraints, and no rowid.

What is sealed is a BLOB; what is in the clear is here because a query needs it. docs/data-model.md says for each column
why, under which key, and for how long. Times are microseconds since 1970 unless the name says hours. Ids that touch
citizens are random, and their tables keep no rowid: a rowid reproduces insertion order.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def table(name: str, *parts: Any) -> sa.Table:
    """A table without rowid on SQLite."""
    return sa.Table(name, metadata, *parts, sqlite_with_rowid=False)
