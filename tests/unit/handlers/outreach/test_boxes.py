"""Boxes for tips: an officer enters where they hang and when somebody looked into them; each commune its own, all counted."""

from __future__ import annotations

from datetime import date

import pytest

from content.terms import Role
from handlers.outreach.box_rules import day_typed
from storage import boxes
from storage.boxes import Box
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.handlers.triage.chats import Chat
from tests.world import COMMUNE, NEIGHBOUR, PROVINCE, World

TODAY = date(2027, 1, 15)


async def put_up(chat: Chat, place: str, day: str) -> None:
    await chat.command("homthu")
    await chat.press("Treo hòm mới")
    await chat.say(place)
    await chat.say(day)


async def hanging(world: World) -> list[Box]:
    async with world.database.read() as rows:
        return await boxes.hanging(rows, TODAY)


async def test_a_box_is_put_up_looked_into_and_taken_down_in_chat(world: World) -> None:
    chat = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    await put_up(chat, "  Cổng chợ\nVĩnh Châu ", "5/12/2026")
    assert chat.main == "Đã ghi: Cổng chợ Vĩnh Châu, Phường Vĩnh Châu: treo từ 05/12/2026, chưa kiểm lần nào"
    await chat.press("Hòm thư")
    assert "Đang treo 1 hòm thư tố giác ở 1 xã, phường." in chat.main
    assert "Quá 30 ngày chưa kiểm: 1" in chat.main
    await chat.press("1. Cổng chợ Vĩnh Châu"[:20])
    await chat.press("Đã kiểm hôm nay")
    (box,) = await hanging(world)
    assert (box.checked, box.late(TODAY)) == (TODAY, False)
    await chat.press("Hòm thư")
    await chat.press("1. Cổng chợ Vĩnh Châu"[:20])
    await chat.press("Gỡ hôm nay")
    assert await hanging(world) == []


async def test_each_commune_sees_and_touches_its_own_boxes_and_the_province_all(world: World) -> None:
    chat = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    await put_up(chat, "Cổng chợ", "hom nay")
    (box,) = await hanging(world)
    other = await enlisted(world, NEIGHBOUR, 41, Role.OUTREACH)
    await other.command("homthu")
    assert "Đang treo 0 hòm thư" in other.main
    await other.payload(f"a:box_care:{box.id.hex()}:taken_down")
    assert not other.effects
    above = await enlisted(world, PROVINCE, 42, Role.OUTREACH)
    await above.command("homthu")
    assert "1. Cổng chợ" in above.main


@pytest.mark.parametrize("payload", ["a:boxes", "a:box:" + "0" * 32, "a:box_care:zz:checked", "a:box_new"])
async def test_whoever_commands_does_not_enter_boxes(world: World, payload: str) -> None:
    chat = await enlisted(world, COMMUNE, 43, Role.COMMANDER)
    await chat.payload(payload)
    assert chat.toast == "Việc này không thuộc phần của đồng chí."


async def test_a_day_that_is_none_is_asked_once_more_and_then_nothing_is_written(world: World) -> None:
    chat = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    await put_up(chat, "Cổng chợ", "hôm nọ")
    assert "như 5/1 hoặc" in chat.main
    await chat.say("31/2")
    assert chat.main.startswith("Chưa rõ ngày nên chưa ghi gì.")
    assert await hanging(world) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5/1", date(2027, 1, 5)),
        (" 05/01/2026 ", date(2026, 1, 5)),
        ("16/1", None),
        ("31/2", None),
        ("5-1", None),
        ("05/01/2019", None),
        ("", None),
    ],
)
def test_days_are_read_as_people_type_them_and_none_lies_ahead(text: str, day: date | None) -> None:
    assert day_typed(text, TODAY) == day
