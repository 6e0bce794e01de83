"""Every act is answered once, in order; a failing turn fails alone; nothing is lost with it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from handlers.messages import Incoming, Post
from storage import conversations, inbox, leases
from storage.audit import Line
from storage.book import Book
from storage.engine import Busy, Database
from storage.seals import Seals
from storage.tables import audit as audit_table
from storage.tables import conversation, lease, outbox
from storage.tables import counter as counter_table
from storage.tables import inbox as inbox_table
from tests.conftest import Clock
from tests.unit.bot.office import Office, Platform, Turned, drain, remember, said, show


async def memories(office: Office) -> list[Any]:
    rows = await office.rows(sa.select(conversation))
    return [conversations.open_state(office.seals, row.id, row.state) for row in rows]


async def test_acts_of_one_person_are_answered_in_order_one_per_batch(office: Office) -> None:
    await office.receive(said("a"), said("b"), said("c"))
    turns = office.turns()
    assert [await turns.once() for _batch in range(4)] == [1, 1, 1, 0]
    (kept,) = await memories(office)
    assert kept["state"]["heard"] == ["a", "b", "c"]


async def test_a_batch_answers_many_people_at_once(office: Office) -> None:
    await office.receive(*(said("x", number) for number in range(1, 100)))
    turns = office.turns()
    assert await turns.once() == 64
    assert await turns.once() == 35


async def test_an_answered_act_leaves_no_body_no_chat_and_no_exact_time(office: Office, clock: Clock) -> None:
    clock.advance(123.456)
    await office.receive(said("a"))
    await office.turns().once()
    (row,) = await office.rows(sa.select(inbox_table))
    assert (row.state, row.body, row.conversation) == ("done", None, None)
    assert row.arrived % 3_600_000_000 == 0


async def test_a_dialogue_that_forgets_leaves_nothing_of_the_chat(office: Office, clock: Clock) -> None:
    async def forget(*_arguments: Any) -> Turned:
        return Turned(None)

    await office.receive(said("a"))
    await office.turns(forget).once()
    async with office.database.write() as conn:
        await conversations.sweep(conn, clock.now)
    assert await office.rows(sa.select(conversation)) == []


async def test_effects_and_posts_are_kept_together_or_not_at_all(office: Office) -> None:
    async def act(rows: AsyncConnection, incoming: Incoming, state: Mapping[str, Any], now: float) -> Turned:
        return Turned({}, [show("x", incoming.address)], [incoming.text])

    async def perform(rows: AsyncConnection, effects: Any, incoming: Incoming, now: float, book: Book) -> list[Post]:
        await leases.take(rows, effects[0], "test", 10, now)
        if effects[0] == "bad":
            raise RuntimeError
        return [show("done", incoming.address, "second")]

    await office.receive(said("good", 1), said("bad", 2))
    await office.turns(act, perform).once()
    assert [row.name for row in await office.rows(sa.select(lease.c.name))] == ["good"]
    assert len(await office.rows(sa.select(outbox))) == 2
    assert await office.states(inbox_table) == ["done", "waiting"]


async def test_a_failing_turn_fails_alone_and_is_tried_again_later(office: Office, clock: Clock) -> None:
    tried: list[str] = []

    async def moody(rows: AsyncConnection, incoming: Incoming, state: Mapping[str, Any], now: float) -> Turned:
        tried.append(incoming.text)
        if incoming.text == "bad" and tried.count("bad") == 1:
            raise RuntimeError
        return await remember(rows, incoming, state, now)

    await office.receive(said("good", 1), said("bad", 2))
    turns = office.turns(moody)
    await turns.once()
    assert await turns.once() == 0
    clock.advance(10)
    assert await turns.once() == 1
    assert await office.states(inbox_table) == ["done", "done"]


async def test_a_turn_whose_own_statement_is_refused_spoils_nobody_elses(office: Office, clock: Clock) -> None:
    async def refused(rows: AsyncConnection, incoming: Incoming, state: Mapping[str, Any], now: float) -> Turned:
        if incoming.text == "bad":
            await rows.execute(sa.text("SELECT * FROM no_such_table"))
        return await remember(rows, incoming, state, now)

    await office.receive(said("bad", 1), said("good", 2))
    turns = office.turns(refused)
    for _batch in range(8):
        await turns.once()
        clock.advance(30)
    assert await office.states(inbox_table) == ["done", "parked"]


async def test_after_three_failures_what_was_said_is_rescued_and_the_operator_is_told(
    office: Office, clock: Clock
) -> None:
    rescued: list[tuple[str, dict[str, Any]]] = []

    async def broken(*_arguments: Any) -> Turned:
        raise RuntimeError

    async def rescue(rows: AsyncConnection, incoming: Incoming, state: Mapping[str, Any], now: float) -> list[Post]:
        rescued.append((incoming.text, dict(state)))
        return [show("kept", incoming.address)]

    await office.receive(said("before"))
    await office.turns().once()
    await office.receive(said("words"), first=2)
    turns = office.turns(broken, rescue=rescue)
    for _try in range(5):
        await turns.once()
        clock.advance(60)
    assert rescued == [("words", {"heard": ["before"]})]
    assert await office.states(inbox_table) == ["done", "parked"]
    platform = Platform()
    await drain(office.sender(platform))
    assert "kept" in platform.texts
    assert any("người vận hành" in text for text in platform.texts)


async def test_a_rescue_that_fails_is_tried_for_as_long_as_it_takes(office: Office, clock: Clock) -> None:
    calls: list[int] = []

    async def broken(*_arguments: Any) -> Turned:
        raise RuntimeError

    async def rescue(*_arguments: Any) -> list[Post]:
        calls.append(1)
        if len(calls) < 4:
            raise RuntimeError
        return []

    await office.receive(said("words"))
    turns = office.turns(broken, rescue=rescue)
    for _try in range(10):
        await turns.once()
        clock.advance(100)
    assert len(calls) == 4
    assert await office.states(inbox_table) == ["parked"]


async def test_errors_of_the_moment_undo_the_batch_and_count_against_nobody(office: Office) -> None:
    async def busy(*_arguments: Any) -> Turned:
        raise Busy("disk full")

    await office.receive(said("a"))
    with pytest.raises(Busy):
        await office.turns(busy).once()
    (row,) = await office.rows(sa.select(inbox_table))
    assert (row.state, row.tries) == ("waiting", 0)
    assert await office.turns().once() == 1


async def test_a_crash_before_the_commit_leaves_the_act_waiting_and_nothing_said(office: Office) -> None:
    await office.receive(said("a"))

    async def die(*_arguments: Any) -> Turned:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await office.turns(die).once()
    assert await office.states(inbox_table) == ["waiting"]
    assert await office.rows(sa.select(outbox)) == []
    assert await office.turns().once() == 1


async def test_two_replicas_answer_every_act_once_and_in_order(
    postgresql: str, office: Office, seals: Seals, clock: Clock
) -> None:
    if office.database.is_sqlite:
        return
    people, acts = 12, 10
    await office.receive(*(said(str(step), person) for step in range(acts) for person in range(1, people + 1)))
    second = Office(
        await Database.open(str(office.database.engine.url.render_as_string(hide_password=False))), seals, clock
    )

    async def work(turns: Any) -> int:
        answered, idle = 0, 0
        while idle < 5:
            done = await turns.once()
            answered, idle = answered + done, 0 if done else idle + 1
        return answered

    counts = await asyncio.gather(work(office.turns()), work(second.turns()))
    assert sum(counts) == people * acts
    heard = [kept["state"]["heard"] for kept in await memories(office)]
    assert heard == [[str(step) for step in range(acts)]] * people
    await second.database.close()


async def test_a_chat_that_lasts_gets_a_new_id_and_its_screens_come_along(office: Office, clock: Clock) -> None:
    platform = Platform()
    sender = office.sender(platform)
    turns = office.turns()
    for number in range(8):
        await office.receive(said(str(number)), first=number * 10 + 1)
        await turns.once()
        await drain(sender, 3)
        clock.advance(20 * 3600)
    assert platform.texts[-1] == "0 1 2 3 4 5 6 7"
    assert [type(call).__name__ for call in platform.calls] == ["Send"] + ["Edit"] * 7
    assert len(await office.rows(sa.select(conversation))) == 1


async def test_a_draft_whose_key_is_gone_is_no_failure(office: Office, clock: Clock) -> None:
    await office.receive(said("a"))
    await office.turns().once()
    (row,) = await office.rows(sa.select(conversation))
    async with office.database.write() as conn:
        await conn.execute(sa.update(conversation).values(state=row.state[:-1] + bytes([row.state[-1] ^ 1])))
    await office.receive(said("b"), first=2)
    await office.turns().once()
    (kept,) = await memories(office)
    assert kept["state"]["heard"] == ["b"]


async def test_a_tampered_act_is_parked_and_blocks_nobody(office: Office) -> None:
    await office.receive(said("a"), said("b"))
    async with office.database.write() as conn:
        first = sa.update(inbox_table).where(inbox_table.c.update_id == "1")
        await conn.execute(first.values(body=b"\x01nonsense"))
    turns = office.turns()
    await turns.once()
    await turns.once()
    assert await office.states(inbox_table) == ["done", "parked"]
    assert inbox.PARKED == "parked"


async def test_figures_and_the_audit_are_written_once_and_last_and_not_for_a_turn_that_failed(office: Office) -> None:
    """Written turn by turn, two replicas held each other's rows crosswise and deadlocked."""
    seen: list[int] = []

    async def converse(_rows: Any, incoming: Incoming, _state: Any, _now: float) -> Turned:
        return Turned({}, effects=[incoming.text])

    async def perform(rows: AsyncConnection, wanted: Any, _incoming: Incoming, now: float, book: Book) -> list[Post]:
        seen.append(len((await rows.execute(sa.select(audit_table.c.seq))).all()))
        book.lines.append(Line(int(now), None, wanted[0]))
        book.sums["2027-01", "PC04", "received"] += 1
        if wanted[0] == "broken":
            raise LookupError
        return []

    await office.receive(said("a", 7), said("broken", 8), said("c", 9))
    await office.turns(converse, perform).once()
    assert seen == [0, 0, 0]
    assert [row.action for row in await office.rows(sa.select(audit_table.c.action).order_by(audit_table.c.seq))] == [
        "a",
        "c",
    ]
    assert await office.rows(sa.select(counter_table.c.number)) == [(2,)]


async def test_workers_and_clock_are_rung_only_for_what_is_due_at_once(office: Office) -> None:
    rung: list[str] = []

    async def converse(_rows: Any, incoming: Incoming, _state: Any, _now: float) -> Turned:
        return Turned({}, effects=[incoming.text])

    async def perform(_rows: Any, wanted: Any, _incoming: Incoming, _now: float, book: Book) -> list[Post]:
        book.soon = wanted[0] == "a file"
        return []

    turns = office.turns(converse, perform, ordered=lambda: rung.append("rung"))
    await office.receive(said("a claim", 7), said("a note", 8))
    await turns.once()
    assert rung == []
    await office.receive(said("a claim", 7), said("a file", 8), first=3)
    await turns.once()
    assert rung == ["rung"]


async def test_a_chat_that_was_silent_for_a_day_begins_anew_also_before_it_is_swept(
    office: Office, clock: Clock
) -> None:
    await office.receive(said("a"))
    await office.turns().once()
    clock.advance(25 * 3600)
    await office.receive(said("b"), first=2)
    await office.turns().once()
    assert [kept["state"] for kept in await memories(office)] == [{"heard": ["b"]}]
