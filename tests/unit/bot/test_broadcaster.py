"""Every copy is sent once and its row says what became of it; whoever can't be reached is lost once."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.broadcaster import AT_ONCE, BESIDE_REPLIES, FLYING, Broadcaster
from bot.channels.base import Fate, Outcome, Send
from bot.gatherer import Gatherer
from bot.limits import UNLIMITED, Limits
from bot.sender import LEASE_S
from content.outreach_terms import DeliveryState, RunState
from storage import blobs, leases, runs, subscriptions
from storage.engine import Busy
from storage.mailing import Enclosure, Message
from storage.runs import Progress
from storage.tables import delivery, flood, subscription
from tests.conftest import Clock
from tests.crowd import MESSAGE, begun, chat, crowd
from tests.unit.bot.office import Office, Platform, drain, show

QUEUED, SENDING, SENT, UNKNOWN, FAILED, SKIPPED = DeliveryState


class Room:
    """An office with groups to write to."""

    def __init__(self, office: Office, clock: Clock) -> None:
        self.office, self.clock = office, clock
        self.database, self.keyring = office.database, office.seals.keyring
        self.platform = Platform()
        self.ids: list[bytes] = []
        self.gatherer = self.another()
        self.usual: Broadcaster | None = None

    async def subscribe(self, count: int, **columns: Any) -> None:
        async with self.database.write() as rows:
            first = len(self.ids)
            self.ids += await crowd(rows, self.keyring, count, self.clock.now, first=first, **columns)

    async def begin(self, message: Message = MESSAGE, weekly: int = 0) -> bytes:
        """A run, gathered."""
        async with self.database.write() as rows:
            run = await begun(rows, self.keyring, self.clock.now, message)
        self.gatherer = self.another(weekly) if weekly else self.gatherer
        while await self.gatherer.step() == 0.0:
            pass
        return run

    def another(self, weekly: int = 0) -> Gatherer:
        return Gatherer(self.database, self.keyring, ["telegram"], weekly, self.clock)

    def broadcaster(self, limits: Limits = UNLIMITED) -> Broadcaster:
        office = self.office
        sender = office.sender(self.platform, limits)
        return Broadcaster(
            self.database, office.seals, self.platform, sender, office.letters, office.alerts, office.meters, self.clock
        )

    async def send(self, broadcaster: Broadcaster | None = None, rounds: int = 20) -> None:
        """All that can be sent at this moment."""
        if broadcaster is None:
            broadcaster = self.usual = self.usual or self.broadcaster()
        for _round in range(rounds):
            await broadcaster.step()
            await broadcaster.landed()
        await self.gatherer.step()

    async def progress(self, run: bytes) -> Progress:
        async with self.database.read() as rows:
            found = await runs.progress(rows, run, self.clock.now)
        assert found is not None
        return found

    async def outcomes(self, run: bytes) -> dict[tuple[DeliveryState, str], int]:
        async with self.database.read() as rows:
            return await runs.reasons(rows, run)

    async def states(self) -> list[tuple[str, str]]:
        found = await self.office.rows(sa.select(subscription.c.state, subscription.c.reason))
        return [(row.state, row.reason) for row in found]

    @property
    def chats(self) -> list[str]:
        return [call.to.chat for call in self.platform.calls if isinstance(call, Send)]


@pytest.fixture
def room(office: Office, clock: Clock) -> Room:
    return Room(office, clock)


async def test_everybody_gets_one_copy_and_its_row_holds_the_number_of_the_message(room: Room) -> None:
    await room.subscribe(250)
    run = await room.begin()
    await room.send()
    assert sorted(room.chats) == sorted(chat(number) for number in range(250))
    found = await room.progress(run)
    assert found.counts[SENT] == found.total == 250
    assert found.run.state is RunState.FINISHED
    numbers = {row.message for row in await room.office.rows(sa.select(delivery.c.message))}
    assert len(numbers - {""}) == 250


FATES = [
    (Outcome(Fate.UNKNOWN, why="timeout"), UNKNOWN, "timeout", ("active", "")),
    (Outcome(Fate.WINDOW, why="window"), SKIPPED, "window", ("active", "")),
    (Outcome(Fate.QUOTA, why="quota"), SKIPPED, "quota", ("active", "")),
    (Outcome(Fate.BAD, why="bad_request"), FAILED, "bad_request", ("active", "")),
    (Outcome(Fate.FORBIDDEN, why="kicked"), FAILED, "kicked", ("lost", "removed")),
    (Outcome(Fate.FORBIDDEN, why="blocked"), FAILED, "blocked", ("lost", "blocked")),
    (Outcome(Fate.FORBIDDEN, why="no_chat"), FAILED, "no_chat", ("lost", "gone")),
    (Outcome(Fate.FORBIDDEN, why="rights"), FAILED, "rights", ("held", "rights")),
    (Outcome(Fate.FORBIDDEN, why="something quite new"), FAILED, "something quite ", ("lost", "gone")),
]


@pytest.mark.parametrize(("outcome", "state", "why", "subscribed"), FATES)
async def test_what_became_of_a_copy_is_told_by_its_row(
    room: Room, outcome: Outcome, state: DeliveryState, why: str, subscribed: tuple[str, str]
) -> None:
    await room.subscribe(1)
    run = await room.begin()
    room.platform.script = [outcome]
    await room.send()
    assert await room.outcomes(run) == {(state, why): 1}
    assert await room.states() == [subscribed]
    assert len(room.platform.calls) == 1
    assert (await room.progress(run)).run.state is RunState.FINISHED


async def test_whoever_was_lost_gets_no_copy_of_the_next_run(room: Room) -> None:
    await room.subscribe(1)
    await room.begin()
    room.platform.script = [Outcome(Fate.FORBIDDEN, why="kicked")]
    await room.send()
    second = await room.begin()
    await room.send()
    assert await room.outcomes(second) == {}
    assert len(room.platform.calls) == 1


async def test_a_flood_wait_holds_everybody_back_and_costs_no_copy(room: Room, clock: Clock) -> None:
    await room.subscribe(30)
    run = await room.begin()
    room.platform.script = [Outcome(Fate.FLOOD, retry_after=10_072.0)] * 2
    await room.send()
    before = len(room.platform.calls)
    assert (await room.progress(run)).held_until == pytest.approx(clock.now + 10_072)
    clock.advance(10_071)
    await room.send()
    assert len(room.platform.calls) == before
    clock.advance(2)
    await room.send()
    assert (await room.progress(run)).counts[SENT] == 30
    assert len(room.platform.calls) == 32


async def test_another_replica_obeys_a_flood_wait_that_this_one_met(room: Room, clock: Clock) -> None:
    await room.subscribe(2)
    await room.begin()
    async with room.database.write() as rows:
        await leases.hold_back(rows, "telegram", b"", clock.now + 60)
    await room.send()
    assert room.platform.calls == []


async def test_a_chat_that_must_wait_is_no_reason_for_others_to(room: Room, clock: Clock) -> None:
    await room.subscribe(3)
    run = await room.begin()
    room.platform.script = [Outcome(Fate.FLOOD, retry_after=30.0)]
    await room.send()
    assert (await room.progress(run)).counts == {QUEUED: 1, SENDING: 0, SENT: 2, UNKNOWN: 0, FAILED: 0, SKIPPED: 0}
    assert len(await room.office.rows(sa.select(flood))) == 1
    clock.advance(31)
    await room.send()
    assert (await room.progress(run)).counts[SENT] == 3


async def test_a_group_that_moved_gets_its_copy_once_at_its_new_number(room: Room) -> None:
    await room.subscribe(1)
    run = await room.begin()
    room.platform.script = [Outcome(Fate.MOVED, moved_to="-1009")]
    await room.send()
    assert room.chats == [chat(0), "-1009"]
    assert await room.outcomes(run) == {(SENT, ""): 1}
    second = await room.begin()
    await room.send()
    assert room.chats[2:] == ["-1009"]
    assert await room.outcomes(second) == {(SENT, ""): 1}


async def test_a_group_that_told_of_its_move_before_gets_its_copy_there(room: Room, clock: Clock) -> None:
    await room.subscribe(1)
    run = await room.begin()
    async with room.database.write() as rows:
        await subscriptions.move(rows, room.keyring, room.ids[0], "-1009", clock.now)
    await room.send()
    assert room.chats == ["-1009"]
    assert await room.outcomes(run) == {(SENT, ""): 1}


async def test_what_a_platform_refuses_for_now_is_tried_again_and_given_up_at_last(room: Room, clock: Clock) -> None:
    await room.subscribe(1)
    run = await room.begin()
    broadcaster = room.broadcaster()
    room.platform.script = [Outcome(Fate.RETRY, why="server")] * 3
    for _again in range(10):
        await room.send(broadcaster, rounds=3)
        clock.advance(61)
    assert len(room.platform.calls) == 4
    assert await room.outcomes(run) == {(SENT, ""): 1}


async def test_a_platform_that_is_down_for_a_while_fails_nobody(room: Room, clock: Clock) -> None:
    await room.subscribe(200)
    run = await room.begin()
    broadcaster = room.broadcaster()
    room.platform.script = [Outcome(Fate.RETRY, why="unsent")] * 120
    for _minute in range(40):
        await room.send(broadcaster, rounds=2)
        clock.advance(61)
    assert (await room.progress(run)).counts[SENT] == 200
    probes = 120 - FLYING
    assert len(room.platform.calls) == 120 + 200, f"{probes} of them one by one"


async def test_one_copy_that_never_gets_through_fails_and_holds_nobody_up(room: Room, clock: Clock) -> None:
    await room.subscribe(40)
    run = await room.begin()
    broadcaster = room.broadcaster()
    bad = chat(7)
    call = room.platform.call

    async def sometimes(wanted: Any, timeout_s: float) -> Outcome:
        done = await call(wanted, timeout_s)
        return Outcome(Fate.RETRY, why="server") if wanted.to.chat == bad else done

    room.platform.call = sometimes  # type: ignore[method-assign]
    await room.send(broadcaster, rounds=2)
    assert (await room.progress(run)).counts[SENT] == 39
    for _minute in range(70):
        clock.advance(61)
        await room.send(broadcaster, rounds=2)
    assert await room.outcomes(run) == {(SENT, ""): 39, (FAILED, "server"): 1}


async def test_a_token_that_is_refused_costs_no_copy(room: Room, clock: Clock) -> None:
    await room.subscribe(5)
    run = await room.begin()
    broadcaster = room.broadcaster()
    room.platform.script = [Outcome(Fate.TOKEN, why="token")] * 5
    await room.send(broadcaster)
    assert (await room.progress(run)).counts[QUEUED] == 5
    clock.advance(31)
    await room.send(broadcaster)
    assert (await room.progress(run)).counts[SENT] == 5


async def test_what_a_holder_that_died_had_under_way_is_unknown_and_not_repeated(room: Room, clock: Clock) -> None:
    await room.subscribe(200)
    run = await room.begin()
    room.platform.hold.clear()
    dead = room.broadcaster()
    await dead.step()
    await asyncio.sleep(0)
    under_way = len(dead._flying)
    for task in dead._flying:
        task.cancel()
    clock.advance(LEASE_S + 1)
    room.platform = Platform()
    await room.send()
    found = await room.progress(run)
    assert under_way == FLYING
    assert found.counts == {QUEUED: 0, SENDING: 0, SENT: 200 - FLYING, UNKNOWN: FLYING, FAILED: 0, SKIPPED: 0}
    assert len(room.platform.calls) == 200 - FLYING
    async with room.database.write() as rows:
        assert await runs.retry_unknown(rows, run) == FLYING
    await room.send()
    assert (await room.progress(run)).counts[SENT] == 200


async def test_nobody_sends_who_does_not_hold_the_lease(room: Room) -> None:
    await room.subscribe(3)
    await room.begin()
    await room.broadcaster()._sender.holds()
    await room.send()
    assert room.platform.calls == []


async def test_the_lease_is_let_go_only_when_copies_under_way_are_settled(room: Room) -> None:
    await room.subscribe(3)
    run = await room.begin()
    broadcaster = room.broadcaster()
    room.platform.hold.clear()
    await broadcaster.step()
    await asyncio.sleep(0)
    stopping = asyncio.create_task(broadcaster._sender._stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()
    room.platform.hold.set()
    await stopping
    assert (await room.progress(run)).counts[SENT] == 3


async def test_what_was_claimed_waits_again_where_its_call_never_began(room: Room) -> None:
    await room.subscribe(60)
    run = await room.begin()
    broadcaster = room.broadcaster()
    step = asyncio.create_task(broadcaster.step())
    while not room.platform.calls:  # noqa: ASYNC110  the platform rings nobody
        await asyncio.sleep(0)
    step.cancel()
    await asyncio.wait([step])
    await broadcaster._sender._stop()
    assert AT_ONCE <= len(room.platform.calls) < 60
    found = await room.progress(run)
    assert (found.counts[SENT], found.counts[QUEUED]) == (len(room.platform.calls), 60 - len(room.platform.calls))
    await room.send()
    assert sorted(room.chats) == sorted(chat(number) for number in range(60))


async def test_fewer_copies_are_under_way_while_a_reply_is(room: Room) -> None:
    await room.subscribe(200)
    await room.begin()
    broadcaster = room.broadcaster()
    await room.office.post(show("a reply"))
    room.platform.hold.clear()
    await broadcaster._sender.step()
    await broadcaster.step()
    assert len(broadcaster._flying) == BESIDE_REPLIES
    room.platform.hold.set()
    await broadcaster._sender.landed()
    await broadcaster.landed()


async def test_a_file_goes_along_with_every_copy(room: Room) -> None:
    which, key = secrets.token_bytes(16), secrets.token_bytes(32)
    async with room.database.write() as rows:
        await blobs.begin(rows, which, room.clock.now)
        await blobs.keep(rows, which, blobs.seal_chunks(which, key, b"a picture"))
    await room.subscribe(3)
    enclosed = Enclosure("photo", which.hex(), key.hex(), "image/jpeg", "anh.jpg")
    await room.begin(replace(MESSAGE, enclosure=enclosed))
    await room.send()
    sent = [call for call in room.platform.calls if isinstance(call, Send)]
    assert [call.file for call in sent] == [b"a picture"] * 3
    assert all(call.screen.attachment is not None for call in sent)


@pytest.mark.parametrize(("action", "state"), [(runs.pause, RunState.PAUSED), (runs.stop, RunState.STOPPED)])
async def test_no_copy_leaves_a_run_that_was_paused_or_stopped(room: Room, action: Any, state: RunState) -> None:
    await room.subscribe(300)
    run = await room.begin()
    broadcaster = room.broadcaster()
    await broadcaster.step()
    await broadcaster.landed()
    async with room.database.write() as rows:
        assert await action(rows, run)
    await room.send(broadcaster)
    found = await room.progress(run)
    assert len(room.platform.calls) == FLYING
    assert (found.run.state, found.counts[SENT]) == (state, FLYING)
    left = found.counts[SKIPPED if state is RunState.STOPPED else QUEUED]
    assert left == 300 - FLYING
    assert (found.run.ended_at is not None) is (state is RunState.STOPPED)


async def test_a_paused_run_goes_on_where_it_was(room: Room) -> None:
    await room.subscribe(150)
    run = await room.begin()
    broadcaster = room.broadcaster()
    await broadcaster.step()
    await broadcaster.landed()
    async with room.database.write() as rows:
        await runs.pause(rows, run)
        await runs.resume(rows, run)
    await room.send(broadcaster)
    assert len(room.chats) == len(set(room.chats)) == 150


async def test_whoever_stops_after_the_gathering_gets_nothing(room: Room, clock: Clock) -> None:
    await room.subscribe(2)
    run = await room.begin()
    async with room.database.write() as rows:
        await subscriptions.stop(rows, room.keyring, room.ids[0], subscriptions.Reason.ASKED, clock.now)
    await room.send()
    assert room.chats == [chat(1)]
    assert await room.outcomes(run) == {(SENT, ""): 1, (SKIPPED, "stopped"): 1}


async def test_copies_leave_a_part_of_the_rate_to_replies(room: Room, clock: Clock) -> None:
    await room.subscribe(100)
    await room.begin()
    broadcaster = room.broadcaster(Limits())
    for _round in range(5):
        await broadcaster.step()
        await broadcaster.landed()
    assert len(room.platform.calls) == 25
    await room.office.post(show("a reply"))
    await drain(broadcaster._sender)
    assert room.platform.texts[-1] == "a reply"
    clock.advance(1)
    await broadcaster.step()
    await broadcaster.landed()
    assert len(room.platform.calls) == 26 + 25


async def test_an_address_that_does_not_open_fails_alone(room: Room) -> None:
    await room.subscribe(2)
    async with room.database.write() as rows:
        broken = sa.update(subscription).where(subscription.c.id == room.ids[0])
        await rows.execute(broken.values(address=b"\x01" + bytes(80)))
    run = await room.begin()
    await room.send()
    assert await room.outcomes(run) == {(SENT, ""): 1, (FAILED, "no_address"): 1}


async def test_a_round_that_could_not_be_written_is_written_later(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    await room.subscribe(5)
    run = await room.begin()
    broadcaster = room.broadcaster()
    await broadcaster.step()
    await broadcaster.landed()
    write = room.database.write

    def full() -> Any:
        raise Busy("full")

    monkeypatch.setattr(room.database, "write", full)
    with pytest.raises(Busy):
        await broadcaster.step()
    monkeypatch.setattr(room.database, "write", write)
    await room.send(broadcaster)
    assert (await room.progress(run)).counts[SENT] == 5
    assert len(room.platform.calls) == 5


async def test_who_had_enough_this_week_is_left_out_with_a_row_that_says_so(room: Room, clock: Clock) -> None:
    await room.subscribe(3)
    await room.begin()
    await room.send()
    clock.advance(86400)
    await room.subscribe(1)
    second = await room.begin(weekly=1)
    await room.send()
    assert await room.outcomes(second) == {(SENT, ""): 1, (SKIPPED, "weekly"): 3}


async def test_gathering_goes_on_at_its_cursor_and_meets_nobody_twice(room: Room, monkeypatch: Any) -> None:
    monkeypatch.setattr("bot.gatherer.AT_ONCE", 7)
    await room.subscribe(50)
    async with room.database.write() as rows:
        run = await begun(rows, room.keyring, room.clock.now)
    for _batch in range(3):
        assert await room.another().step() == 0.0  # another process each time
        room.clock.advance(6)
    assert (await room.progress(run)).total == 21
    while await room.gatherer.step() == 0.0:
        pass
    found = await room.progress(run)
    assert (found.total, found.run.state, found.run.gathered) == (50, RunState.SENDING, True)


async def test_a_run_for_nobody_ends_at_once(room: Room) -> None:
    run = await room.begin()
    await room.gatherer.step()
    assert (await room.progress(run)).run.state is RunState.FINISHED


@pytest.mark.parametrize("of", [["stopped"], ["lost"], ["held"], ["waiting"]])
async def test_who_gets_no_messages_has_a_row_only_where_the_reason_can_be_mended(
    room: Room, of: Sequence[str]
) -> None:
    await room.subscribe(2, state=of[0])
    run = await room.begin()
    await room.send()
    assert await room.outcomes(run) == ({(SKIPPED, "held"): 2} if of[0] == "held" else {})
    assert room.platform.calls == []
