"""The desk's lists as an officer taps through them: pages, the filter, and what an empty one says."""

from __future__ import annotations

import pytest

from content.locales import speaking
from content.terms import Detail, Role, Topic, Urgency
from handlers import effects
from handlers.triage.filter_rules import Age, Filter, Side, Step, from_json, in_words, put, to_json, without
from handlers.triage.inbox import Which
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.world import COMMUNE, NEIGHBOUR, PROVINCE, World, open_tips


async def at_desk(world: World, tips: int = 0) -> Chat:
    await world.doors_open(PROVINCE)
    chat = await on_duty(world, COMMUNE, 10)
    for _number in range(tips):
        await world.send()
    return chat


def listed(chat: Chat) -> list[str]:
    """The labels of the tips on the screen."""
    return [label.partition(" ")[2] for label in chat.labels() if label[:1].isdecimal()]


async def test_the_list_is_short_and_paged_with_the_urgent_ones_first(world: World) -> None:
    chat = await at_desk(world, 7)
    await world.send(urgency=Urgency.DANGER)
    await chat.command("hop")
    assert chat.main.splitlines()[0] == "Tin của đơn vị: 8 tin"
    assert chat.main.splitlines()[1].startswith("1. 🔴 KHẨN")
    first = listed(chat)
    assert len(first) == 6
    await chat.press("Trang sau")
    second = listed(chat)
    assert len(set(first + second)) == 8
    assert "Trang sau" not in chat.labels()
    await chat.press("Trang trước")
    assert listed(chat) == first
    assert "Trang trước" not in chat.labels()


async def test_a_danger_that_arrives_between_two_pages_moves_nothing(world: World) -> None:
    chat = await at_desk(world, 8)
    await chat.command("hop")
    first = listed(chat)
    await world.send(urgency=Urgency.DANGER)
    await chat.press("Trang sau")
    assert len(set(first + listed(chat))) == 8


async def test_every_list_leads_to_the_others(world: World) -> None:
    chat = await at_desk(world, 1)
    await chat.command("hop")
    for label in ("Tin của tôi", "Khẩn", "Quá hạn", "Sắp đến hạn", "Tin của đơn vị"):
        await chat.press(label)
        assert chat.main.startswith(f"{label}: ")
        assert label not in chat.labels()


EMPTY = {
    Which.ALL: "Tin mới sẽ tự đến",
    Which.MINE: "Mở “Tin của đơn vị” rồi bấm “Nhận tin”.",
    Which.URGENT: "Không có tin khẩn.",
    Which.LATE: "Không có tin quá hạn.",
    Which.SOON: "Hai ngày tới không có hạn nào.",
    Which.TEST: "Tin thử tự xóa sau 30 ngày.",
}


@pytest.mark.parametrize("which", list(Which))
async def test_an_empty_list_says_what_to_do(world: World, which: Which) -> None:
    chat = await at_desk(world)
    await chat.payload(f"a:inbox:{which.value}")
    assert EMPTY[which] in chat.main
    assert "Bàn trực" in chat.labels()


async def test_the_filter_is_set_by_tapping_shown_on_every_list_and_taken_off_with_one_tap(world: World) -> None:
    chat = await at_desk(world, 2)
    await world.send(topic=Topic.MINORS, detail=Detail.MINORS_VAPE)
    await chat.command("hop")
    await chat.press("Lọc")
    assert "Chưa lọc gì" in chat.main
    await chat.press("Chuyện gì?")
    await chat.press("Trẻ em, trường học")
    assert chat.main == "Đang lọc: Trẻ em, trường học"
    await chat.press("Xem tin")
    assert chat.main.splitlines()[:2] == ["Tin của đơn vị: 1 tin", "Đang lọc: Trẻ em, trường học"]
    assert len(listed(chat)) == 1
    await chat.press("Tin của tôi")
    assert "Không tin nào hợp bộ lọc. Bấm “Bỏ lọc” để xem hết." in chat.main
    await chat.press("Bỏ lọc")
    assert "Đang lọc" not in chat.main
    assert chat.main.startswith("Tin của tôi: ")
    await chat.press("Tin của đơn vị")
    assert len(listed(chat)) == 3


