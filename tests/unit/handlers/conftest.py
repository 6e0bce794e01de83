"""Handlers know no database engine: one is enough here; both are tried in storage, in perform and end to end."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from storage.engine import Database
from storage.tables import metadata
from storage.vault.keyring import Keyring
from tests.conftest import Clock
from tests.unit.handlers.citizen.phone import Phone
from tests.world import PROVINCE, World


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A fresh database with every table."""
    address = f"sqlite:///{tmp_path / 'hotline.db'}"

    async def furnish() -> None:
        opened = await Database.open(address)
        async with opened.write() as rows:
            await rows.run_sync(metadata.create_all)
        await opened.close()

    asyncio.run(furnish())
    return address


@pytest.fixture
async def empty(database: Database, keyring: Keyring, clock: Clock) -> World:
    """A province without officers: its stations are there, none can receive yet."""
    return await World(database, keyring, clock.now).found()


@pytest.fixture
async def world(empty: World) -> World:
    """The province can receive: its first officer has been there."""
    await empty.doors_open(PROVINCE)
    return empty


@pytest.fixture
def phone(world: World) -> Phone:
    """A citizen's phone. What they submit is only looked at, not carried out."""
    return Phone(world)
