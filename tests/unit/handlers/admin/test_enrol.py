"""Staff let in by staff: an invitation, a name, a PIN twice, a code by voice."""

from __future__ import annotations

import pytest

from content.terms import PersonState, Role
from handlers import effects
from handlers.messages import Act
from storage import people
from storage.people import Person
from tests.unit.handlers.triage.chats import Chat, code, invited, on_duty
from tests.world import COMMUNE, PIN, PROVINCE, World, member


async def person(world: World, number: int) -> Person | None:
    async with world.database.read() as rows:
        return await people.by_account(rows, world.keyring, "telegram", str(number))


async def enrolled(world: World, station: str, number: int, role: Role = Role.OFFICER) -> Chat:
    """Through the link, the name and both PINs."""
    chat = await invited(world, station, number, role)
    await chat.say("Lành")
    await chat.type_pin(PIN)
    await chat.type_pin(PIN)
    return chat


async def test_the_first_of_a_station_needs_nobody_and_opens_a_shift_with_the_button(world: World) -> None:
    chat = await enrolled(world, COMMUNE, 10)
    assert chat.main == "Đã đặt PIN. Đồng chí mở ca được rồi."
    found = await person(world, 10)
    assert found is not None
    assert found.state is PersonState.ACTIVE
    await chat.press("Mở ca trực", "door")
    await chat.type_pin(PIN)
    assert "Đã mở ca đến" in chat.main


async def test_a_later_officer_waits_until_a_colleague_has_compared_the_code(world: World) -> None:
    colleague = await on_duty(world, COMMUNE, 10)
    chat = await enrolled(world, COMMUNE, 12)
    newcomer = await person(world, 12)
    assert newcomer is not None
    assert newcomer.state is PersonState.WAITING
    await chat.press("Mở ca trực", "door")
    assert chat.toast == "Đồng nghiệp phải duyệt đồng chí trước."
    spoken = code(chat.main)
    await colleague.command("nguoi")
    await colleague.press("Lành")
    await colleague.press("So mã")
    assert code(colleague.main) == spoken
    await colleague.press("Giống, duyệt")
    await chat.press("Mở ca trực", "door")
    await chat.type_pin(PIN)
    assert "Đã mở ca đến" in chat.main
    approved = await person(world, 12)
    assert approved is not None
    assert approved.holds_key


async def test_codes_that_differ_put_the_newcomer_out(world: World) -> None:
    colleague = await on_duty(world, COMMUNE, 10)
    await enrolled(world, COMMUNE, 12)
    newcomer = await person(world, 12)
    assert newcomer is not None
    await colleague.payload(f"a:approve:{newcomer.id}")
    await colleague.press("Không giống")
    assert await person(world, 12) is None


@pytest.mark.parametrize("answer", ["yes", "000000", "", "999999"])
async def test_nobody_is_approved_without_the_code_that_was_compared(world: World, answer: str) -> None:
    colleague = await on_duty(world, COMMUNE, 10)
    await enrolled(world, COMMUNE, 12)
    newcomer = await person(world, 12)
    assert newcomer is not None
    await colleague.payload(f"a:approve:{newcomer.id}:{answer}")
    assert not colleague.effects
    assert code(colleague.main)


@pytest.mark.parametrize("answer", ["", ":000000", ":no"])
async def test_nobody_is_let_in_by_themself_another_station_or_an_administrator(world: World, answer: str) -> None:
    await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    await world.officer(PROVINCE, 1, Role.ADMIN)
    chat = await enrolled(world, COMMUNE, 12)
    newcomer = await person(world, 12)
    assert newcomer is not None
    for number in (11, 1, 12, 700):
        other = chat if number == 12 else Chat(world, member(number))
        before = len(other.toasts)
        await other.payload(f"a:approve:{newcomer.id}{answer}")
        assert len(other.toasts) > before
        assert not other.effects
    still = await person(world, 12)
    assert still is not None
    assert still.state is PersonState.WAITING


async def test_a_link_works_once(world: World) -> None:
    first = await invited(world, COMMUNE, 10)
    token = first.state["talks"][0]["answers"]["token"][0]
    await first.say("Lành")
    second = Chat(world, member(13))
    await second.command("start", f"i{token}")
    assert second.main == "Liên kết này đã dùng hoặc quá hạn. Xin liên kết mới."
    assert not second.effects


