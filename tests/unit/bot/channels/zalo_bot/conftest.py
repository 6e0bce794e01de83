"""An emulated Bot Platform, and our way out to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.network import Network
from bot.channels.zalo_bot.outbound import ZaloBot
from bot.channels.zalo_bot.people import People
from bot.channels.zalo_bot.quota import Quota
from bot.sandbox.clock import Clock as SandboxClock
from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_bot.settings import BotSettings
from bot.sandbox.zalo_bot.world import World
from tests.conftest import NOON
from tests.unit.bot.office import Office

TOKEN = BotSettings().token


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(zalo_bot=True, clock=SandboxClock(lambda: NOON)) as ground:
        yield ground


@pytest.fixture
def world(sandbox: Sandbox) -> World:
    assert sandbox.zalo_bot is not None
    return sandbox.zalo_bot


Tune = Callable[..., None]


@pytest.fixture
def tune(world: World) -> Tune:
    """Change how the platform behaves."""

    def change(**settings: Any) -> None:
        world.settings = replace(world.settings, **settings)

    return change


@pytest.fixture
async def bot(sandbox: Sandbox, office: Office) -> AsyncIterator[ZaloBot]:
    channel = channel_to(sandbox.zalo_bot_url, office)
    yield channel
    await channel.close()


def channel_to(url: str, office: Office, *, token: str = TOKEN, most: int = 3000) -> ZaloBot:
    quota = Quota(office.database, office.alerts, office.meters, office.clock, most)
    people = People(office.database, office.seals, office.alerts, office.meters, 50)
    return ZaloBot(
        token,
        Network(),
        quota,
        people,
        office.seals,
        office.clock,
        api_url=url,
        media_hosts=("zdn.vn", url),
        rest_s=0.0,
    )
