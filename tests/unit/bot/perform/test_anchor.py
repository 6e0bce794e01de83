"""Every morning the end of the audit is noted and told to the province."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.perform import daily
from content.policy import next_hour
from content.terms import Role
from handlers import effects
from handlers.messages import Address, Show
from storage import audit
from storage.anchors import Anchors, shown
from storage.seals import Seals
from storage.tables import due
from tests.world import COMMUNE, PROVINCE, World

GROUP = Address("telegram", "-100", private=False)


async def morning(world: World) -> list[Show]:
    """The moment comes; what is posted."""
    async with world.database.write() as rows:
        posts = await world.performer.occur(rows, daily.ANCHOR, {}, world.now)
    return [post for post in posts if isinstance(post, Show)]


async def test_the_code_goes_to_the_provinces_group_and_beside_the_keyring(world: World) -> None:
    await world.officer(PROVINCE, 11, Role.HEAD)
    await world.do(effects.LinkGroup(PROVINCE, GROUP, ""))
    (post,) = await morning(world)
    (noted,) = Anchors(world.keyring.folder).read()
    assert post.to == GROUP
    assert post.screen.silent
    assert shown(noted.code) in post.screen.text
    async with world.database.read() as rows:
        found = await audit.check(rows, world.keyring.audit, [noted.code])
    assert found.found == {noted.code}


async def test_the_message_tells_no_number_from_which_a_group_could_count_what_came_in(world: World) -> None:
    await world.officer(PROVINCE, 11, Role.HEAD)
    await world.do(effects.LinkGroup(PROVINCE, GROUP, ""))
    for _line in range(50):
        await world.do(effects.Note("ab" * 16, "read"))
    (post,) = await morning(world)
    (noted,) = Anchors(world.keyring.folder).read()
    assert str(noted.lines) not in post.screen.text.replace(shown(noted.code), "")


async def test_without_a_group_it_goes_to_the_heads_and_the_desk_of_the_province(world: World) -> None:
    head = await world.officer(PROVINCE, 11, Role.HEAD)
    await world.officer(PROVINCE, 12, Role.OFFICER, approver=head)
    await world.officer(PROVINCE, 13, Role.DESK, approver=head)
    await world.officer(COMMUNE, 14, Role.HEAD)
    assert {post.to.chat for post in await morning(world)} == {"11", "13"}


async def test_a_day_on_which_nothing_happened_has_a_code_of_its_own(world: World) -> None:
    await world.do(effects.Note("ab" * 16, "read"))
    await morning(world)
    await morning(world)
    first, second = Anchors(world.keyring.folder).read()
    assert first.code != second.code


async def test_each_morning_sets_the_next_and_a_start_moves_none(world: World) -> None:
    seals = Seals(world.keyring)

    async def at() -> int | None:
        async with world.database.read() as rows:
            return await rows.scalar(sa.select(due.c.at).where(due.c.kind == daily.ANCHOR))

    for _start in range(2):
        async with world.database.write() as rows:
            await daily.begin(rows, seals, world.policy, world.now)
        world.now += 3 * 86400
    first = await at()
    assert first == pytest.approx(next_hour(world.policy, world.now - 6 * 86400, 7) * 1e6)
    await morning(world)
    assert await at() == pytest.approx(next_hour(world.policy, world.now, 7) * 1e6)
