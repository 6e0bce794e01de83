"""A list of days off that is missing is told a month ahead, each day, and not where it is there."""

from __future__ import annotations

import pytest

from bot.perform import daily
from handlers.messages import Post, Show
from storage import due
from tests.world import World, member


async def morning(world: World) -> list[Post]:
    async with world.database.write() as rows:
        return await world.performer.occur(rows, daily.HOLIDAYS, {}, world.now)


@pytest.mark.parametrize(("now", "year"), [(1_796_300_000.0, "2027"), (1_800_000_000.0, "2027"), (1_780_000_000.0, "")])
async def test_the_operator_is_told_which_year_is_missing(world: World, now: float, year: str) -> None:
    world.now, world.performer.alerts._address = now, member(99)
    told = [post.screen.text for post in await morning(world) if isinstance(post, Show)]
    assert bool(told) == bool(year)
    assert all(year in text for text in told)
    async with world.database.read() as rows:
        assert await due.is_set(rows, world.tools.seals, daily.HOLIDAYS, daily.KEY)
