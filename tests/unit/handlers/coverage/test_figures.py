"""Figures of the plan are entered by tapping, with last year's beside them; a jump is asked about once more."""

from __future__ import annotations

from datetime import date

import pytest

from content.coverage_terms import HotspotKind, HotspotState
from content.terms import Role
from handlers.coverage.effects import EnterFigure
from storage import audit, entered, hotspots, years
from storage.entered import Figure
from storage.hotspots import Hotspot, Step
from tests.unit.handlers.coverage.staff import behind
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.handlers.triage.chats import Chat
from tests.world import COMMUNE, PROVINCE, World

PLAN = "soc-trang-2022-2025"


@pytest.fixture
async def officer(world: World) -> Chat:
    chat = await enlisted(world, PROVINCE, 40, Role.OUTREACH)
    person = (await behind(world, 40)).id
    async with world.database.write() as rows:
        await entered.save(rows, PLAN, 2024, Figure("K4", 20, world.now - 1, person))
    await chat.command("tuyentruyen")
    await chat.press("Kế hoạch năm")
    await chat.press("Số liệu")
    return chat


async def figures(world: World) -> dict[str, float]:
    async with world.database.read() as rows:
        return {name: one.value for name, one in (await entered.of_year(rows, PLAN, 2025)).items()}


async def test_a_figure_is_entered_with_last_years_beside_it_and_held_to_the_goal(world: World, officer: Chat) -> None:
    assert "K4: chưa nhập (2024: 20 điểm, tụ điểm)" in officer.main
    await officer.press("K4")
    assert "Năm 2024: 20 điểm, tụ điểm" in officer.main
    assert "triệt xóa tăng từ 5%" in officer.main
    await officer.say("21")
    await officer.say("BC 12/BC-PC04 ngày 20/11/2025")
    assert "21 điểm, tụ điểm (2024: 20, +5 %; đạt)" in officer.main
    assert await figures(world) == {"K4": 21}
    async with world.database.read() as rows:
        assert ("figure entered", "2025 K4") in [(line.action, line.subject) async for _s, line, _m in audit.read(rows)]
        assert (await entered.of_year(rows, PLAN, 2025))["K4"].source == "BC 12/BC-PC04 ngày 20/11/2025"


@pytest.mark.parametrize(("answer", "kept"), [("Đúng rồi", {"K4": 210.0}), ("Không, bỏ đi", {})])
async def test_a_jump_is_asked_about_once_more(
    world: World, officer: Chat, answer: str, kept: dict[str, float]
) -> None:
    await officer.press("K4")
    await officer.say("210")
    assert "210 so với 20 năm 2024" in officer.main
    await officer.press(answer)
    if kept:
        await officer.press("Không có văn bản")
    assert await figures(world) == kept


async def test_a_share_may_be_typed_by_its_parts_and_what_was_wrong_is_corrected(world: World, officer: Chat) -> None:
    await officer.press("K6")
    await officer.say("16/15")
    assert "Chưa ghi gì cả" in officer.main
    await officer.say("12/15")
    await officer.press("Không có văn bản")
    assert "80 % địa bàn được chọn (12/15)" in officer.main
    await officer.press("Sửa lại")
    assert "Đã nhập trước: 80 %" in officer.main
    await officer.say("9/15")
    await officer.press("Không có văn bản")
    assert await figures(world) == {"K6": 60}


async def test_a_closed_year_takes_no_figure_also_where_it_is_closed_while_one_is_typed(
    world: World, officer: Chat
) -> None:
    person = (await behind(world, 40)).id
    await officer.press("K14")
    await officer.say("115")
    effect = EnterFigure(person, PLAN, 2025, "K14", 115, None, None, "")
    async with world.database.write() as rows:
        await years.close(rows, PLAN, 2025, person, {}, world.now)
    posts = await world.do(effect)
    assert "Năm đó đã khóa. Phải có hai người mới mở lại được." in [
        post.screen.text for post in posts if hasattr(post, "screen")
    ]
    await officer.press("Không có văn bản")
    assert officer.toast == "Năm đó đã khóa. Phải có hai người mới mở lại được."
    assert await figures(world) == {}


@pytest.mark.parametrize("payload", ["a:plan_figure:2025:K99", "a:plan_figure:2025:K2a", "a:plan_figure:2025"])
async def test_a_forged_indicator_is_answered_as_an_old_button(officer: Chat, payload: str) -> None:
    await officer.payload(payload)
    assert officer.toast == "Mục đó của lúc trước."


async def test_a_forged_year_shows_the_year_of_today(officer: Chat) -> None:
    await officer.payload("a:plan:1999")
    assert officer.main.startswith("Kế hoạch năm 2025")


async def test_a_commune_sees_the_figures_and_enters_none(world: World) -> None:
    chat = await enlisted(world, COMMUNE, 41, Role.OUTREACH)
    await chat.payload("a:plan_figures:2025")
    assert "K4: chưa nhập" in chat.main
    await chat.payload("a:plan_figure:2025:K4")
    assert chat.toast == "Việc này làm ở cấp tỉnh."


async def test_who_does_what_is_a_tap_away_with_who_has_it_today(officer: Chat) -> None:
    await officer.payload("a:plan:2025")
    assert "01/06 đến 30/06/2027: Tháng hành động phòng, chống ma túy" in officer.main
    await officer.press("Phân công")
    assert "Đến 01/03/2025; nay không còn đơn vị cùng cấp" in officer.main
    await officer.press("Xem tiếp")
    assert "Học sinh" in officer.main
    await officer.press("Xem tiếp")
    await officer.press("Xem tiếp")
    assert "Cơ quan, doanh nghiệp, trường học" in officer.main


async def test_what_the_list_of_hotspots_counts_is_offered_and_entered_only_by_a_tap(
    world: World, officer: Chat
) -> None:
    person = (await behind(world, 40)).id
    async with world.database.write() as rows:
        for number in (1, 2):
            spot = Hotspot(f"{number:032x}", "vinh-chau", HotspotKind.POINT, PROVINCE, HotspotState.REMOVED, 2)
            await hotspots.save(rows, world.keyring, spot)
            for version, state in ((1, HotspotState.CANDIDATE), (2, HotspotState.REMOVED)):
                await hotspots.stepped(rows, Step(spot.id, version, state, date(2025, 2, version), person))
    await officer.press("K4")
    assert "Theo danh sách điểm, tụ điểm: 2 điểm, tụ điểm" in officer.main
    assert await figures(world) == {}
    await officer.press("Lấy số 2")
    await officer.press("Đúng rồi")  # 2 against 20 of the year before is a jump
    await officer.press("Không có văn bản")
    assert await figures(world) == {"K4": 2}
    await officer.payload("a:plan_figure:2025:K1")
    assert "Theo danh sách điểm, tụ điểm: 100 % (2/2)" in officer.main
