"""`python -m storage.migrations.new "why"`: writes the next migration from what `storage.tables` has and the migrations lack. Read it."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from storage.engine import Database
from storage.migrations import configured, upgrade


def _write(conn: Connection, why: str, number: str) -> None:
    command.revision(configured(conn), message=why, autogenerate=True, rev_id=number)


async def write(why: str, number: str) -> None:
    """`number` is four digits, the next in the folder."""
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(f"sqlite:///{Path(folder) / 'new.db'}")
        try:
            await upgrade(database)
            async with database.write() as conn:
                await conn.run_sync(_write, why, number)
        finally:
            await database.close()


def main() -> int:
    known = sorted((Path(__file__).parent / "versions").glob("[0-9]*.py"))
    asyncio.run(write(sys.argv[1], f"{len(known) + 1:04d}"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
