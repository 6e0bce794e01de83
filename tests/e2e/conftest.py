"""A house on each engine, fed by polling and by webhook, whose traffic is held to Telegram's truth at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.vault.keyring import Keyring
from tests.contract.validate import assert_telegram_true
from tests.e2e.house import MODES, House, open_house
from tests.world import COMMUNE, PROVINCE


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def house(url: str, keyring: Keyring, mode: str) -> AsyncIterator[House]:
    """The house on this engine and in this mode."""
    async with open_house(url, keyring, mode) as opened:
        yield opened
        assert_telegram_true(opened.sandbox.traffic.after(0))


@pytest.fixture
async def village(url: str, keyring: Keyring) -> AsyncIterator[House]:
    """A house for one behaviour: SQLite by polling, PostgreSQL by webhook; the province can receive."""
    async with open_house(url, keyring, "polling" if url.startswith("sqlite") else "webhook") as opened:
        await opened.doors_open(PROVINCE)
        yield opened
        assert_telegram_true(opened.sandbox.traffic.after(0))


@pytest.fixture
async def town(village: House) -> House:
    """The same, where the commune can too."""
    await village.doors_open(COMMUNE)
    return village
