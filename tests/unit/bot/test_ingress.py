"""Nothing is acknowledged before it is kept, and nothing is kept twice."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot import ingress as ingress_module
from bot.ingress import Overfull
from handlers.messages import Act, Incoming
from storage import conversations, inbox
from storage.engine import Broken, Busy
from storage.tables import conversation
from storage.tables import inbox as inbox_table
from tests.conftest import Clock
from tests.unit.bot.office import Office, group, person, said


async def test_what_is_acknowledged_is_in_the_database(office: Office) -> None:
    async with office.door() as door:
        await door.keep("telegram", "1", said("hello"))
        assert await office.states(inbox_table) == ["waiting"]


async def test_the_same_update_delivered_twice_is_one_row(office: Office) -> None:
    await office.receive(said("a"), first=5)
    await office.receive(said("a"), first=5)
    assert await office.states(inbox_table) == ["waiting"]


async def test_an_update_delivered_again_after_its_answer_is_not_answered_again(office: Office) -> None:
    await office.receive(said("a"), first=5)
    turns = office.turns()
    assert await turns.once() == 1
    await office.receive(said("a"), first=5)
    assert await turns.once() == 0


async def test_updates_of_one_moment_share_a_commit_and_keep_their_order(office: Office) -> None:
    await office.receive(*(said(str(number)) for number in range(100)))
    rows = await office.rows(sa.select(inbox_table.c.update_id).order_by(inbox_table.c.arrived))
    assert [int(row.update_id) for row in rows] == list(range(1, 101))
    assert len(await office.rows(sa.select(conversation))) == 1


async def test_no_byte_of_what_was_said_or_of_who_said_it_is_in_the_clear(office: Office) -> None:
    await office.receive(Incoming(person(987654321), Act.TEXT, message="55", text="marked-words"))
    (row,) = await office.rows(sa.select(inbox_table))
    (chat,) = await office.rows(sa.select(conversation))
    stored = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in (*row, *chat))
    assert b"marked-words" not in stored
    assert b"987654321" not in stored


async def test_all_rows_of_the_inbox_have_one_of_few_lengths(office: Office) -> None:
    await office.receive(said("a"), said("b" * 400))
    lengths = {len(row.body) for row in await office.rows(sa.select(inbox_table.c.body))}
    assert len(lengths) == 1


async def test_a_private_chat_keeps_its_id_for_days_and_gets_another_later(office: Office, clock: Clock) -> None:
    await office.receive(said("a"))
    clock.advance(86_400)
    await office.receive(said("b"), first=2)
    assert len(await office.rows(sa.select(conversation))) == 1
    to = person()
    old = office.seals.chat_ids(to.channel, to.chat, to.user, private=True, now=clock.now)
    clock.advance(6 * 86_400)
    new = office.seals.chat_ids(to.channel, to.chat, to.user, private=True, now=clock.now)
    assert not set(old) & set(new)


async def test_a_group_is_one_conversation_whoever_writes(office: Office) -> None:
    one, other = group(), group()
    await office.receive(
        Incoming(type(one)("telegram", one.chat, "1", private=False), Act.TEXT),
        Incoming(type(other)("telegram", other.chat, "2", private=False), Act.TEXT),
    )
    assert len(await office.rows(sa.select(conversation))) == 1


async def test_what_nobody_needs_is_counted_and_not_kept(office: Office) -> None:
    await office.ingress.keep("telegram", "1", None)
    assert await office.states(inbox_table) == []
    assert office.meters.registry.get_sample_value("hotline_dropped_total", {"channel": "telegram"}) == 1


async def test_a_database_that_can_not_now_is_told_to_the_platform(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_arguments: object) -> None:
        raise Busy("full")

    monkeypatch.setattr(inbox, "put", busy)
    async with office.door() as door:
        with pytest.raises(Busy):
            await door.keep("telegram", "1", said("a"))
    monkeypatch.undo()
    await office.receive(said("a"))
    assert await office.states(inbox_table) == ["waiting"]


async def test_one_update_that_the_database_refuses_does_not_hold_up_the_others(office: Office) -> None:
    async with office.door() as door:
        kept = await asyncio.gather(
            door.keep("telegram", "1", said("a")),
            door.keep("x" * 2 + "\0" * 200, "2", said("b", 8)),  # a channel that no column takes
            door.keep("telegram", "3", said("c", 9)),
            return_exceptions=True,
        )
    if office.database.is_sqlite:  # takes any text
        return
    assert [type(one) for one in kept] == [type(None), Broken, type(None)]


async def test_too_many_waiting_acts_close_the_door(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingress_module, "MOST_WAITING", 2)
    monkeypatch.setattr(ingress_module, "PRESSURE_FOR_S", 0)
    await office.receive(said("a"), said("b"))
    await office.ingress.check()
    await office.receive(said("c"), first=3)
    with pytest.raises(Overfull, match="waiting"):
        await office.ingress.check()
    while await office.turns().once():
        pass
    await office.ingress.check()


async def test_a_nearly_full_disk_closes_the_door(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingress_module, "LEAST_FREE", 1.1)
    if office.database.is_sqlite:
        with pytest.raises(Overfull, match="disk"):
            await office.ingress.check()


async def test_half_a_character_does_no_harm(office: Office) -> None:
    await office.receive(said("\ud800"))
    assert await office.turns().once() == 1


async def test_a_silent_chat_is_forgotten_and_one_with_a_waiting_act_is_not(office: Office, clock: Clock) -> None:
    await office.receive(said("a"))
    clock.advance(30 * 3600)
    async with office.database.write() as conn:
        assert await conversations.sweep(conn, clock.now) == 0
    await office.turns().once()
    clock.advance(26 * 3600)
    async with office.database.write() as conn:
        assert await conversations.sweep(conn, clock.now) == 1
