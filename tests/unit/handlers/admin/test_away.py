"""Leave and training: whose tips go back, who is told nothing, and how both end."""

from __future__ import annotations

from datetime import date

import pytest

from content.terms import Role, TipState
from handlers import effects
from storage import tips
from storage.people import Person
from storage.tips import Card
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.world import COMMUNE, PIN, PROVINCE, World, member, open_tips


async def card_of(world: World, public: str) -> Card:
    async with world.database.read() as rows:
        card = await tips.card(rows, public)
    assert card is not None
    return card


async def taken(world: World, officer: Person, *, test: bool = False) -> str:
    """A tip that this officer has."""
    await world.doors_open(PROVINCE)
    before = await all_public(world)
    await world.send(test=test)
    (public,) = await all_public(world) - before
    await world.do(effects.ClaimTip(public, 1, officer.id))
    return public


async def all_public(world: World) -> set[str]:
    async with world.database.read() as rows:
        found = [await open_tips(rows, COMMUNE, test=test) for test in (True, False)]
    return {card.public for cards in found for card in cards}


async def pair(world: World) -> tuple[Chat, Person]:
    """A head on shift, and their officer."""
    head = await on_duty(world, COMMUNE, 10, Role.HEAD)
    async with world.database.read():
        approver = await world.person(await id_of(world, 10))
    return head, await world.officer(COMMUNE, 12, approver=approver)


async def id_of(world: World, number: int) -> str:
    from storage import people

    async with world.database.read() as rows:
        found = await people.by_account(rows, world.keyring, "telegram", str(number))
    assert found is not None
    return found.id


async def test_the_head_sends_on_leave_and_what_was_held_is_free_again(world: World) -> None:
    head, officer = await pair(world)
    public = await taken(world, officer)
    await head.payload(f"a:person:{officer.id}")
    await head.press("Cho nghỉ")
    assert not head.effects
    await head.press("3 ngày")
    gone = await world.person(officer.id)
    assert gone.away_until == date(2027, 1, 17)
    assert not gone.on_shift(world.now)
    assert (await card_of(world, public)).state is TipState.NEW
    await head.command("nguoi")
    assert "nghỉ đến hết 17/01" in head.main


async def test_whoever_falls_ill_takes_leave_without_a_shift_and_opening_one_ends_it(world: World) -> None:
    _head, officer = await pair(world)
    await world.do(effects.CloseShift(officer.id))
    chat = Chat(world, member(12))
    await chat.command("truc")
    await chat.press("Xin nghỉ")
    await chat.press("1 ngày")
    assert (await world.person(officer.id)).away_until == date(2027, 1, 15)
    await world.press_pin(officer.id, "open")
    assert (await world.person(officer.id)).away_until is None


async def test_a_leave_is_ended_by_a_tap(world: World) -> None:
    head, officer = await pair(world)
    await head.payload(f"a:away:{officer.id}:7")
    await head.payload(f"a:away:{officer.id}")
    await head.press("Đi làm lại")
    assert (await world.person(officer.id)).away_until is None


@pytest.mark.parametrize("number", [12, 700])
@pytest.mark.parametrize("word", ["away", "train", "back", "suspend"])
async def test_nobody_but_the_head_decides_about_a_colleague(world: World, word: str, number: int) -> None:
    _head, officer = await pair(world)
    third = await world.officer(COMMUNE, 13, approver=officer)
    chat = Chat(world, member(number))
    await chat.payload(f"a:{word}:{third.id}:3")
    if word == "back" and number == 12:
        assert [type(effect) for effect in chat.effects] == [
            effects.Invite
        ]  # a lost PIN needs a colleague, not the head
        return
    assert not chat.effects
    assert chat.toast


@pytest.mark.parametrize("days", ["0x", "-1", "365", "99999999999", "²"])
async def test_forged_days_ask_again(world: World, days: str) -> None:
    head, officer = await pair(world)
    await head.payload(f"a:away:{officer.id}:{days}")
    assert not head.effects
    assert "mấy ngày" in head.main


async def test_in_training_somebody_sees_test_tips_only(world: World) -> None:
    head, officer = await pair(world)
    real, test = await taken(world, officer), await taken(world, officer, test=True)
    await head.payload(f"a:person:{officer.id}")
    await head.press("Cho tập sự")
    assert (await card_of(world, real)).holder is None
    assert (await card_of(world, test)).holder == officer.id
    chat = Chat(world, member(12))
    await chat.command("hop")
    assert f"T-{test[:4]}" in chat.main
    assert f"T-{real[:4]}" not in chat.main
    for word in ("read", "claim", "card", "mark"):
        await chat.payload(f"a:{word}:{real}:3:going")
        assert chat.toast == "Tin tập huấn và tin thật để riêng."
        assert not chat.effects
    await chat.payload(f"a:read:{test}")
    assert [type(effect) for effect in chat.effects] == [effects.ReadTip]


async def test_a_test_tip_that_a_trainee_makes_real_goes_to_the_others(world: World) -> None:
    head, officer = await pair(world)
    test = await taken(world, officer, test=True)
    await head.payload(f"a:train:{officer.id}")
    card = await card_of(world, test)
    chat = Chat(world, member(12))
    await chat.payload(f"a:make_real:{test}:{card.version}")
    after = await card_of(world, test)
    assert (after.test, after.state, after.holder) == (False, TipState.NEW, None)


async def test_training_ends_by_the_same_tap(world: World) -> None:
    head, officer = await pair(world)
    await head.payload(f"a:train:{officer.id}")
    await head.payload(f"a:person:{officer.id}")
    assert "đang tập sự" in head.main
    await head.press("Hết tập sự")
    assert not (await world.person(officer.id)).training


async def test_a_trainee_lets_nobody_in(world: World) -> None:
    head, officer = await pair(world)
    await head.payload(f"a:train:{officer.id}")
    chat = Chat(world, member(12))
    await chat.payload(f"a:back:{await id_of(world, 10)}")
    assert chat.toast == "Đồng chí đang tập sự. Việc này để đồng nghiệp làm."
    assert not chat.effects


async def test_a_lost_pin_comes_back_through_any_colleague_on_the_same_phone_only(world: World) -> None:
    _head, officer = await pair(world)
    colleague = Chat(world, member(10))
    await colleague.payload(f"a:person:{officer.id}")
    await colleague.press("Mất PIN, mất nút")
    word = colleague.button("Chép liên kết").copy.partition("?start=")[2]
    thief = Chat(world, member(666))
    await thief.command("start", word)
    assert thief.main == "Liên kết này đã dùng hoặc quá hạn. Xin liên kết mới."
    own = Chat(world, member(12))
    await own.command("start", word)
    await own.type_pin(PIN)
    await own.type_pin(PIN)
    back = await world.person(await id_of(world, 12))
    assert back.id != officer.id
    assert (back.name, back.role, back.station) == (officer.name, officer.role, officer.station)
    await colleague.payload(f"a:approve:{back.id}")
    await colleague.press("Giống, duyệt")
    assert (await world.person(back.id)).holds_key
    assert not (await world.person(officer.id)).holds_key


async def test_a_link_to_come_back_is_dead_once_its_person_is_suspended(world: World) -> None:
    head, officer = await pair(world)
    await head.payload(f"a:back:{officer.id}")
    word = head.button("Chép liên kết").copy.partition("?start=")[2]
    await head.payload(f"a:suspend:{officer.id}:yes")
    own = Chat(world, member(12))
    await own.command("start", word)
    assert own.main == "Liên kết này đã dùng hoặc quá hạn. Xin liên kết mới."
