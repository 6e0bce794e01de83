"""A shift opened with a PIN on shuffled keys, and locked."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.perform.shifts import SHIFT
from handlers import effects
from handlers.messages import Act
from handlers.triage.news import SHIFT_OVER
from storage import due
from storage.tables import inbox
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.unit.handlers.triage.test_desk import only
from tests.world import COMMUNE, PIN, PROVINCE, World, member


async def off_duty(world: World) -> Chat:
    """An approved officer whose shift is closed, with the button in the chat."""
    officer = await world.officer(COMMUNE, 10)
    await world.do(effects.CloseShift(officer.id))
    chat = Chat(world, member(10))
    await chat.payload(f"s:{world.buttons[officer.id]}")
    return chat


async def test_six_right_digits_open_the_desk_with_what_waits(world: World) -> None:
    await world.officer(PROVINCE, 11)
    chat = await off_duty(world)
    await world.send()
    assert chat.main.splitlines()[0] == "Mở ca trực: bấm PIN 6 số."
    assert "bí mật nhà nước" in chat.main
    await chat.type_pin(PIN)
    assert "Đã mở ca đến" in chat.main
    assert "1 tin chờ, 0 khẩn." in chat.main
    assert {"Hộp tin", "Khóa ca"} <= set(chat.labels())


async def test_a_press_shows_dots_in_a_toast_and_edits_nothing(world: World) -> None:
    chat = await off_duty(world)
    keypad = chat.shown["main"]
    await chat.type_pin(PIN[:3])
    assert chat.toasts[-3:] == ["●", "●●", "●●●"]
    assert chat.shown["main"] is keypad


async def test_no_digit_and_no_secret_is_ever_an_answer_or_shown(world: World) -> None:
    chat = await off_duty(world)
    secret = next(iter(world.buttons.values()))
    await chat.type_pin(PIN[:5])
    assert chat.state["talks"] == []
    assert secret not in str(chat.state)
    assert PIN[:5] not in str(chat.toasts) + chat.main
    await chat.type_pin(PIN[5:])
    assert chat.state["keypad"] == {}


async def test_a_wrong_pin_says_how_many_tries_are_left_and_leads_to_the_button(world: World) -> None:
    chat = await off_duty(world)
    await chat.type_pin("193746")
    assert chat.main == "Sai PIN. Còn 4 lần thử, sau đó phải đợi."
    assert "door_hint" in chat.shown


async def test_whoever_was_led_to_the_button_reads_nothing_of_it_once_the_shift_is_open(world: World) -> None:
    chat = await off_duty(world)
    await chat.type_pin("193746")
    await chat.payload(f"s:{next(iter(world.buttons.values()))}")
    await chat.type_pin(PIN)
    assert "Đã mở ca đến" in chat.main
    assert "door_hint" not in chat.shown


async def test_the_fifth_wrong_pin_names_the_hour_from_which_to_try_again(world: World) -> None:
    chat = await off_duty(world)
    secret = next(iter(world.buttons.values()))
    for _try in range(5):
        await chat.payload(f"s:{secret}")
        await chat.type_pin("193746")
    assert "Đồng chí thử lại sau" in chat.main


async def test_an_old_keypad_means_nothing(world: World) -> None:
    chat = await off_duty(world)
    old = chat.button("5").payload
    await chat.payload(f"s:{next(iter(world.buttons.values()))}")
    await chat.payload(old)
    assert "cũ rồi" in chat.toast
    world.now += 121
    await chat.payload(chat.button("5").payload)
    assert "cũ rồi" in chat.toast


async def test_another_officers_button_opens_nothing(world: World) -> None:
    first = await world.officer(COMMUNE, 10)
    second = await world.officer(COMMUNE, 11, approver=first)
    await world.do(effects.CloseShift(second.id))
    chat = Chat(world, member(11))
    await chat.payload(f"s:{world.buttons[first.id]}")
    await chat.type_pin(PIN)
    assert chat.main.startswith("Sai PIN.")


async def test_a_citizen_who_forges_the_button_or_the_keys_is_refused(world: World) -> None:
    chat = Chat(world, member(700))
    for payload in ("s:" + "a" * 43, "p:abc:1:" + "a" * 43, "s:", "p:"):
        await chat.payload(payload)
        assert chat.toast
        assert chat.effects == []
        assert "main" not in chat.shown


async def test_locking_takes_the_key_and_every_reading(world: World) -> None:
    await world.officer(PROVINCE, 11)
    chat = await on_duty(world, COMMUNE, 10)
    await world.send()
    await chat.command("hop")
    await chat.press(next(label for label in chat.labels() if label.startswith("1. ")))
    card = next(name for name in chat.shown if name.startswith("card:"))
    await chat.press("Đọc tin", card)
    assert any(name.startswith("read:") for name in chat.shown)
    await chat.press("Khóa ca", card)
    assert not any(name.startswith("read:") for name in chat.shown)
    assert any(isinstance(effect, effects.CloseShift) for effect in chat.effects)
    await chat.press("Đọc tin", card)
    assert chat.toast == "Đồng chí mở ca trực trước."


async def test_a_shift_ends_by_itself_after_twelve_hours(world: World) -> None:
    chat = await on_duty(world, COMMUNE, 10)
    world.now += 12 * 3600 + 1
    await chat.command("hop")
    assert "mở ca trước" in chat.shown["door_hint"].text


async def ends_by_the_clock(world: World, chat: Chat, officer: str) -> None:
    """The moment comes, and what it puts into the chat's inbox is heard there."""
    async with world.database.write() as rows:
        assert await due.is_set(rows, world.tools.seals, SHIFT, officer)
        await world.performer.occur(rows, SHIFT, {"officer": officer}, world.now)
        heard = await rows.scalar(sa.select(sa.func.count()).select_from(inbox))
        await rows.execute(sa.delete(inbox))
    if heard:
        await chat.act(Act.NEWS, name=SHIFT_OVER, payload="{}")


