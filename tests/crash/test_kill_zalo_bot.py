"""SIGKILL at random moments while people type numbers to the bot, to which Zalo delivers again what nobody took.

By webhook only: an event that is handed to the poll of a process that dies has left Zalo, and nothing brings it back.
That is why production has an address (docs/zalo.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.channels.zalo_bot import NAME
from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_bot.settings import BotSettings
from bot.settings import Settings
from storage.engine import Database
from storage.vault.keyring import Keyring
from tests.crash.storm import CITIZENS, Come, storm
from tests.e2e.house import settings_for
from tests.e2e.phones import Citizen
from tests.e2e.zalo_bot import NumbersCitizen

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]
LADDER_S = (0.3,) * 400
"""Nobody knows how soon Zalo delivers again; minutes would make a long test of it."""


def ground() -> Sandbox:
    return Sandbox(keep_traffic=500_000, zalo_bot=BotSettings(redeliver_after_s=LADDER_S, envelope="both"))


def on_the_bot(url: str, folder: Path) -> Come:
    """Everybody writes to the bot; officers are on Telegram."""

    async def come(sandbox: Sandbox, _database: Database) -> tuple[Settings, Sequence[Citizen]]:
        people: list[Citizen] = []
        for number in range(CITIZENS):
            user: Any = sandbox.zalo_person(NAME, f"Ba {number}")
            people.append(NumbersCitizen(sandbox, user, user))
        return settings_for(url, folder, sandbox, "webhook"), people

    return come


async def test_five_kills_lose_nothing(url: str, keyring: Keyring, tmp_path: Path) -> None:
    await storm(url, keyring, ground(), on_the_bot(url, tmp_path / "keyring"), kills=5, seed=5)


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_thirty_kills_lose_nothing(url: str, keyring: Keyring, tmp_path: Path) -> None:
    await storm(url, keyring, ground(), on_the_bot(url, tmp_path / "keyring"), kills=30, seed=30)
