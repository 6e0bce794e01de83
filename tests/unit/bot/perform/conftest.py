"""A province to perform in."""

from __future__ import annotations

import pytest

from storage.engine import Database
from storage.vault.keyring import Keyring
from tests.conftest import Clock
from tests.world import World


@pytest.fixture
async def world(database: Database, keyring: Keyring, clock: Clock) -> World:
    return await World(database, keyring, clock.now).found()
