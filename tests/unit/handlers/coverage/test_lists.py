"""A list is fixed by a decision, changed by two people, locked with its year; each by tapping, each asked again under the lock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from content.library.terms import Audience
from content.outreach_terms import TargetKind
from content.terms import Role
from handlers.coverage.effects import DecideMotion, FixList
from handlers.messages import Show
from storage import audit, sets, targets, years
from storage.sets import Member
from storage.targets import Target
from tests.unit.handlers.coverage.staff import behind
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.handlers.triage.chats import Chat
from tests.world import COMMUNE, PROVINCE, World

PLAN, YEAR = "soc-trang-2022-2025", 2025
START, DUE = date(2022, 1, 1), date(2025, 11, 30)
MAY = datetime(2025, 5, 5, 3, tzinfo=UTC).timestamp()
GATE = "Năm đó đã khóa. Phải có hai người mới mở lại được."


def school(number: int, area: str) -> Target:
    return Target(f"thcs-{number}", TargetKind.SCHOOL, f"Trường THCS Số {number}", area, Audience.PARENTS, START)


@pytest.fixture
async def officer(world: World) -> Chat:
    """At the province, in May of the plan's last year; three schools are known, two of them in one commune."""
    world.now = MAY
    area, other = world.area(COMMUNE), world.area("31804")
    async with world.database.write() as rows:
        known = [school(1, area), school(2, area), school(3, other)]
        await targets.save(rows, world.keyring, [*known, replace(school(4, other), valid_to=date(2024, 1, 1))])
    chat = await enlisted(world, PROVINCE, 40, Role.OUTREACH)
    await chat.payload("a:plan_list:2025:K2b")
    return chat


@pytest.fixture
async def commander(world: World, officer: Chat) -> Chat:
    return await enlisted(world, PROVINCE, 41, Role.COMMANDER)


async def fixed(chat: Chat) -> None:
    await chat.press("Chốt danh sách")
    await chat.say("12/KH-BCĐ")
    await chat.say("15/1/2025")
    await chat.press("30/11/2025")
    await chat.press("Chốt danh sách")


async def standing(world: World, day: date = date(2025, 11, 15)) -> dict[str, Member]:
    async with world.database.read() as rows:
        found = await sets.members(rows, PLAN, YEAR, "K2b")
    return {one.target: one for one in found if one.holds_on(day)}


async def test_a_list_is_fixed_by_a_decision_of_what_is_there_that_day(world: World, officer: Chat) -> None:
    assert "K2b · trường học: chưa chốt; đang biết 3 nơi" in officer.main
    await officer.press("Chốt danh sách")
    await officer.say("kế hoạch của tỉnh")
    assert "Phải có văn bản mới chốt được" in officer.main
    await officer.say("12/KH-BCĐ")
    await officer.say("15/1/2025")
    await officer.press("30/11/2025")
    assert "K2b năm 2025: 3 nơi, theo 12/KH-BCĐ ngày 15/01/2025, hạn 30/11/2025." in officer.main
    await officer.press("Chốt danh sách")
    assert sorted(await standing(world)) == ["thcs-1", "thcs-2", "thcs-3"]
    await officer.payload("a:plan_lists:2025")
    assert "K2b · trường học: 3 nơi, theo 12/KH-BCĐ ngày 15/01/2025, hạn 30/11/2025" in officer.main
    await officer.payload("a:list_fix:2025:K2b")
    assert officer.toast == "Danh sách đó đã chốt. Muốn sửa phải có hai người."


@pytest.mark.parametrize("day", ["31/12/2025", "6/5/2025", "1/1/1999"])
async def test_a_decision_of_a_day_to_come_or_before_the_plan_is_not_taken(officer: Chat, day: str) -> None:
    await officer.press("Chốt danh sách")
    await officer.say("12/KH-BCĐ")
    await officer.say(day)
    assert "Cần một ngày từ 01/01/2021 đến 05/05/2025" in officer.main


async def test_nothing_is_fixed_that_was_not_on_the_screen(world: World, officer: Chat) -> None:
    person = (await behind(world, 40)).id
    effect = FixList(person, PLAN, YEAR, "K2b", "12/KH-BCĐ", date(2025, 1, 15), DUE, 2)
    posts = [post for post in await world.do(effect) if isinstance(post, Show)]
    assert [post.screen.text for post in posts] == ["Danh sách vừa thay đổi. Đồng chí xem lại."]
    assert await standing(world) == {}


async def test_an_exception_holds_once_another_person_agreed(world: World, officer: Chat, commander: Chat) -> None:
    await fixed(officer)
    await officer.payload("a:plan_list:2025:K2b")
    await officer.press("Trường hợp trừ")
    await officer.say("số 1\nkhông có trường này")
    assert "Không thấy “không có trường này” ở đây. Chưa lấy gì cả." in officer.main
    await officer.say("thcs-1")
    await officer.press("Xong")
    await officer.say("Ngập lụt, theo BC 3/BC-UBND")
    commander.show(officer.posts)
    (name,) = [name for name in commander.shown if name.startswith("motion:")]
    assert not any(one.exempt for one in (await standing(world)).values())
    await officer.payload("a:motion:" + name.removeprefix("motion:"))
    assert "Đồng chí đề nghị thì người khác phải đồng ý." in officer.main
    await officer.payload(f"a:second:{name.removeprefix('motion:')}:yes")
    assert officer.toast == "Đồng chí đề nghị thì người khác phải đồng ý."
    await commander.press("Xem đề nghị", name)
    assert "Ngập lụt, theo BC 3/BC-UBND" in commander.main
    assert "- Trường THCS Số 1" in commander.main
    await commander.press("Đồng ý")
    assert [name for name, one in (await standing(world)).items() if one.exempt] == ["thcs-1"]
    await officer.payload("a:plan_list:2025:K2b")
    assert "được trừ: 1" in officer.main


