"""The schema's way from empty to today, the same on both engines. `hotline migrate` and the tests go it through
`upgrade`.

Alembic is imported by what changes or compares a schema: a running hotline only looks which one it has.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.engine import Database
from storage.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent
_VERSION = sa.table("alembic_version", sa.column("version_num"))


async def upgrade(database: Database, to: str = "head") -> None:
    """Bring the schema up, in one transaction: all of it or nothing."""
    async with database.write() as conn:
        await conn.run_sync(_upgrade, to)


async def revision(database: Database) -> str | None:
    """Which revision the schema has; None where it is empty."""
    async with database.read() as conn:
        return await conn.run_sync(_revision)


def head() -> str:
    """The newest revision there is: files are named `<revision>_<what for>.py`."""
    return max(file.stem.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py"))


async def differences(database: Database) -> list[object]:
    """Where the migrated schema and `storage.tables` disagree: a migration is missing."""
    async with database.read() as conn:
        return await conn.run_sync(_differences)


def configured(conn: Connection | None = None) -> Config:
    """Alembic, set up for a connection inside a transaction of ours."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = conn
    return config


def _upgrade(conn: Connection, to: str) -> None:
    from alembic import command

    command.upgrade(configured(conn), to)


def _revision(conn: Connection) -> str | None:
    if not sa.inspect(conn).has_table(_VERSION.name):
        return None
    found: str | None = conn.scalar(sa.select(_VERSION.c.version_num))
    return found


def _differences(conn: Connection) -> list[object]:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    context = MigrationContext.configure(conn, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))
