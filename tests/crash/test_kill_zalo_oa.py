"""SIGKILL at random moments while people tell over an Official Account, which delivers again what nobody answered.

Nothing there can be edited or taken back, so every screen is a new bubble, and people type numbers besides pressing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.channels.zalo_oa import NAME
from bot.channels.zalo_oa.hook import PATH
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from storage.engine import Database
from storage.vault.keyring import Keyring
from tests.crash.storm import CITIZENS, Come, storm
from tests.e2e.house import settings_for
from tests.e2e.phones import Citizen
from tests.e2e.zalo_oa import ZaloCitizen, account, seed, with_account

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]
LADDER_S = (0.3,) * 400
"""Zalo waits half a minute before it delivers again, which would make a long test of it."""


def ground() -> Sandbox:
    return Sandbox(keep_traffic=500_000, zalo_oa=account(retry_ladder_s=LADDER_S, retry_on="any"))


def on_zalo(url: str, keyring: Keyring, folder: Path) -> Come:
    """Everybody writes to the account; officers are on Telegram."""

    async def come(sandbox: Sandbox, database: Database) -> tuple[Settings, Sequence[Citizen]]:
        oa = sandbox.zalo_oa
        assert oa is not None
        await seed(database, keyring, oa, sandbox.clock.now())
        settings = with_account(settings_for(url, folder, sandbox, "webhook"), sandbox, oa)
        oa.webhook.url = f"{settings.public_url}{PATH}"
        people: list[Citizen] = []
        for number in range(CITIZENS):
            user: Any = sandbox.zalo_person(NAME, f"Ba {number}")
            people.append(ZaloCitizen(sandbox, user, user))
        return settings, people

    return come


async def test_five_kills_lose_nothing(url: str, keyring: Keyring, tmp_path: Path) -> None:
    await storm(url, keyring, ground(), on_zalo(url, keyring, tmp_path / "keyring"), kills=5, seed=5)


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_thirty_kills_lose_nothing(url: str, keyring: Keyring, tmp_path: Path) -> None:
    await storm(url, keyring, ground(), on_zalo(url, keyring, tmp_path / "keyring"), kills=30, seed=30)