async def test_a_revision_holds_from_its_day_on_and_of_a_commune_all_are_meant(
    world: World, officer: Chat, commander: Chat
) -> None:
    await fixed(officer)
    await officer.payload("a:list_change:2025:K2b:remove")
    await officer.say("phường Vĩnh Châu")
    assert "Đã chọn: 2" in officer.main
    await officer.press("Xong")
    await officer.say("Sáp nhập")
    await commander.payload("a:motions:2025")
    world.now += 86400
    await commander.press("1. Đưa khỏi danh sách"[:20])
    await commander.press("Đồng ý")
    assert sorted(await standing(world, date(2025, 5, 5))) == ["thcs-1", "thcs-2", "thcs-3"]
    assert sorted(await standing(world)) == ["thcs-3"]
    await officer.payload("a:list_change:2025:K2b:add")
    await officer.press("Lấy hết: 2")
    await officer.say("Nhầm")
    await commander.payload("a:motions:2025")
    await commander.press("1. Thêm vào danh sách"[:20])
    await commander.press("Không đồng ý")
    assert sorted(await standing(world)) == ["thcs-3"]
    async with world.database.read() as rows:
        said = [line.action async for _seq, line, _mac in audit.read(rows)]
    assert [one for one in said if "add" in one or "remove" in one] == [
        *("proposed remove", "agreed remove", "proposed add", "refused add")
    ]  # fmt: skip


async def test_a_wave_is_due_on_a_day_of_its_own(world: World, officer: Chat) -> None:
    await fixed(officer)
    await officer.payload("a:plan_list:2025:K2b")
    await officer.press("Chia đợt")
    await officer.say("thcs-1; thcs-3")
    await officer.press("Xong")
    await officer.press("2")
    await officer.say("26/6/2025")
    found = await standing(world)
    assert {name: (one.wave, one.due) for name, one in found.items()} == {
        "thcs-1": (2, date(2025, 6, 26)),
        "thcs-2": (1, DUE),
        "thcs-3": (2, date(2025, 6, 26)),
    }
    await officer.payload("a:plan_list:2025:K2b")
    assert "Đợt 2: 2 nơi, hạn 26/06/2025" in officer.main


async def test_a_year_closes_after_its_last_day_locks_and_opens_by_two(
    world: World, officer: Chat, commander: Chat
) -> None:
    await officer.payload("a:year_close:2025")
    assert officer.toast == "Năm báo cáo đó chưa hết nên chưa khóa được."
    world.now = datetime(2025, 11, 16, 3, tzinfo=UTC).timestamp()
    await officer.payload("a:plan:2025")
    await officer.press("Khóa năm")
    assert "Danh sách chưa chốt: K2a, K2b, K12." in officer.main
    await officer.press("Khóa năm 2025")
    for payload in ("a:list_fix:2025:K2b", "a:plan_figure:2025:K4", "a:year_close:2025:yes"):
        await officer.payload(payload)
        assert officer.toast == GATE
    await officer.payload("a:plan:2025")
    assert "Năm này đã khóa từ 16/11/2025" in officer.main
    await officer.press("Mở lại năm này")
    await officer.say("Thiếu báo cáo của 2 trường")
    commander.show(officer.posts)
    (name,) = [name for name in commander.shown if name.startswith("motion:")]
    await commander.press("Xem đề nghị", name)
    await commander.press("Đồng ý")
    async with world.database.read() as rows:
        assert await years.closed_at(rows, PLAN, YEAR) is None
    await commander.payload("a:motions:2025")
    assert commander.main == "Không có việc nào chờ người thứ hai."


async def test_of_two_who_agree_at_once_the_second_is_told(world: World, officer: Chat, commander: Chat) -> None:
    await fixed(officer)
    await officer.payload("a:list_change:2025:K2b:exempt")
    await officer.say("thcs-2")
    await officer.press("Xong")
    await officer.say("Trường đóng cửa")
    (motion,) = [
        post.name.removeprefix("motion:") for post in officer.posts if isinstance(post, Show) and "motion" in post.name
    ]
    by = DecideMotion(motion, (await behind(world, 41)).id, agreed=True)
    await world.do(by)
    posts = [post for post in await world.do(by) if isinstance(post, Show)]
    assert [post.screen.text for post in posts] == ["Việc đó đã quyết rồi."]


async def test_a_commune_sees_lists_and_changes_none(world: World, officer: Chat) -> None:
    chat = await enlisted(world, COMMUNE, 42, Role.OUTREACH)
    await chat.payload("a:list_show:2025:K2b:0")
    assert "1. Trường THCS Số 1 (thcs-1)" in chat.main
    await chat.payload("a:list_fix:2025:K2b")
    assert chat.toast == "Việc này làm ở cấp tỉnh."
    await chat.payload("a:plan_list:2025:K4")
    assert chat.toast == "Mục đó của lúc trước."
