"""`python -m storage.migrations.check`: do the migrations lead to the tables that the code expects?"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from storage.engine import Database
from storage.migrations import differences, upgrade


async def check() -> list[object]:
    """What is missing in the migrations, on a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(f"sqlite:///{Path(folder) / 'check.db'}")
        try:
            await upgrade(database)
            return await differences(database)
        finally:
            await database.close()


def main() -> int:
    missing = asyncio.run(check())
    for one in missing:
        sys.stderr.write(f"missing migration: {one}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