async def test_when_the_clock_ends_a_shift_nothing_of_it_stays_on_the_screen(world: World) -> None:
    await world.officer(PROVINCE, 11)
    chat = await on_duty(world, COMMUNE, 10)
    await world.send()
    officer = await only(world, 10)
    await chat.command("hop")
    await chat.press(next(label for label in chat.labels() if label.startswith("1. ")))
    await chat.press("Đọc tin", next(name for name in chat.shown if name.startswith("card:")))
    world.now += world.policy.shift
    await ends_by_the_clock(world, chat, officer)
    assert (chat.main, chat.labels()) == ("Hết ca.", [])
    assert not any(name.startswith("read:") for name in chat.shown)
    assert not chat.state.get("listing")


async def test_a_shift_that_was_opened_anew_or_locked_by_hand_is_not_called_over(world: World) -> None:
    chat = await on_duty(world, COMMUNE, 10)
    officer = await only(world, 10)
    world.now += world.policy.shift - 60
    await world.press_pin(officer, "open")
    await chat.command("truc")
    world.now += 60
    await ends_by_the_clock(world, chat, officer)
    assert "Đã mở ca đến" in chat.main
    await chat.press("Khóa ca")
    async with world.database.read() as rows:
        assert not await due.is_set(rows, world.tools.seals, SHIFT, officer)


async def test_to_everybody_else_the_words_of_staff_do_not_exist(world: World) -> None:
    chat = Chat(world, member(700))
    await chat.command("no_such_word")
    menu = chat.main
    for word in ("truc", "hop", "khoa", "nguoi", "moi"):
        await chat.command(word)
        assert chat.main == menu
        assert "door_hint" not in chat.shown


async def test_the_quick_exit_drops_what_was_typed_and_keeps_the_desk(world: World) -> None:
    chat = await off_duty(world)
    await chat.type_pin(PIN[:3])
    await chat.act(Act.PRESS, payload="x", callback="c")
    assert chat.state["keypad"] == {}


NEW_PIN = "739164"


