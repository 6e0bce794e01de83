"""Passing a tip to another unit by tapping: two taps to choose, one to be sure, and what is said then."""

from __future__ import annotations

import pytest

from content.terms import Reader, Role, Stage
from handlers import effects
from storage import tips
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.unit.handlers.triage.test_desk import Desk, booked, taken
from tests.unit.handlers.triage.test_move import public_of
from tests.world import COMMUNE, INSPECTORATE, NEIGHBOUR, PROVINCE, World


async def at_the_province(world: World, **tip: object) -> Desk:
    """An officer of the province with a booked tip that no commune reads."""
    chat = await on_duty(world, PROVINCE, 11)
    await world.send(stations=(PROVINCE,), **tip)
    desk = Desk(world, chat, await public_of(world))
    await chat.command("start", f"t{desk.public}")
    await chat.press("Nhận tin", desk.screen)
    await chat.press("Vào sổ", desk.screen)
    return desk


async def test_a_commune_passes_up_in_two_taps_and_keeps_one_line(world: World) -> None:
    desk = await taken(world)
    await desk.chat.press("Đọc tin", desk.screen)
    assert desk.reading()
    await desk.chat.press("Chuyển đơn vị khác", desk.screen)
    assert f"Chuyển T-{desk.public[:4]} đến PC04?" in desk.chat.main
    await desk.chat.press("Chuyển đi")
    assert f"Đã chuyển T-{desk.public[:4]}. PC04 đang được báo chuông." in desk.chat.main
    assert "Ở đây không ai mở được nữa" in desk.chat.main
    assert desk.reading() == ""
    assert desk.chat.shown[desk.screen].text == f"T-{desk.public[:4]} · đã chuyển đơn vị khác."
    assert (await world.person(await only(world, 10))).station == COMMUNE
    async with world.database.read() as rows:
        card = await tips.card(rows, await public_of(world))
    assert card
    assert (card.station, card.stage) == (PROVINCE, Stage.NEW)


async def only(world: World, number: int) -> str:
    from tests.unit.handlers.triage.test_desk import only as found

    return await found(world, number)


async def test_not_yet_leaves_it_where_it_is(world: World) -> None:
    desk = await booked(world)
    await desk.chat.press("Chuyển đơn vị khác", desk.screen)
    await desk.chat.press("Khoan đã")
    assert (await desk.card()).station == COMMUNE
    assert not desk.chat.effects


async def test_which_way_is_asked_where_there_are_several(world: World) -> None:
    await world.officer(INSPECTORATE, 20, Role.HEAD)
    desk = await booked(world)
    await desk.chat.press("Chuyển đơn vị khác", desk.screen)
    assert desk.chat.labels()[:2] == ["Lên tỉnh", "Thanh tra, VKS"]
    await desk.chat.press("Thanh tra, VKS")
    await desk.chat.press("Chuyển đi")
    async with world.database.read() as rows:
        card = await tips.card(rows, await public_of(world))
    assert card
    assert (card.station, card.stations, card.reader) == (INSPECTORATE, (INSPECTORATE,), Reader.ABOVE)


async def test_every_old_button_says_that_the_tip_was_passed_on(world: World) -> None:
    desk = await booked(world)
    version = (await desk.card()).version
    await desk.chat.press("Chuyển đơn vị khác", desk.screen)
    await desk.chat.press("Chuyển đi")
    for payload in ("card", "read", "claim", "ask", "close", "move"):
        await desk.chat.payload(f"a:{payload}:{desk.public}:{version}:book")
        assert desk.chat.toast == "Tin này đã chuyển đi. Ở đây chỉ còn dấu vết, không mở được."
        assert desk.chat.shown[desk.screen].text.endswith("đã chuyển đơn vị khác.")


async def test_the_province_gives_a_tip_to_a_commune_that_is_typed_with_a_day(world: World) -> None:
    await world.officer(COMMUNE, 12)
    await world.officer(NEIGHBOUR, 13)
    desk = await at_the_province(world)
    await desk.chat.press("Giao xã xác minh", desk.screen)
    await desk.chat.press(desk.chat.labels()[0])
    assert desk.chat.labels()[:2] == ["Vĩnh Châu", "Vĩnh Phước"]
    await desk.chat.say("vinh phuoc")
    card = await desk.card()
    assert (card.station, card.stage, set(card.stations)) == (NEIGHBOUR, Stage.AT_COMMUNE, {NEIGHBOUR, PROVINCE})


async def test_the_commune_answers_in_words_and_the_province_is_rung(world: World) -> None:
    commune = await on_duty(world, COMMUNE, 12)
    desk = await at_the_province(world)
    await desk.chat.press("Giao xã xác minh", desk.screen)
    await desk.chat.press(desk.chat.labels()[0])
    await commune.command("start", f"t{desk.public}")
    await commune.press("Nhận tin", desk.screen)
    await commune.press("Báo kết quả về tỉnh", desk.screen)
    await commune.say("đã đến xem, nhà đóng cửa")
    card = await desk.card()
    assert (card.station, card.stage, card.holder) == (PROVINCE, Stage.CLASSIFIED, None)
    await desk.chat.command("start", f"t{desk.public}")
    await desk.chat.press("Đọc tin", desk.screen)
    assert "đã đến xem, nhà đóng cửa" in desk.reading()


async def test_what_its_author_closed_to_the_communes_has_no_such_button_and_a_forged_one_is_refused(
    world: World,
) -> None:
    await world.officer(COMMUNE, 12)
    desk = await at_the_province(world, reader=Reader.ABOVE)
    assert "Chỉ cấp trên" in desk.chat.shown[desk.screen].text
    assert "Giao xã xác minh" not in desk.chat.labels(desk.screen)
    await desk.chat.payload(f"a:move:{desk.public}:{(await desk.card()).version}:delegate")
    assert desk.chat.toast == "Tin này không để cấp xã đọc. Tin giữ ở cấp trên."
    assert desk.chat.refusals == [effects.Refused(await only(world, 11), "delegate", "above")]


@pytest.mark.parametrize(("role", "offered"), [(Role.HEAD, True), (Role.INSPECTOR, False)])
async def test_only_the_head_gives_back_what_lies_inside_and_says_why(
    world: World, role: Role, *, offered: bool
) -> None:
    await world.officer(PROVINCE, 11)
    chat = await on_duty(world, INSPECTORATE, 20, role)
    await world.send(stations=(INSPECTORATE,))
    desk = Desk(world, chat, await public_of(world))
    await chat.command("start", f"t{desk.public}")
    await chat.press("Nhận tin", desk.screen)
    assert ("Trả về tỉnh" in chat.labels(desk.screen)) is offered
    if offered:
        await give_back(chat, desk)
        assert set((await desk.card()).stations) == {INSPECTORATE, PROVINCE}


async def give_back(chat: Chat, desk: Desk) -> None:
    await chat.press("Trả về tỉnh", desk.screen)
    await chat.say("không liên quan cán bộ")
    assert "Đừng chuyển nếu tin liên quan người làm ở đó." in chat.main
    await chat.press("Chuyển đi")
    assert "Đồng chí vẫn đọc được tin này." in chat.main
