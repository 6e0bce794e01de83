"""What a platform lets through only after its reader wrote again: it waits, and nobody can tell for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.base import Fate, Outcome
from bot.turns import Turns
from handlers.messages import Act, Address, Button, Incoming, Post, Screen, Show
from storage import held as storage_held
from storage.seals import Seals
from storage.tables import held, inbox, outbox
from storage.times import DAY_S
from tests.conftest import Clock
from tests.unit.bot.office import Office, Platform, Turned, drain, group, person, remember, said, show

WINDOW = Outcome(Fate.WINDOW, why="window")
QUOTA = Outcome(Fate.QUOTA, why="quota")
CHANNEL = ("telegram",)


async def silent(_rows: object, incoming: Incoming, *_given: object) -> Turned:
    """Says nothing of its own."""
    return Turned(posts=[incoming.show] if incoming.show else [])


async def again(rows: AsyncConnection, incoming: Incoming, state: Mapping[str, Any], now: float) -> Turned:
    """Repeats what was said."""
    return await (silent(rows, incoming) if incoming.show else remember(rows, incoming, state, now))


async def answer(turns: Turns) -> None:
    """What was said, and what it lets go."""
    while await turns.once():
        pass


async def test_a_letter_behind_a_closed_window_waits_and_is_not_counted_as_sent(office: Office) -> None:
    await office.post(show("Xe màu gì?"))
    await drain(office.sender(Platform(WINDOW)))
    row = (await office.rows(sa.select(outbox.c.state, outbox.c.outcome)))[0]
    assert (row.state, row.outcome) == ("skipped", "window")
    assert len(await office.rows(sa.select(held.c.id))) == 1


async def test_it_is_sent_when_its_reader_writes_again(office: Office, clock: Clock) -> None:
    buttons = ((Button("Trả lời", payload="a:answer:1"),),)
    await office.post(Show(person(), "question:1", Screen("Xe màu gì?", buttons), repeatable=False))
    await drain(office.sender(Platform(WINDOW)))
    clock.advance(12 * DAY_S)
    platform = Platform()
    await office.receive(said("chào"))
    await answer(office.turns(silent, windowed=CHANNEL))
    await drain(office.sender(platform))
    assert [(call.screen.text, call.screen.rows) for call in platform.calls] == [("Xe màu gì?", buttons)]
    assert await office.rows(sa.select(held.c.id)) == []


async def test_several_wait_in_their_order_behind_the_answer(office: Office) -> None:
    platform = Platform(WINDOW, WINDOW, WINDOW)
    sender = office.sender(platform)
    for number in (1, 2, 3):
        await office.post(show(f"câu {number}", name=f"question:{number}"))
        await drain(sender)
    await office.receive(said("chào"))
    await answer(office.turns(again, windowed=CHANNEL))
    await drain(sender)
    assert platform.texts[3:] == ["chào", "câu 1", "câu 2", "câu 3"]


async def test_nobody_else_gets_it(office: Office) -> None:
    await office.post(show("Xe màu gì?"))
    await drain(office.sender(Platform(WINDOW)))
    await office.receive(said("chào", number=8))
    await answer(office.turns(silent, windowed=CHANNEL))
    assert len(await office.rows(sa.select(held.c.id))) == 1


async def test_what_the_house_tells_a_chat_is_no_sign_of_its_reader(office: Office) -> None:
    await office.post(show("Xe màu gì?"))
    await drain(office.sender(Platform(WINDOW)))
    await office.receive(Incoming(person(), Act.NEWS, name="file"))
    await answer(office.turns(silent, windowed=CHANNEL))
    assert len(await office.rows(sa.select(held.c.id))) == 1


async def test_a_letter_that_meets_a_closed_window_again_waits_again(office: Office) -> None:
    platform = Platform(WINDOW, WINDOW)
    sender = office.sender(platform)
    await office.post(show("Xe màu gì?"))
    await drain(sender)
    await office.receive(said("chào"))
    await answer(office.turns(silent, windowed=CHANNEL))
    await drain(sender)
    assert len(platform.calls) == 2
    assert len(await office.rows(sa.select(held.c.id))) == 1


async def test_a_quota_at_its_end_is_told_to_the_operator_and_loses_nothing(office: Office) -> None:
    await office.post(show("Xe màu gì?"))
    platform = Platform(Outcome(Fate.QUOTA, why="quota"))
    await drain(office.sender(platform))
    assert len(await office.rows(sa.select(held.c.id))) == 1
    assert any("quota" in text or "lượt" in text for text in platform.texts[1:])


async def test_who_can_not_be_answered_has_what_they_told_saved_at_once(office: Office) -> None:
    rescued: list[Act] = []

    async def rescue(_rows: object, incoming: Incoming, *_given: object) -> list[Post]:
        rescued.append(incoming.act)
        return [show("receipt", incoming.address)] if len(rescued) == 1 else []

    turns, sender = office.turns(rescue=rescue, windowed=CHANNEL), office.sender(Platform(*[QUOTA] * 9))
    await office.receive(said("co nguoi ban ma tuy"))
    for _round in range(4):
        await answer(turns)
        await drain(sender)
    assert rescued == [Act.UNHEARD, Act.UNHEARD]  # of the question, and of the receipt, behind which nothing waits
    assert await office.states(inbox) == ["done"] * 3


async def test_a_group_that_can_not_be_answered_has_told_nothing(office: Office) -> None:
    await office.post(show("Có tin.", group()))
    await drain(office.sender(Platform(QUOTA)))
    assert await office.states(inbox) == []


async def test_a_chat_that_can_not_be_answered_and_told_nothing_stays_as_it_is(office: Office) -> None:
    await office.receive(said("chào"))
    platform = Platform(QUOTA)
    turns, sender = office.turns(), office.sender(platform)
    await answer(turns)
    await drain(sender)
    await office.receive(said("bạn"), first=2)
    await answer(turns)
    await drain(sender)
    assert "chào bạn" in platform.texts


@pytest.mark.parametrize(("why", "told"), [("no_money", "hết tiền"), ("template", "mẫu tin"), ("window", "")])
async def test_why_it_waits_is_told_where_a_person_can_do_something(office: Office, why: str, told: str) -> None:
    await office.post(show("Xe màu gì?"))
    platform = Platform(Outcome(Fate.WINDOW, why=why))
    await drain(office.sender(platform))
    assert len(await office.rows(sa.select(held.c.id))) == 1
    assert [told in text for text in platform.texts[1:]] == ([True] if told else [])


async def test_whether_anything_waits_for_somebody_can_be_asked(office: Office, seals: Seals) -> None:
    whose = ("zalo_oa", "1", "1")
    async with office.database.write() as conn:
        assert not await storage_held.waits(conn, seals, whose, office.clock())
        await storage_held.hold(conn, seals, whose, {}, office.clock())
        assert await storage_held.waits(conn, seals, whose, office.clock())
        assert not await storage_held.waits(conn, seals, ("zalo_oa", "2", "2"), office.clock())


async def test_an_account_that_is_not_set_up_alarms_and_the_letter_is_tried_again(office: Office, clock: Clock) -> None:
    await office.post(show("Xin chào"))
    platform = Platform(Outcome(Fate.SETUP, why="not_verified"))
    sender = office.sender(platform)
    await drain(sender)
    clock.advance(31)
    await drain(sender)
    assert platform.texts.count("Xin chào") == 2


async def test_the_database_and_every_key_do_not_tell_for_whom_a_letter_waits(office: Office, seals: Seals) -> None:
    await office.post(show("Xe màu gì?"))
    await drain(office.sender(Platform(WINDOW)))
    row = (await office.rows(sa.select(held)))[0]
    for key in (seals.keyring.server, *seals.keyring.live_day_keys(office.clock())):
        assert key.id != row.body[1:5]
    assert b"7" not in {row.chat}


async def test_a_chat_keeps_its_newest_letters_only(office: Office, seals: Seals) -> None:
    whose = ("zalo_oa", "1", "1")
    async with office.database.write() as conn:
        for number in range(storage_held.MOST + 5):
            await storage_held.hold(conn, seals, whose, {"n": number}, office.clock())
        released = await storage_held.release(conn, seals, [whose], office.clock())
    assert [body["n"] for body in released[whose]] == list(range(5, storage_held.MOST + 5))


async def test_what_nobody_came_back_for_is_forgotten(office: Office, seals: Seals, clock: Clock) -> None:
    whose = ("zalo_oa", "1", "1")
    async with office.database.write() as conn:
        await storage_held.hold(conn, seals, whose, {}, office.clock())
        assert await storage_held.sweep(conn, clock.now + 59 * DAY_S) == 0
        assert await storage_held.sweep(conn, clock.now + 61 * DAY_S) == 1


async def test_a_letter_outlives_the_end_of_a_month(office: Office, seals: Seals, clock: Clock) -> None:
    whose, to = ("zalo_oa", "1", "1"), Address("zalo_oa", "1", "1")
    async with office.database.write() as conn:
        await storage_held.hold(conn, seals, whose, {"n": 1}, office.clock())
    clock.advance(25 * DAY_S)
    seals.keyring.destroy_old(clock.now)
    async with office.database.write() as conn:
        assert await storage_held.release(conn, seals, [(to.channel, to.chat, to.user)], clock.now) == {
            whose: [{"n": 1}]
        }
