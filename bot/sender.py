"""Outbox rows -> platform -> outcome on the row. One sender per token, by lease; one call in flight per chat.

Every round settles what came back and claims what the rates allow now, in one transaction; the attempt is on disk
before the call
is made. What a sender that died left in flight is unknown: repeated where a second copy is harmless, and it says so.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts import Alerts
from bot.channels.base import Channel, Fate
from bot.delivery import Delivery, Result, deliver
from bot.limits import Limits, Rates
from bot.meters import Meters
from bot.settling import Settling
from bot.topics import to_make, topic_of
from bot.waiting import rung
from bot.wire import address_from_json
from storage import leases, outbox, screens
from storage.engine import Broken, Busy, Database
from storage.outbox import Claimed
from storage.screens import Shown
from storage.seals import Seals
from storage.times import seconds

LEASE_S = 5.0
RENEW_S = 1.5
POLL_S = 0.2  # what another replica queued
FLYING = 64  # calls at once
CALL_S = 20.0
BUSY_WAIT_S = 0.2
STOP_S = CALL_S + 2.0

log = structlog.get_logger("sender")


@dataclass(frozen=True)
class Round:
    """What one transaction found: rows to send now, and when to look again (seconds since 1970; None: time alone lets nothing go)."""

    claimed: list[Delivery]
    next_at: float | None


class Sender:
    """The sender of one channel. `wake` is rung by whoever queues letters in this process."""

    def __init__(
        self,
        database: Database,
        seals: Seals,
        channel: Channel,
        limits: Limits,
        settling: Settling,
        alerts: Alerts,
        meters: Meters,
        clock: Callable[[], float],
    ) -> None:
        self._database = database
        self._seals = seals
        self._channel = channel
        self.rates = Rates(limits)
        self._settling = settling
        self._alerts = alerts
        self._meters = meters
        self._clock = clock
        self._holder = secrets.token_hex(8)
        self._holds = False
        self._renewed = float("-inf")
        self._taking = asyncio.Lock()
        self._heirs: list[Callable[[AsyncConnection, float], Awaitable[None]]] = []
        self._partners: list[Callable[[], Awaitable[None]]] = []
        self._results: list[Result] = []
        self._flying: set[asyncio.Task[None]] = set()
        self.wake = asyncio.Event()

    def share(
        self, inherit: Callable[[AsyncConnection, float], Awaitable[None]], stop: Callable[[], Awaitable[None]]
    ) -> None:
        """Let somebody else send under this lease: what they do when it is taken over, and before it is let go."""
        self._heirs.append(inherit)
        self._partners.append(stop)

    async def run(self) -> None:
        """Send until cancelled; then wait for calls in flight, settle them and let the lease go."""
        try:
            while True:
                try:
                    wait_s = await self.step()
                except (Busy, Broken) as error:
                    log.warning("busy", error=str(error))
                    wait_s = BUSY_WAIT_S
                await rung(self.wake, wait_s)
        finally:
            await self._stop()

    async def step(self) -> float:
        """One round; returns for how long nothing more can be done unless the bell rings."""
        if not await self.holds():
            return POLL_S
        now = self._clock()
        taken = await self._round(now)
        for delivery in taken.claimed:
            self._start(delivery)
        if taken.claimed or taken.next_at is None:
            return POLL_S
        return min(max(taken.next_at - now, 0.001), POLL_S)

    @property
    def busy(self) -> bool:
        """Is a letter on its way, or somebody ringing for one? What is in no hurry leaves room then."""
        return bool(self._flying or self._results or self.wake.is_set())

    async def landed(self) -> None:
        """Wait for the calls under way."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=STOP_S)

    async def holds(self) -> bool:
        """Take or renew the lease. Whoever takes it over answers for what the one before left in flight."""
        async with self._taking:
            return await self._hold()

    async def _hold(self) -> bool:
        loop_time = asyncio.get_running_loop().time()
        if self._holds and loop_time - self._renewed < RENEW_S:
            return True
        name, now = f"sender:{self._channel.name}", self._clock()
        async with self._database.write() as conn:
            held = await leases.take(conn, name, self._holder, LEASE_S, now)
            if held and not self._holds:
                await self._inherit(conn, now)
                for inherit in self._heirs:
                    await inherit(conn, now)
        self._holds, self._renewed = held, loop_time
        return held

    async def _inherit(self, conn: AsyncConnection, now: float) -> None:
        left = await outbox.in_flight(conn, self._seals, self._channel.name)
        shown = await screens.find_all(conn, self._seals, [place for row in left for place in self._places(row)])
        await self._settling.settle(conn, [self._interrupted(self._delivery(row, shown)) for row in left], now)

    def _interrupted(self, delivery: Delivery) -> Result:
        """What was still to be made a topic for has surely not been sent."""
        making = to_make(topic_of(self._channel, delivery.row), delivery.topic)
        return Result(delivery.row, Fate.RETRY if making else Fate.UNKNOWN, why="interrupted")

    async def _round(self, now: float) -> Round:
        results, self._results = self._results, []
        try:
            async with self._database.write() as conn:
                await self._settling.settle(conn, results, now)
                claimed, next_at = await self._claim(conn, now)
                shown = await screens.find_all(
                    conn, self._seals, [place for row in claimed for place in self._places(row)]
                )
        except BaseException:
            self._results = results + self._results  # nothing was written: they are settled in the next round
            raise
        for row in claimed:
            private = row.body is None or address_from_json(row.body["to"]).private
            self.rates.spend(row.chat, private=private, speaks=row.kind == "show", now=now)
        return Round([self._delivery(row, shown) for row in claimed], next_at)

    def _places(self, row: Claimed) -> list[tuple[bytes, bytes]]:
        """The screens that matter to a letter: its own, the one that it answers, and its topic."""
        named = [self._screen(row, name) for name in (_answered(row), _topic(row))]
        return [(row.chat, one) for one in (row.screen, *named) if one is not None]

    def _screen(self, row: Claimed, name: str) -> bytes | None:
        return self._seals.screen_id(row.chat, name) if name else None

    def _delivery(self, row: Claimed, shown: dict[tuple[bytes, bytes], Shown]) -> Delivery:
        own, answered, topic = (
            shown.get((row.chat, one)) if one else None
            for one in (row.screen, self._screen(row, _answered(row)), self._screen(row, _topic(row)))
        )
        return Delivery(row, own, answered.message if answered else "", topic)

    async def _claim(self, conn: AsyncConnection, now: float) -> tuple[list[Claimed], float | None]:
        """As many as the rates, the flood-waits and the calls in flight leave room for; replies first."""
        floods = await leases.held_back(conn, self._channel.name, now)
        if b"" in floods:
            return [], seconds(floods[b""])
        due = await outbox.next_due(conn, self._channel.name)
        if not due:
            return [], None
        room = min(self.rates.room(now), FLYING - len(self._flying))
        full = self.rates.full(now)
        blocked = full | floods.keys()
        claimed: list[Claimed] = []
        for lane in sorted(due):
            left = room - len(claimed)
            if left > 0 and seconds(due[lane]) <= now:
                taken = {row.chat for row in claimed}
                claimed += await outbox.claim(conn, self._seals, self._channel.name, lane, left, blocked | taken, now)
        waits = [at for at in map(seconds, (*due.values(), *floods.values())) if at > now]
        if full or self.rates.room(now) <= 0:
            waits.append(self.rates.opens_at(now))
        return claimed, min(waits, default=None)  # what waits for a call under way is rung when that lands

    def _start(self, delivery: Delivery) -> None:
        task = asyncio.create_task(self._send(delivery))
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    async def _send(self, delivery: Delivery) -> None:
        try:
            result = await deliver(self._channel, delivery, self._database, CALL_S)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # a mistake of ours in one letter must not stop the others
            log.error("letter failed", error=type(error).__name__)  # noqa: TRY400  no values in logs
            self._meters.failures.labels(place="letter").inc()
            result = Result(delivery.row, Fate.BAD, why="internal")
        self._meters.sent.labels(self._channel.name, result.fate.value).inc()
        self._results.append(result)
        self.wake.set()

    async def _stop(self) -> None:
        await self.landed()
        for stop in self._partners:
            await stop()
        now = self._clock()
        with suppress(Busy, Broken):  # then the next sender finds them in flight
            async with self._database.write() as conn:
                await self._settling.settle(conn, self._results, now)
                await leases.release(conn, f"sender:{self._channel.name}", self._holder)


def _answered(row: Claimed) -> str:
    return str(row.body.get("reply_to") or "") if row.body else ""


def _topic(row: Claimed) -> str:
    topic = row.body.get("topic") if row.body and row.kind == "show" else None
    return str(topic["name"]) if topic else ""