async def test_places_are_offered_with_how_many_tips_they_have(world: World) -> None:
    first = await world.officer(PROVINCE, 11)
    await world.doors_open(COMMUNE)
    chat = await on_duty(world, PROVINCE, 10, Role.DESK, approver=first)
    await world.send(stations=(PROVINCE,))
    for _tip in range(2):
        await world.send(stations=(PROVINCE,), area=world.area(NEIGHBOUR))
    await world.send(stations=(PROVINCE,), area=None)
    await chat.command("hop")
    await chat.press("Lọc")
    await chat.press("Ở đâu?")
    assert chat.labels()[:3] == ["Phường Vĩnh Phư… (2)", "Phường Vĩnh Châu (1)", "chưa rõ chỗ (1)"]
    await chat.press("chưa rõ chỗ (1)")
    assert chat.main == "Đang lọc: chưa rõ chỗ"
    await chat.press("Xem tin")
    assert len(listed(chat)) == 1
    await chat.press("Lọc")
    await chat.press("Ở đâu?")
    await chat.press("Tất cả")
    assert "Chưa lọc gì" in chat.main


async def test_how_far_a_tip_is_and_when_it_came_narrow_the_list(world: World) -> None:
    chat = await at_desk(world, 1)
    async with world.database.read() as rows:
        (old,) = await open_tips(rows, COMMUNE)
    world.now += 8 * 86400
    await world.press_pin((await who(world)), "open")
    await world.send()
    await world.do(effects.ClaimTip(old.public, 1, await who(world)))
    for side, choice, mine in (
        ("Tới đâu rồi?", "Chưa ai nhận", False),
        ("Tới đâu rồi?", "Đã có người nhận", True),
        ("Gửi khi nào?", "Hơn 7 ngày trước", True),
        ("Gửi khi nào?", "Hôm nay", False),
    ):
        await chat.payload("a:filter:off")
        await chat.press("Lọc")
        await chat.press(side)
        await chat.press(choice)
        await chat.press("Xem tin")
        (label,) = listed(chat)
        assert (label == old.label) == mine, choice


async def who(world: World) -> str:
    from tests.unit.handlers.triage.test_desk import only

    return await only(world, 10)


async def test_locking_the_shift_forgets_the_filter(world: World) -> None:
    chat = await at_desk(world, 1)
    await chat.payload("a:filter:topic:is:minors")
    await chat.payload("a:lock")
    await world.press_pin(await who(world), "open")
    await chat.command("hop")
    assert "Đang lọc" not in chat.main


async def test_a_trainee_narrows_test_tips_only(world: World) -> None:
    chat = await at_desk(world, 1)
    await world.send(test=True)
    me = await who(world)
    await world.do(effects.Train(me, me, training=True))
    await chat.command("hop")
    assert len(listed(chat)) == 1


async def test_whoever_has_no_shift_sees_no_list_and_no_filter(world: World) -> None:
    chat = await at_desk(world, 1)
    await chat.payload("a:lock")
    for payload in ("a:inbox:all", "a:filter", "a:filter:area", "a:filter:topic:is:sale"):
        chat.shown.pop("main", None)
        await chat.payload(payload)
        assert "main" not in chat.shown
        assert chat.toast == "Đồng chí mở ca trực trước."


@pytest.mark.parametrize("side", [Side.TOPIC, Side.STEP, Side.AGE])
def test_every_choice_is_remembered_said_and_taken_off(side: Side) -> None:
    kind = {Side.TOPIC: Topic, Side.STEP: Step, Side.AGE: Age}[side]
    for one in kind:
        chosen = put(Filter(area=""), side, one.value)
        assert chosen
        assert from_json(to_json(chosen)) == chosen
        assert in_words(chosen, str).count("·") == 1
        assert without(chosen, side) == Filter(area="")


def test_a_choice_that_nobody_offers_is_none() -> None:
    assert put(Filter(), Side.TOPIC, "spaceships") is None
    assert from_json({"topic": "spaceships", "area": 7, "age": "week"}) == Filter(age=Age.WEEK)


def test_every_label_fits_a_button() -> None:
    with speaking("vi"):
        from content.locales import _

        for kind in (Which, Side, Step, Age, Topic):
            for one in kind:
                assert len(_(one.text)) <= 20, one


async def test_the_desk_and_its_lists_say_when_days_off_are_not_known(world: World) -> None:
    chat = await at_desk(world)
    await chat.command("truc")
    assert "Chưa có lịch nghỉ năm 2027" in chat.main
    world.now = 1_780_000_000.0  # a day of 2026, whose list is there
    await world.press_pin(await who(world), "open")
    await chat.command("truc")
    assert "lịch nghỉ" not in chat.main
