"""An officer groups a tip into a hotspot by tapping; the head says how far it came; others' hotspots stay theirs."""

from __future__ import annotations

from datetime import date

import pytest

from content.coverage_terms import HotspotState
from content.terms import Role
from handlers.coverage.effects import StepHotspot
from storage import hotspots, years
from storage.hotspots import Hotspot
from tests.unit.handlers.coverage.staff import behind
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.world import COMMUNE, NEIGHBOUR, PROVINCE, World, only_tip


@pytest.fixture
async def officer(world: World) -> Chat:
    """Whoever has the one tip of the commune."""
    chat = await on_duty(world, COMMUNE, 10)
    await world.send(stations=(COMMUNE,))
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await chat.payload(f"a:claim:{public}:1")
    await chat.payload(f"a:tip_spot:{public}")
    return chat


async def only(world: World) -> Hotspot:
    async with world.database.read() as rows:
        (found,) = await hotspots.of_station(rows, world.keyring, None)
    return found


async def made(officer: Chat) -> None:
    await officer.press("Điểm mới")
    await officer.press("Điểm nóng")
    await officer.say("bến đò cũ")


async def test_a_tip_is_grouped_into_a_new_hotspot_and_taken_out_again(world: World, officer: Chat) -> None:
    await officer.press("Điểm mới")
    await officer.press("Điểm nóng")
    await officer.say("nhà thằng Tèo")
    assert "Không ghi tên người" in officer.main
    await officer.say("bến đò cũ")
    assert "Điểm nóng · bến đò cũ · Phường Vĩnh Châu · Đề xuất" in officer.main
    assert (await only(world)).incidents == 1
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await officer.payload(f"a:tip_spot:{public}")
    await officer.press("Lấy ra khỏi điểm")
    assert (await only(world)).incidents == 0
    await officer.payload(f"a:tip_spot:{public}")
    await officer.press("1. bến đò cũ")
    assert (await only(world)).incidents == 1


async def test_the_head_says_how_far_it_came_and_the_figure_is_offered(world: World, officer: Chat) -> None:
    await made(officer)
    head = await on_duty(world, COMMUNE, 11, Role.HEAD, approver=await behind(world, 10))
    await head.command("truc")
    await head.press("Các điểm, tụ điểm")
    await head.press("1. bến đò cũ")
    for state in ("Trong danh sách", "Đã triệt xóa"):
        await head.press(state)
        await head.press("Hôm nay")
        await head.payload(f"a:hotspot:{(await only(world)).id}")
    assert (await only(world)).state is HotspotState.REMOVED
    assert "15/01/2027: Đã triệt xóa" in head.main
    await officer.payload(f"a:hotspot:{(await only(world)).id}")
    assert "Phức tạp trở lại" not in officer.labels()


async def test_what_an_older_screen_said_is_not_done(world: World, officer: Chat) -> None:
    await made(officer)
    head = await on_duty(world, COMMUNE, 11, Role.HEAD, approver=await behind(world, 10))
    spot, person = await only(world), await behind(world, 11)
    await head.payload(f"a:hotspot_step:{spot.id}:7:confirmed")
    assert head.toast == "Vừa có thay đổi. Đồng chí xem lại."
    day = date(2027, 1, 15)
    await world.do(StepHotspot(spot.id, 7, person.id, HotspotState.CONFIRMED, day))
    await world.do(StepHotspot(spot.id, 1, person.id, HotspotState.REMOVED, day))
    assert (await only(world)).state is HotspotState.CANDIDATE
    async with world.database.write() as rows:
        await years.close(rows, world.policy.plan, 2027, person.id, {}, world.now)
    await world.do(StepHotspot(spot.id, 1, person.id, HotspotState.CONFIRMED, day))
    assert (await only(world)).state is HotspotState.CANDIDATE


async def test_another_commune_sees_nothing_of_it_the_province_does(world: World, officer: Chat) -> None:
    await made(officer)
    neighbour = await on_duty(world, NEIGHBOUR, 20)
    await neighbour.payload("a:hotspots:0")
    assert neighbour.main == "0 điểm, tụ điểm."
    await neighbour.payload(f"a:hotspot:{(await only(world)).id}")
    assert neighbour.toast == "Điểm đó không thuộc đơn vị mình."
    desk = await on_duty(world, PROVINCE, 21, Role.DESK)
    await desk.payload("a:hotspots:0")
    assert "bến đò cũ" in desk.main


async def test_outreach_officers_see_no_hotspot(world: World) -> None:
    chat = await enlisted(world, PROVINCE, 40, Role.OUTREACH)
    await chat.payload("a:hotspots:0")
    assert chat.toast == "Việc này không thuộc phần của đồng chí."
