"""At seven the commander sees what waits, what is late and where, how far prevention is; one press reminds the late units."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot.perform import daily
from content.terms import Role
from handlers.coverage.effects import RemindLate
from handlers.coverage.morning import gathered, picture_screen
from handlers.messages import Show
from handlers.screens import action
from storage.tables import tip
from storage.times import micros
from tests.unit.handlers.coverage.staff import behind
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.storage.test_lists import row
from tests.world import COMMUNE, PROVINCE, World

SEVEN = datetime(2025, 10, 31, 0, tzinfo=UTC).timestamp()
HOUR_S = 3600.0
COMMANDER, HEAD = 41, 7


async def tips(world: World, *some: dict[str, Any]) -> None:
    """At the commune, unless they say otherwise."""
    async with world.database.write() as rows:
        await rows.execute(sa.insert(tip), [row(**{"station": COMMUNE, **one}) for one in some])


async def a_morning(world: World) -> list[Show]:
    async with world.database.write() as rows:
        found = await world.performer.occur(rows, daily.PICTURE, {}, SEVEN)
    return [post for post in found if isinstance(post, Show)]


@pytest.fixture
async def late(world: World) -> World:
    """One late tip, one in time that its head has, one that is only a test."""
    world.now = SEVEN
    holder = bytes.fromhex((await world.officer(COMMUNE, HEAD, Role.HEAD)).id)
    over, later = micros(SEVEN - HOUR_S), micros(SEVEN + HOUR_S)
    await tips(world, {"due_at": over}, {"due_at": later, "holder": holder}, {"due_at": over, "test": True})
    return world


async def test_the_commander_reads_what_waits_what_is_late_and_where(late: World) -> None:
    await late.officer(PROVINCE, COMMANDER, Role.COMMANDER)
    (post,) = await a_morning(late)
    assert post.to.user == str(COMMANDER)
    first, second, *rest = post.screen.text.splitlines()
    assert first == "Kính báo cáo đồng chí, 07:00 ngày 31/10."
    assert second.startswith("Tin báo: 1 chưa ai nhận · 2 đang xử lý · 1 quá hạn (")
    assert rest[0].startswith("K2a · xã, phường: 0/")
    assert rest[-1] == "Xin đồng chí cho nhắc 1 đơn vị quá hạn."


async def test_where_nothing_is_late_nothing_is_asked_of_the_commander(world: World) -> None:
    await world.officer(PROVINCE, COMMANDER, Role.COMMANDER)
    (post,) = await a_morning(world)
    assert "Tin báo: 0 chưa ai nhận · 0 đang xử lý · 0 quá hạn\n" in post.screen.text
    assert "Xin đồng chí" not in post.screen.text


async def test_a_year_that_the_plan_does_not_name_is_said_to_be_uncounted(world: World) -> None:
    later = datetime(2027, 3, 1, 0, tzinfo=UTC).timestamp()
    async with world.database.read() as rows:
        screen = picture_screen(await gathered(rows, world.keyring, world.policy, later), world.policy, later)
    assert screen.text.endswith("Kế hoạch chưa có năm 2027: chưa tính độ phủ.")


@pytest.mark.parametrize(("address", "there"), [("", False), ("https://so.vn", True)])
async def test_one_press_opens_the_page_where_there_is_one(world: World, address: str, *, there: bool) -> None:
    policy = replace(world.policy, page_url=address)
    async with world.database.read() as rows:
        screen = picture_screen(await gathered(rows, world.keyring, policy, SEVEN), policy, SEVEN)
    assert (action("page", 2025) in {one.payload for row in screen.rows for one in row}) is there


@pytest.mark.parametrize("role", [Role.HEAD, Role.OUTREACH, Role.DESK])
async def test_nobody_else_is_told(late: World, role: Role) -> None:
    await late.officer(PROVINCE, COMMANDER, role)
    await late.officer(COMMUNE, COMMANDER + 1, Role.COMMANDER)
    assert await a_morning(late) == []


async def test_one_press_reminds_the_head_of_each_late_unit_and_no_other(late: World) -> None:
    await late.officer(PROVINCE, HEAD + 1, Role.HEAD)
    commander = await enlisted(late, PROVINCE, COMMANDER, Role.COMMANDER)
    await commander.payload("a:picture")
    turned = await commander.press("Nhắc các đơn vị")
    assert turned.effects[-1] == RemindLate((await behind(late, COMMANDER)).id)
    told = [post for post in commander.posts if isinstance(post, Show) and post.name == "late"]
    assert [post.to.user for post in told] == [str(HEAD)]
    assert told[0].screen.text == "Chỉ huy nhắc: đơn vị còn 1 tin quá hạn."


@pytest.mark.parametrize(("station", "role"), [(COMMUNE, Role.COMMANDER), (PROVINCE, Role.OUTREACH)])
async def test_who_may_not_see_it_has_no_button_and_a_forged_one_shows_nothing(
    late: World, station: str, role: Role
) -> None:
    other = await enlisted(late, station, COMMANDER, role)
    await other.command("tuyentruyen")
    assert "Tình hình hôm nay" not in other.labels()
    await other.payload("a:picture")
    assert "Kính báo cáo" not in other.main
