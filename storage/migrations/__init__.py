"""The schema's way from empty to today, the same on both engines. `hotline migrate` and the tests go it through
`upgrade`.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.engine import Database
from storage.tables import metadata

FOLDER = Path(__file__).parent


async def upgrade(database: Database, to: str = "head") -> None:
    """Bring the schema up, in one transaction: all of it or nothing."""
    async with database.write() as conn:
        await conn.run_sync(_upgrade, to)


async def revision(database: Database) -> str | None:
    """Which revision the schema has; None where it is empty."""
    async with database.read() as conn:
        return await conn.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


def head() -> str | None:
    """The newest revision there is."""
    return ScriptDirectory.from_config(configured()).get_current_head()


async def differences(database: Database) -> list[object]:
    """Where the migrated schema and `tables.py` disagree: a migration is missing."""
    async with database.read() as conn:
        return await conn.run_sync(_differences)


def configured(conn: Connection | None = None) -> Config:
    """Alembic, set up for a connection inside a transaction of ours."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = conn
    return config


def _upgrade(conn: Connection, to: str) -> None:
    command.upgrade(configured(conn), to)


def _differences(conn: Connection) -> list[object]:
    context = MigrationContext.configure(conn, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))