async def test_a_link_that_is_opened_twice_lets_in_whoever_is_first(world: World) -> None:
    first = await invited(world, COMMUNE, 10)
    token = first.state["talks"][0]["answers"]["token"][0]
    second = Chat(world, member(13))
    await second.command("start", f"i{token}")
    await first.say("Lành")
    await second.say("Tư")
    assert second.main == "Liên kết này đã dùng hoặc quá hạn. Xin liên kết mới."
    assert await person(world, 13) is None


async def test_a_link_dies_after_a_day_and_a_made_up_one_never_lived(world: World) -> None:
    chat = await invited(world, COMMUNE, 10)
    token = chat.state["talks"][0]["answers"]["token"][0]
    world.now += 24 * 3600 + 1
    for word in (token, "A" * 22):
        await chat.command("start", f"i{word}")
        assert chat.main == "Liên kết này đã dùng hoặc quá hạn. Xin liên kết mới."


@pytest.mark.parametrize(("digits", "reason"), [("111111", "dễ đoán"), ("123456", "dễ đoán"), ("010190", "ngày tháng")])
async def test_a_pin_that_can_be_guessed_is_not_taken(world: World, digits: str, reason: str) -> None:
    chat = await invited(world, COMMUNE, 10)
    await chat.say("Lành")
    await chat.type_pin(digits)
    assert reason in chat.main
    assert not chat.effects


async def test_two_pins_that_differ_begin_from_the_start(world: World) -> None:
    chat = await invited(world, COMMUNE, 10)
    await chat.say("Lành")
    await chat.type_pin(PIN)
    await chat.type_pin(PIN[::-1])
    assert "không giống nhau" in chat.main
    assert chat.state["keypad"]["first"] == ""
    await chat.type_pin(PIN)
    await chat.type_pin(PIN)
    assert "Đã đặt PIN" in chat.main


async def test_a_keypad_that_was_left_or_grew_old_is_brought_back(world: World) -> None:
    chat = await invited(world, COMMUNE, 10)
    await chat.say("Lành")
    world.now += 600
    await chat.payload(chat.button("5").payload)
    assert "chọn PIN" in chat.main
    await chat.press("Thoát")
    await chat.press("Chọn PIN")
    await chat.type_pin(PIN)
    await chat.type_pin(PIN)
    assert "Đã đặt PIN" in chat.main


async def test_the_code_is_shown_again_until_somebody_approves(world: World) -> None:
    await world.officer(COMMUNE, 10)
    chat = await enrolled(world, COMMUNE, 12)
    shown = code(chat.main)
    await chat.command("truc")
    assert code(chat.main) == shown


@pytest.mark.parametrize("number", [10, 700])
async def test_nobody_with_a_pin_and_no_stranger_chooses_one_anew(world: World, number: int) -> None:
    await world.officer(COMMUNE, 10)
    chat = Chat(world, member(number))
    await chat.payload("a:pin")
    assert not chat.shown
    assert chat.toast


async def test_the_name_is_one_line_of_forty_letters(world: World) -> None:
    chat = await invited(world, COMMUNE, 10)
    await chat.say("  Lành \n  tổ 1 " + "a" * 80)
    (enrol,) = [effect for effect in chat.effects if isinstance(effect, effects.Enrol)]
    assert enrol.name.startswith("Lành tổ 1 a")
    assert len(enrol.name) == 40


async def test_a_lost_button_is_a_new_enrolment_and_the_old_row_opens_nothing_more(world: World) -> None:
    colleague = await on_duty(world, COMMUNE, 10)
    await world.officer(COMMUNE, 12, approver=await world.person((await person(world, 10)).id))  # type: ignore[union-attr]
    before = await person(world, 12)
    chat = await enrolled(world, COMMUNE, 12)
    after = await person(world, 12)
    assert before is not None
    assert after is not None
    assert before.id != after.id
    assert (await world.person(before.id)).state is PersonState.LEFT
    await colleague.payload(f"a:approve:{after.id}")
    await colleague.press("Giống, duyệt")
    await chat.press("Mở ca trực", "door")
    await chat.type_pin(PIN)
    assert "Đã mở ca đến" in chat.main


async def test_a_photo_is_no_name(world: World) -> None:
    chat = await invited(world, COMMUNE, 10)
    await chat.act(Act.ODD, name="sticker")
    assert not chat.effects
    assert "gọi đồng chí là gì" in chat.main
