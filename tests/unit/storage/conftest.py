"""A second, empty database on the same engine: what a backup is restored into."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from alembic import command

from content.locales import speaking
from storage.engine import Database
from storage.migrations import configured
from storage.vault.keyring import Keyring
from storage.vault.keys import Pair
from tests.conftest import Clock
from tests.world import World


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Refusals are compared in the words of the code."""
    with speaking("en"):
        yield


@pytest.fixture
def offline() -> Pair:
    """The pair of backups: its private half is in a drawer."""
    return Pair.new()


@pytest.fixture
def keyring(tmp_path: Path, clock: Clock, offline: Pair) -> Keyring:
    return Keyring.create(tmp_path / "keyring", clock.now, offline.public)


@pytest.fixture
async def world(database: Database, keyring: Keyring, clock: Clock) -> World:
    """A small province in a database that was migrated."""
    async with database.write() as conn:
        await conn.run_sync(lambda sync: command.stamp(configured(sync), "head"))
    return await World(database, keyring, clock.now).found()


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    opened = await Database.open(empty_url)
    yield opened
    await opened.close()
