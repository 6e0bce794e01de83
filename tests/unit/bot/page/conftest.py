"""A page of a small world, and people with and without a link to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bot.page import door
from storage.engine import Database
from storage.vault.keyring import Keyring
from storage.vault.ticket import Purpose, Ticket, issue
from tests.conftest import Clock
from tests.world import World

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def world(database: Database, keyring: Keyring, clock: Clock) -> World:
    return await World(database, keyring, clock.now).found()


@pytest.fixture
async def client(world: World, clock: Clock) -> AsyncIterator[Client]:
    """A browser at the page's door."""
    policy = replace(world.policy, page_url="http://127.0.0.1")
    served = web.Application()
    served.add_routes(door.routes(world.database, world.keyring, policy, clock))
    async with TestClient(TestServer(served), cookie_jar=CookieJar(unsafe=True)) as running:
        yield running


def link(world: World, person: str, life_s: int = 1800) -> str:
    """The path of a link that the bot gave just now."""
    return f"/trang/{issue(world.keyring, Ticket(person, int(world.now) + life_s), Purpose.LINK)}"
