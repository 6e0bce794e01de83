"""64 citizens at once, on Telegram and over both of Zalo's products: as many tips as receipts, each with its own story."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from typing import Any

import pytest

from bot.channels import zalo_bot, zalo_oa
from bot.sandbox.zalo_bot.settings import BotSettings
from storage.vault.keyring import Keyring
from tests.e2e.house import MODES, House
from tests.e2e.phones import Citizen, nobody_waits
from tests.e2e.zalo_bot import BotHouse, NumbersCitizen, open_bot_house
from tests.e2e.zalo_oa import ZaloCitizen, ZaloHouse, open_zalo_house
from tests.world import COMMUNE, PROVINCE

PEOPLE = 64


def on_telegram(town: House) -> Sequence[Citizen]:
    users = [town.sandbox.person(f"Ba {number}") for number in range(PEOPLE)]
    return [Citizen(town.sandbox, user, user, "vi", nobody_waits) for user in users]


def on_zalo(zalo: ZaloHouse) -> Sequence[Citizen]:
    users: list[Any] = [zalo.house.sandbox.zalo_person(zalo_oa.NAME, f"Ba {number}") for number in range(PEOPLE)]
    return [ZaloCitizen(zalo.house.sandbox, user, user, "vi", nobody_waits) for user in users]


def on_the_bot(zalo: BotHouse) -> Sequence[Citizen]:
    users: list[Any] = [zalo.house.sandbox.zalo_person(zalo_bot.NAME, f"Ba {number}") for number in range(PEOPLE)]
    return [NumbersCitizen(zalo.house.sandbox, user, user, "vi", nobody_waits) for user in users]


async def crowd(town: House, people: Sequence[Citizen], seed: int, most_taps: int = 2) -> None:
    dice = random.Random(seed)
    stories = {
        ba.user: [f"co nguoi ban ma tuy gan cho, xe {ba.user} {line}" for line in range(dice.randint(1, 3))]
        for ba in people
    }
    people = dice.sample(people, len(people))
    receipts: dict[int, str] = {}

    async def tell(ba: Citizen) -> None:
        await asyncio.sleep(dice.random() * 0.5)
        receipts[ba.user] = await ba.tell(*stories[ba.user], taps=dice.randint(1, most_taps))

    async with asyncio.TaskGroup() as group:
        for ba in people:
            group.create_task(tell(ba))
    await town.quiet()
    assert await town.tips() == PEOPLE
    for user, words in receipts.items():
        assert await town.told(words) == stories[user]


@pytest.mark.parametrize("seed", [1, 2])
async def test_64_citizens_at_once_lose_nothing(town: House, seed: int) -> None:
    await crowd(town, on_telegram(town), seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3, 21))
async def test_64_citizens_at_once_lose_nothing_with_any_seed(town: House, seed: int) -> None:
    await crowd(town, on_telegram(town), seed)


@pytest.mark.parametrize("seed", [1])
async def test_64_citizens_of_zalo_at_once_lose_nothing(url: str, keyring: Keyring, seed: int) -> None:
    async with open_zalo_house(url, keyring) as zalo:
        await crowd(zalo.house, on_zalo(zalo), seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 11))
async def test_64_citizens_of_zalo_at_once_lose_nothing_with_any_seed(url: str, keyring: Keyring, seed: int) -> None:
    async with open_zalo_house(url, keyring) as zalo:
        await crowd(zalo.house, on_zalo(zalo), seed)


@pytest.mark.parametrize("mode", MODES)
async def test_64_citizens_of_the_bot_at_once_lose_nothing(url: str, keyring: Keyring, mode: str) -> None:
    """More than a free bot has room for, which is another test's matter."""
    async with open_bot_house(url, keyring, mode, BotSettings(user_limit=PEOPLE, envelope="both")) as zalo:
        await zalo.house.doors_open(COMMUNE, PROVINCE)
        await crowd(zalo.house, on_the_bot(zalo), seed=1, most_taps=1)
        assert len(zalo.calls("sendMessage")) <= 14 * PEOPLE
