"""Members are counted anew week by week; a platform that does not say leaves the number of before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.channels.base import Standing
from bot.perform import daily
from bot.perform.outreach.counted import FRESH_S, MEMBERS
from bot.standing import Standings
from content.outreach_terms import SubscriptionKind
from storage import jobs, subscriptions
from storage.subscriptions import Wanted
from tests.world import World

GROUP = Wanted(
    SubscriptionKind.GROUP, {"channel": "telegram", "chat": "-1", "user": "", "thread": "", "private": False}
)


@dataclass
class Platform:
    """Knows how many are in its chats."""

    sizes: dict[str, int]

    async def standing(self, chat: str, user: str) -> Standing | None:
        raise NotImplementedError

    async def members(self, chat: str) -> int | None:
        return self.sizes.get(chat)


async def a_day(world: World, platform: object) -> dict[str, Any] | None:
    """The morning, and the slow work that it orders; what was asked."""
    async with world.database.write() as rows:
        await world.performer.occur(rows, daily.MEMBERS, {}, world.now)
        found = await jobs.claim(rows, world.tools.seals, 1, 60.0, world.now, [MEMBERS])
        if not found:
            return None
        await jobs.finish(rows, found[0])
        payload = dict(found[0].payload or {})
        result = await Standings({"telegram": platform}).count(payload, world.now)
        await world.performer.occur(rows, f"job.{MEMBERS}", {**payload, "result": result}, world.now)
        return payload


async def test_those_that_nobody_counted_this_week_are_counted_and_the_others_not(world: World) -> None:
    async with world.database.write() as rows:
        one = await subscriptions.subscribe(rows, world.keyring, GROUP, world.now)
        other = replace(GROUP, address={**GROUP.address, "chat": "-2"})
        two = await subscriptions.subscribe(rows, world.keyring, other, world.now)
        await subscriptions.set_members(rows, two.id, 7, world.now)
    asked = await a_day(world, Platform({"-1": 41, "-2": 8}))
    assert asked is not None
    assert [row for row, *_where in asked["chats"]] == [one.id.hex()]
    assert await a_day(world, Platform({})) is None
    world.now += FRESH_S + 1
    await a_day(world, Platform({"-2": 8}))
    async with world.database.read() as rows:
        counted = [await subscriptions.get(rows, world.keyring, row) for row in (one.id, two.id)]
    assert [row.members for row in counted if row] == [41, 8]


@pytest.mark.parametrize("platform", [object(), Platform({})])
async def test_a_platform_that_does_not_say_changes_nothing(world: World, platform: object) -> None:
    async with world.database.write() as rows:
        one = await subscriptions.subscribe(rows, world.keyring, GROUP, world.now)
    await a_day(world, platform)
    async with world.database.read() as rows:
        found = await subscriptions.get(rows, world.keyring, one.id)
    assert found is not None
    assert found.members is None
