"""Four replicas, one refresh token: never used twice, whatever crashes or jumps; when it is lost, one alarm and no loop."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from bot.channels.zalo_oa import tokens as module
from bot.channels.zalo_oa.oauth import Denied, Unanswered
from bot.channels.zalo_oa.tokens import Tokens
from storage import tokens
from storage.tables import outbox, token
from storage.tokens import Pair
from tests.conftest import Clock
from tests.unit.bot.office import Office

LIFE_S = 90_000.0
CHANNEL = "zalo_oa"


@dataclass
class Zalo:
    """A token endpoint that gives a new pair for each refresh token, once, and counts how often it was asked."""

    clock: Clock
    asked: Counter[str] = field(default_factory=Counter)
    number: int = 1
    silent: bool = False
    hold: asyncio.Event = field(default_factory=asyncio.Event)
    entered: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.hold.set()

    async def refresh(self, given: str) -> Pair:
        self.entered.set()
        await self.hold.wait()
        if self.silent:
            raise Unanswered("Unsent")
        self.asked[given] += 1
        if given != f"refresh{self.number}":
            raise Denied("Invalid refresh token")
        self.number += 1
        await asyncio.sleep(0)
        return self.pair()

    def pair(self) -> Pair:
        return Pair(f"access{self.number}", f"refresh{self.number}", self.clock(), self.clock() + LIFE_S)


@dataclass
class Replicas:
    """A few processes on one database."""

    office: Office
    zalo: Zalo
    clock: Clock
    elapsed: float = 0.0

    def one(self) -> Tokens:
        return Tokens(
            self.office.database, self.office.seals, CHANNEL, self.zalo, self.office.alerts, self.clock,
            running=lambda: self.elapsed,
        )  # fmt: skip

    async def seed(self) -> None:
        async with self.office.database.write() as conn:
            await tokens.seed(conn, self.office.seals, CHANNEL, self.zalo.pair(), self.clock())

    async def state(self) -> str:
        return str((await self.office.rows(sa.select(token.c.state)))[0].state)

    async def alarms(self) -> int:
        return len(await self.office.rows(sa.select(outbox.c.id)))


@pytest.fixture
async def replicas(office: Office, clock: Clock) -> Replicas:
    made = Replicas(office, Zalo(clock), clock)
    await made.seed()
    return made


async def test_a_fresh_token_is_used_as_it_is(replicas: Replicas) -> None:
    access = await replicas.one().access()
    assert access is not None
    assert access.token == "access1"
    assert replicas.zalo.asked == Counter()


async def test_it_is_exchanged_after_twenty_hours(replicas: Replicas, clock: Clock) -> None:
    mine = replicas.one()
    clock.advance(20 * 3600 - 1)
    await mine.keep_fresh()
    assert replicas.zalo.asked == Counter()
    clock.advance(2)
    await mine.keep_fresh()
    access = await mine.access()
    assert access is not None
    assert access.token == "access2"


async def test_four_replicas_racing_use_each_refresh_token_once(replicas: Replicas, clock: Clock) -> None:
    four = [replicas.one() for _replica in range(4)]
    for _day in range(6):
        clock.advance(21 * 3600)
        await asyncio.gather(*(one.keep_fresh() for one in four for _time in range(3)))
    assert max(replicas.zalo.asked.values()) == 1
    assert len(replicas.zalo.asked) == 6
    assert {access.token for one in four if (access := await one.access())} == {"access7"}


async def test_four_replicas_that_are_refused_at_once_use_it_once(replicas: Replicas, clock: Clock) -> None:
    four = [replicas.one() for _replica in range(4)]
    clock.advance(3600)
    found = await asyncio.gather(*(one.refused(1) for one in four))
    assert [access.token for access in found if access] == ["access2"] * 4
    assert replicas.zalo.asked == Counter({"refresh1": 1})


async def test_a_crash_between_receipt_and_commit_is_told_once_and_never_tried_again(
    replicas: Replicas, clock: Clock
) -> None:
    clock.advance(21 * 3600)
    async with replicas.office.database.write() as conn:  # the spender got its pair, and died before it was on disk
        await tokens.begin(conn, CHANNEL, 1, "dead", clock())
    await replicas.zalo.refresh("refresh1")
    others = [replicas.one() for _replica in range(3)]
    for _minute in range(10):
        await asyncio.gather(*(one.keep_fresh() for one in others))
        replicas.elapsed += 60
        clock.advance(60)
    assert replicas.zalo.asked == Counter({"refresh1": 1})
    assert await replicas.state() == "lost"
    assert await replicas.alarms() == 1


async def test_a_clock_that_jumps_does_not_give_the_token_to_a_second(replicas: Replicas, clock: Clock) -> None:
    clock.advance(21 * 3600)
    first, second = replicas.one(), replicas.one()
    replicas.zalo.hold.clear()
    spending = asyncio.create_task(first.keep_fresh())
    await replicas.zalo.entered.wait()
    for jump in (30 * 86_400.0, -60 * 86_400.0, 31 * 86_400.0):
        clock.advance(jump)
        await second.keep_fresh()
    replicas.zalo.hold.set()
    await spending
    await second.keep_fresh()
    assert replicas.zalo.asked == Counter({"refresh1": 1})
    assert await replicas.state() == "good"
    assert await replicas.alarms() == 0


async def test_a_spender_that_was_taken_for_dead_still_brings_its_pair_home(replicas: Replicas, clock: Clock) -> None:
    clock.advance(21 * 3600)
    first, second = replicas.one(), replicas.one()
    replicas.zalo.hold.clear()
    spending = asyncio.create_task(first.keep_fresh())
    await replicas.zalo.entered.wait()
    await second.keep_fresh()
    replicas.elapsed += module.VANISHED_S
    await second.keep_fresh()
    assert await replicas.state() == "lost"
    replicas.zalo.hold.set()
    await spending
    assert await replicas.state() == "good"
    access = await second.refused(1)
    assert access is not None
    assert access.token == "access2"


async def test_nobody_answers_so_the_same_token_is_kept_and_tried_later(replicas: Replicas, clock: Clock) -> None:
    clock.advance(21 * 3600)
    mine = replicas.one()
    replicas.zalo.silent = True
    await mine.keep_fresh()
    access = await mine.access()
    assert access is not None
    assert access.token == "access1"
    replicas.zalo.silent = False
    await mine.keep_fresh()
    assert replicas.zalo.asked == Counter()
    replicas.elapsed += module.AGAIN_S
    await mine.keep_fresh()
    assert replicas.zalo.asked == Counter({"refresh1": 1})


async def test_a_refused_refresh_token_ends_in_one_alarm_and_no_loop(replicas: Replicas, clock: Clock) -> None:
    replicas.zalo.number = 9  # somebody else has used it
    clock.advance(21 * 3600)
    four = [replicas.one() for _replica in range(4)]
    for _minute in range(30):
        await asyncio.gather(*(one.keep_fresh() for one in four))
        await asyncio.gather(*(one.refused(1) for one in four))
        replicas.elapsed += 60
        clock.advance(60)
    assert replicas.zalo.asked == Counter({"refresh1": 1})
    assert await replicas.alarms() == 1


async def test_a_token_refused_right_after_it_was_got_is_not_exchanged_again(replicas: Replicas, clock: Clock) -> None:
    mine = replicas.one()
    clock.advance(3600)
    first = await mine.refused(1)
    assert first is not None
    assert await mine.refused(first.version) is None
    assert sum(replicas.zalo.asked.values()) == 1


async def test_after_a_clock_was_set_back_one_exchange_is_enough(replicas: Replicas, clock: Clock) -> None:
    mine = replicas.one()
    clock.advance(-40 * 86_400)
    first = await mine.refused(1)
    assert first is not None
    assert await mine.refused(first.version) is None


async def test_who_is_cancelled_while_waiting_does_not_stop_the_exchange(replicas: Replicas, clock: Clock) -> None:
    clock.advance(21 * 3600)
    mine = replicas.one()
    replicas.zalo.hold.clear()
    waiting = asyncio.create_task(mine.keep_fresh())
    await replicas.zalo.entered.wait()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    replicas.zalo.hold.set()
    await mine.close()
    assert await replicas.state() == "good"


async def test_without_a_login_there_is_no_token(office: Office, clock: Clock) -> None:
    assert await Replicas(office, Zalo(clock), clock).one().access() is None


async def test_the_tokens_stand_sealed_in_the_database(replicas: Replicas) -> None:
    row = (await replicas.office.rows(sa.select(token)))[0]
    assert b"access1" not in row.body
    assert b"refresh1" not in row.body
    assert row.body[1:5] == replicas.office.seals.keyring.server.id


async def test_a_login_replaces_what_was_lost(replicas: Replicas, clock: Clock) -> None:
    replicas.zalo.number = 9
    clock.advance(21 * 3600)
    mine = replicas.one()
    await mine.keep_fresh()
    await replicas.seed()
    access = await mine.refused(1)
    assert access is not None
    assert access.token == "access9"