async def asked_to_change(world: World) -> Chat:
    """An officer off duty who has pressed "Change PIN"."""
    officer = await world.officer(COMMUNE, 10)
    await world.do(effects.CloseShift(officer.id))
    chat = Chat(world, member(10))
    await chat.payload(f"c:{world.buttons[officer.id]}")
    return chat


async def opens(world: World, digits: str) -> bool:
    chat = Chat(world, member(10))
    await chat.payload(f"s:{next(iter(world.buttons.values()))}")
    await chat.type_pin(digits)
    return "Đã mở ca đến" in chat.main


async def test_a_changed_pin_opens_and_the_old_one_does_not(world: World) -> None:
    chat = await asked_to_change(world)
    await chat.type_pin(PIN)
    assert "PIN mới" in chat.main
    await chat.type_pin(NEW_PIN)
    await chat.type_pin(NEW_PIN)
    assert chat.main == "Đã đổi PIN. Nút mở ca vẫn như cũ."
    assert not await opens(world, PIN)
    assert await opens(world, NEW_PIN)


async def test_what_was_sealed_to_the_officer_opens_after_the_pin_was_changed(world: World) -> None:
    chat = await asked_to_change(world)
    await world.officer(PROVINCE, 11)
    await world.send()
    for digits in (PIN, NEW_PIN, NEW_PIN):
        await chat.type_pin(digits)
    assert await opens(world, NEW_PIN)
    await chat.command("hop")
    await chat.press(next(label for label in chat.labels() if label.startswith("1. ")))
    await chat.press("Đọc tin", next(name for name in chat.shown if name.startswith("card:")))
    assert any("co nguoi ban ma tuy" in screen.text for screen in chat.shown.values())


async def test_a_wrong_old_pin_counts_and_changes_nothing(world: World) -> None:
    chat = await asked_to_change(world)
    for digits in ("502816", NEW_PIN, NEW_PIN):
        await chat.type_pin(digits)
    assert "Sai PIN" in chat.main
    assert "4" in chat.main
    assert not await opens(world, NEW_PIN)
    assert await opens(world, PIN)


@pytest.mark.parametrize(
    ("typed", "said"),
    [((PIN,), "PIN cũ"), (("111111",), "dễ đoán"), (("010190",), "ngày tháng"), ((NEW_PIN, "502816"), "không giống")],
)
async def test_a_new_pin_must_be_new_good_and_typed_twice_alike(
    world: World, typed: tuple[str, ...], said: str
) -> None:
    chat = await asked_to_change(world)
    for digits in (PIN, *typed):
        await chat.type_pin(digits)
    assert said in chat.main
    assert not chat.effects
    await chat.type_pin(NEW_PIN)
    await chat.type_pin(NEW_PIN)
    assert chat.main.startswith("Đã đổi PIN")


async def test_with_another_ones_button_no_pin_is_changed(world: World) -> None:
    first = await world.officer(COMMUNE, 10)
    await world.officer(COMMUNE, 12, approver=first)
    chat = Chat(world, member(12))
    await chat.payload(f"c:{world.buttons[first.id]}")
    for digits in (PIN, NEW_PIN, NEW_PIN):
        await chat.type_pin(digits)
    assert "Sai PIN" in chat.main


async def test_whoever_leaves_the_keypad_keeps_the_pin(world: World) -> None:
    chat = await asked_to_change(world)
    await chat.type_pin(PIN)
    await chat.press("Thoát")
    assert chat.state["keypad"] == {}
    assert await opens(world, PIN)


@pytest.mark.parametrize("number", [700, 12])
async def test_nobody_without_rights_changes_a_pin(world: World, number: int) -> None:
    first = await world.officer(COMMUNE, 10)
    second = await world.officer(COMMUNE, 12, approver=first)
    await world.do(effects.Suspend(second.id, first.id))
    chat = Chat(world, member(number))
    await chat.payload(f"c:{world.buttons[second.id]}")
    assert chat.toast
    assert "main" not in chat.shown
