"""SIGKILL at random moments while tips are in flight: none is lost, none is doubled, every receipt shown opens its tip."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from storage.engine import Database
from storage.vault.keyring import Keyring
from tests.crash.storm import CITIZENS, Come, storm
from tests.e2e.house import MODES, settings_for
from tests.e2e.phones import Citizen

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]


def telegram(url: str, folder: Path, mode: str) -> Come:
    """Everybody writes on Telegram."""

    async def come(sandbox: Sandbox, _database: Database) -> tuple[Settings, Sequence[Citizen]]:
        people = [Citizen(sandbox, user := sandbox.person(f"Ba {number}"), user) for number in range(CITIZENS)]
        return settings_for(url, folder, sandbox, mode), people

    return come


@pytest.mark.parametrize("mode", MODES)
async def test_five_kills_lose_nothing(url: str, keyring: Keyring, mode: str, tmp_path: Path) -> None:
    come = telegram(url, tmp_path / "keyring", mode)
    await storm(url, keyring, Sandbox(keep_traffic=500_000), come, kills=5, seed=5)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("mode", MODES)
async def test_thirty_kills_lose_nothing(url: str, keyring: Keyring, mode: str, tmp_path: Path) -> None:
    come = telegram(url, tmp_path / "keyring", mode)
    await storm(url, keyring, Sandbox(keep_traffic=500_000), come, kills=30, seed=30)
