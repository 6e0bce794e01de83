"""A ground for each test, and one served over HTTP."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.clock import Clock
from bot.sandbox.server import Sandbox

from .ground import START, Ground


@pytest.fixture
def ground() -> Ground:
    return Ground()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=Clock(lambda: START)) as running:
        yield running
