"""A bot on a clock that stands still."""

from collections.abc import AsyncIterator

import pytest

from ..zalo_ground import ZaloBot, bot_ground


@pytest.fixture
async def bot() -> AsyncIterator[ZaloBot]:
    async with bot_ground() as running:
        yield running
