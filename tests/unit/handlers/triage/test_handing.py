"""Giving back, passing on and taking over, by tapping."""

from __future__ import annotations

from content.terms import Mark, Role
from handlers import effects
from storage.people import Person
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.unit.handlers.triage.test_desk import Desk, at_desk, only, taken
from tests.world import COMMUNE, PROVINCE, World


async def me(desk: Desk) -> Person:
    return await desk.world.person(await only(desk.world, 10))


async def test_a_tip_is_given_back_with_one_tap(world: World) -> None:
    desk = await taken(world)
    await desk.chat.press("Trả lại hộp tin", desk.screen)
    assert desk.chat.toast == f"T-{desk.public[:4]} đã về lại hộp tin của đơn vị."
    assert (await desk.card()).holder is None


async def test_a_tip_is_passed_to_a_colleague_on_duty_with_two_taps(world: World) -> None:
    desk = await taken(world)
    for number in (12, 13):
        await world.officer(COMMUNE, number, approver=await me(desk))
    await world.do(effects.CloseShift(await only(world, 13)))
    await desk.chat.press("Giao đồng đội", desk.screen)
    assert "Đ/c 12" in desk.chat.labels()
    assert "Đ/c 13" not in desk.chat.labels()
    await desk.chat.press("Đ/c 12")
    assert f"Đã giao T-{desk.public[:4]} cho Đ/c 12." in desk.chat.main
    assert (await desk.card()).holder == await only(world, 12)


async def test_where_nobody_else_is_on_duty_a_sentence_says_so(world: World) -> None:
    desk = await taken(world)
    await desk.chat.press("Giao đồng đội", desk.screen)
    assert "Đơn vị không còn ai đang trực." in desk.chat.main
    assert (await desk.card()).holder == (await me(desk)).id


async def test_only_whoever_has_a_tip_gives_it_back_or_passes_it_on(world: World) -> None:
    desk = await taken(world)
    other: Chat = await on_duty(world, COMMUNE, 12, approver=await me(desk))
    await other.command("start", f"t{desk.public}")
    assert not {"Trả lại hộp tin", "Giao đồng đội"} & set(other.labels(desk.screen))
    version = (await desk.card()).version
    for payload in (f"a:release:{desk.public}:{version}", f"a:pass:{desk.public}:{version}:{await only(world, 12)}"):
        await other.payload(payload)
        assert other.toast == "Đồng chí nhận tin trước."
        assert not other.effects


async def test_a_forged_colleague_only_brings_the_list(world: World) -> None:
    desk = await taken(world)
    first = await me(desk)
    involved = await on_duty(world, COMMUNE, 12, approver=first)
    await world.officer(COMMUNE, 13, approver=first)
    await involved.payload(f"a:mark:{desk.public}:{(await desk.card()).version}:{Mark.INVOLVED.value}")
    version = (await desk.card()).version
    for who in (await only(world, 12), await only(world, 11), first.id, "00", "", "zz"):
        await desk.chat.payload(f"a:pass:{desk.public}:{version}:{who}")
        assert "Giao" in desk.chat.main
        assert not desk.chat.effects


async def test_a_head_has_somebodys_tips_taken_over_with_two_taps(world: World) -> None:
    desk = await taken(world)
    first = await me(desk)
    head = await on_duty(world, COMMUNE, 12, Role.HEAD, approver=first)
    await world.officer(COMMUNE, 13, approver=first)
    await head.payload(f"a:person:{first.id}")
    await head.press("Giao hết tin của họ")
    assert "Ai nhận hết tin đang mở của Đ/c 10?\n1. Đ/c 12 · đang trực\n2. Đ/c 13 · đang trực" in head.main
    await head.press("2")
    assert "Đ/c 13 nhận hết tin đang mở của Đ/c 10." in head.main
    assert (await desk.card()).holder == await only(world, 13)


async def test_nobody_but_the_head_of_the_unit_takes_them(world: World) -> None:
    desk = await taken(world)
    first = await me(desk)
    officer = await on_duty(world, COMMUNE, 12, approver=first)
    chief = await on_duty(world, PROVINCE, 13, Role.HEAD, approver=await world.person(await only(world, 11)))
    await officer.payload(f"a:person:{first.id}")
    assert "Giao hết tin của họ" not in officer.labels()
    await officer.payload(f"a:pass_all:{first.id}")
    assert officer.toast == "Việc này không thuộc phần của đồng chí."
    await chief.payload(f"a:pass_all:{first.id}")
    assert chief.toast == "Việc này của đơn vị khác."
    for who in ("zz", ""):
        await chief.payload(f"a:pass_all:{who}")
        assert not chief.effects


async def test_a_card_that_nobody_has_offers_neither(world: World) -> None:
    desk = await at_desk(world)
    assert not {"Trả lại hộp tin", "Giao đồng đội"} & set(desk.chat.labels(desk.screen))
