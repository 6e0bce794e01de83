"""64 citizens at once: as many tips as receipts, each with its own story."""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.e2e.house import House
from tests.e2e.phones import Citizen, nobody_waits

PEOPLE = 64


async def crowd(town: House, seed: int) -> None:
    dice = random.Random(seed)
    people = [
        Citizen(town.sandbox, user := town.sandbox.person(f"Ba {number}"), user, "vi", nobody_waits)
        for number in range(PEOPLE)
    ]
    stories = {
        ba.user: [f"co nguoi ban ma tuy gan cho, xe {ba.user} {line}" for line in range(dice.randint(1, 3))]
        for ba in people
    }
    dice.shuffle(people)
    receipts: dict[int, str] = {}

    async def tell(ba: Citizen) -> None:
        await asyncio.sleep(dice.random() * 0.5)
        receipts[ba.user] = await ba.tell(*stories[ba.user], taps=dice.randint(1, 2))

    async with asyncio.TaskGroup() as group:
        for ba in people:
            group.create_task(tell(ba))
    await town.quiet()
    assert await town.tips() == PEOPLE
    for user, words in receipts.items():
        assert await town.told(words) == stories[user]


@pytest.mark.parametrize("seed", [1, 2])
async def test_64_citizens_at_once_lose_nothing(town: House, seed: int) -> None:
    await crowd(town, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3, 21))
async def test_64_citizens_at_once_lose_nothing_with_any_seed(town: House, seed: int) -> None:
    await crowd(town, seed)
