"""A training ground, aiogram as the bot's own library, and people with phones."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.sandbox.clock import Clock
from bot.sandbox.server import Sandbox

START = 1_800_000_000.0


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=Clock(lambda: START)) as running:
        yield running


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.telegram_url))
    async with Bot(sandbox.token, session=session) as client:
        yield client
