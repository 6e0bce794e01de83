"""Moments come in order, once, and together with what follows from them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from handlers.messages import Act, Post
from storage import due, inbox
from storage.engine import Broken
from storage.tables import due as due_table
from storage.tables import inbox as inbox_table
from tests.conftest import Clock
from tests.unit.bot.office import Office, Platform, Turned, drain, remember, said, show

DAY = 86_400


async def put(office: Office, key: str, at: float, *, lasting: bool = False) -> None:
    async with office.database.write() as conn:
        await due.put(conn, office.seals, "test", key, at, {"key": key}, office.clock(), lasting=lasting)


class Diary:
    """Keeps what occurred."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.broken = False

    async def occur(self, rows: AsyncConnection, kind: str, payload: dict[str, Any], now: float) -> list[Post]:
        self.seen.append(payload["key"])
        if self.broken:
            raise RuntimeError
        return [show(payload["key"])]


async def test_moments_come_in_their_order_when_their_time_has_come(office: Office, clock: Clock) -> None:
    diary = Diary()
    for key, after in (("c", 30), ("a", 10), ("b", 20), ("d", 40)):
        await put(office, key, clock.now + after)
    keeper = office.keeper(diary.occur)
    await keeper.once()
    clock.advance(35)
    await keeper.once()
    assert diary.seen == ["a", "b", "c"]
    platform = Platform()
    await drain(office.sender(platform))
    assert platform.texts == ["c"]


async def test_a_moment_set_again_is_moved_and_one_taken_back_never_comes(office: Office, clock: Clock) -> None:
    diary = Diary()
    await put(office, "a", clock.now + 10)
    await put(office, "a", clock.now + 100)
    await put(office, "b", clock.now + 10)
    async with office.database.write() as conn:
        await due.cancel(conn, office.seals, "test", "b")
    clock.advance(50)
    await office.keeper(diary.occur).once()
    assert diary.seen == []
    assert len(await office.rows(sa.select(due_table))) == 1


async def test_a_failing_moment_fails_alone_and_comes_again(office: Office, clock: Clock) -> None:
    diary = Diary()
    await put(office, "a", clock.now)
    diary.broken = True
    keeper = office.keeper(diary.occur)
    await keeper.once()
    diary.broken = False
    clock.advance(10)
    await keeper.once()
    assert diary.seen == ["a", "a"]
    assert await office.rows(sa.select(due_table)) == []


async def test_a_moment_beyond_the_life_of_a_day_key_must_be_lasting(office: Office, clock: Clock) -> None:
    with pytest.raises(ValueError, match="lasting"):
        await put(office, "a", clock.now + 3 * DAY)
    await put(office, "a", clock.now + 30 * DAY, lasting=True)
    clock.advance(31 * DAY)
    diary = Diary()
    await office.keeper(diary.occur).once()
    assert diary.seen == ["a"]


async def test_two_clocks_are_one(office: Office, clock: Clock) -> None:
    diary = Diary()
    await put(office, "a", clock.now)
    first, second = office.keeper(diary.occur), office.keeper(diary.occur)
    await first.once()
    await put(office, "b", clock.now)
    await second.once()
    assert diary.seen == ["a"]
    clock.advance(6)
    await second.once()
    assert diary.seen == ["a", "b"]


async def test_a_silent_chat_hears_of_it_once_and_is_forgotten_all_the_same(office: Office, clock: Clock) -> None:
    acts: list[Act] = []

    async def converse(rows: Any, incoming: Any, state: Any, now: float) -> Turned:
        acts.append(incoming.act)
        return Turned({"x": 1}, wake_at=now + 600)

    await office.receive(said("a"))
    turns, keeper = office.turns(converse), office.keeper()
    await turns.once()
    for _minute in range(60):
        clock.advance(60)
        await keeper.once()
        await turns.once()
    assert acts == [Act.TEXT, Act.IDLE]
    clock.advance(25 * 3600)
    await keeper.once()
    assert await office.rows(sa.select(inbox_table).where(inbox_table.c.state == "waiting")) == []
    await office.receive(said("b"), first=2)
    seen: list[Any] = []

    async def look(rows: Any, incoming: Any, state: Any, now: float) -> Turned:
        seen.append(dict(state))
        return Turned({})

    await office.turns(look).once()
    assert seen == [{}]


async def test_sweeping_forgets_what_is_old_and_keeps_what_is_not(office: Office, clock: Clock) -> None:
    await office.receive(said("a"))
    await office.turns(remember).once()
    await drain(office.sender(Platform()))
    keeper = office.keeper()
    await keeper.sweep(clock.now + DAY)
    assert len(await office.rows(sa.select(inbox_table))) == 1
    await keeper.sweep(clock.now + inbox.KEPT_S + 3700)
    assert await office.rows(sa.select(inbox_table)) == []


async def test_after_three_days_nothing_of_a_conversation_is_left_in_any_file(office: Office, clock: Clock) -> None:
    await office.receive(said("a"))
    await office.turns().once()
    await drain(office.sender(Platform()))
    keeper = office.keeper()
    clock.advance(4 * DAY)
    await keeper.sweep(clock.now)
    for table in ("inbox", "outbox", "conversation", "screens"):
        assert await office.rows(sa.text(f"SELECT * FROM {table}")) == []


async def test_the_keys_of_days_that_are_over_die_even_where_nothing_can_be_purged(
    office: Office, clock: Clock
) -> None:
    key = office.seals.keyring.day_key(clock.now)
    async with office.database.write() as conn:
        await conn.execute(sa.text("ALTER TABLE tip RENAME TO broken"))
    clock.advance(5 * DAY)
    with pytest.raises(Broken):
        await office.keeper().sweep(clock.now)
    assert office.seals.keyring.find(key.id) is None
