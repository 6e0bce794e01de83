"""Copies of runs -> platform -> outcome on each row, beside the sender of a channel: under its lease, from what it leaves.

Every round settles what came back and claims what the rates allow now, in one transaction; the attempt is on disk before
the call is made. Replies and officers' cards never wait behind a copy: a part of the rate is theirs alone, rounds are
small, and smaller while a reply is on its way. What a holder that died had under way is unknown, and nobody repeats it
but a person.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts import Alerts
from bot.channels.base import Channel, Fate, Outcome, Send
from bot.endings import Endings, Landed
from bot.letters import Letters
from bot.meters import Meters
from bot.sender import CALL_S, POLL_S, STOP_S, Sender
from bot.waiting import rung
from bot.wire import address_from_json
from content.outreach_terms import SubscriptionKind
from handlers.messages import Address, Screen
from handlers.outreach.copies import copy as copy_for
from storage import blobs, deliveries, leases, runs, subscriptions
from storage.deliveries import Again, Copy
from storage.engine import Broken, Busy, Database
from storage.mailing import Message
from storage.seals import Seals
from storage.times import seconds
from storage.vault.keys import Refused

FLYING = 96  # calls at once
BESIDE_REPLIES = 32  # and while a reply or a card is on its way
AT_ONCE = 8  # calls that begin before everybody else in the house has a turn
ENOUGH = 24  # that came back: a round settles them together
ROUND_S = 0.05  # and so long after the last one whatever has come back by then
IDLE_S = 0.5
BUSY_WAIT_S = 0.2

log = structlog.get_logger("broadcaster")


class Letter:
    """What a run sends: the message, its screens as they are needed, its file opened once."""

    def __init__(self, run: bytes, message: Message, file: bytes | None) -> None:
        self._run = run
        self._message = message
        self._screens: dict[tuple[str, SubscriptionKind], Screen] = {}
        self.file = file

    def screen(self, channel: str, language: str, kind: SubscriptionKind) -> Screen:
        """As a subscriber reads it."""
        known = self._screens.get((language, kind))
        if known is None:
            known = self._screens[language, kind] = copy_for(self._message, self._run, language, channel, kind)
        return known


class Broadcaster:
    """The broadcaster of one channel. `wake` is rung when there is something to send."""

    def __init__(
        self,
        database: Database,
        seals: Seals,
        channel: Channel,
        sender: Sender,
        letters: Letters,
        alerts: Alerts,
        meters: Meters,
        clock: Callable[[], float],
    ) -> None:
        self._database = database
        self._seals = seals
        self._channel = channel
        self._sender = sender
        self._meters = meters
        self._clock = clock
        self._endings = Endings(seals, letters, alerts, channel.name)
        self._letters: dict[bytes, Letter] = {}
        self._claimed: deque[Copy] = deque()  # their calls are still to begin
        self._landed: list[Landed] = []
        self._flying: set[asyncio.Task[None]] = set()
        self.wake = asyncio.Event()
        sender.share(self._inherit, self._stop)

    async def run(self) -> None:
        """Send until cancelled; then wait for calls under way and settle them."""
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
        """One round; for how long nothing more can be done unless the bell rings."""
        if not await self._sender.holds():
            return POLL_S
        now = self._clock()
        if not self._landed and not self._flying and not await self._anything():
            self._letters.clear()
            return IDLE_S
        claimed, wait_s = await self._round(now)
        self._claimed.extend(claimed)
        await self._open(claimed)
        while self._claimed:
            self._start([self._claimed.popleft() for _one in range(min(AT_ONCE, len(self._claimed)))])
            await asyncio.sleep(0)
        return ROUND_S if claimed else wait_s

    async def landed(self) -> None:
        """Wait for the calls under way."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=STOP_S)

    async def _anything(self) -> bool:
        async with self._database.read() as rows:
            return bool(await deliveries.sending(rows))

    async def _inherit(self, rows: AsyncConnection, now: float) -> None:
        """Whoever takes the lease over answers for what the one before had under way."""
        if left := await deliveries.interrupted(rows, self._channel.name, now):
            log.warning("copies are unknown", count=left)

    async def _round(self, now: float) -> tuple[list[Copy], float]:
        landed, self._landed = self._landed, []
        try:
            async with self._database.write() as rows:
                await self._endings.write(rows, landed, now)
                room, wait_s = await self._room(rows, now)
                claimed = await deliveries.claim(rows, self._channel.name, room, now) if room > 0 else []
        except BaseException:
            self._landed = landed + self._landed  # nothing was written: they are settled in the next round
            raise
        self._sender.rates.spend_copies(len(claimed), now)
        return claimed, wait_s

    async def _room(self, rows: AsyncConnection, now: float) -> tuple[int, float]:
        """How many copies may leave now; where none may, when to look again."""
        if now < self._endings.rests_until:
            return 0, min(self._endings.rests_until - now, IDLE_S)
        floods = await leases.held_back(rows, self._channel.name, now)
        if b"" in floods:
            return 0, min(seconds(floods[b""]) - now, IDLE_S)
        rates = self._sender.rates
        most = BESIDE_REPLIES if self._sender.busy else FLYING
        allowed = rates.room_for_copies(now)
        room = min(allowed, most - len(self._flying))
        if self._endings.probing:
            room = min(room, 1 - len(self._flying))
        wait_s = min(max(rates.copies_open_at(now) - now, 0.001), IDLE_S) if allowed <= 0 else ROUND_S
        return room, wait_s

    async def _open(self, claimed: list[Copy]) -> None:
        """What the runs of these copies send."""
        for run in {copy.run for copy in claimed} - self._letters.keys():
            async with self._database.read() as rows:
                message, _recipients = await runs.content(rows, self._seals.keyring, run)
                file = None
                if (enclosed := message.enclosure) is not None:
                    blob, key = bytes.fromhex(enclosed.blob), bytes.fromhex(enclosed.key)
                    file = blobs.open_chunks(blob, key, await blobs.read(rows, blob))
            self._letters[run] = Letter(run, message, file)

    def _start(self, some: Iterable[Copy]) -> None:
        for copy in some:
            task = asyncio.create_task(self._send(copy))
            self._flying.add(task)
            task.add_done_callback(self._flying.discard)

    async def _send(self, copy: Copy) -> None:
        to: Address | None = None
        try:
            stored = subscriptions.open_address(self._seals.keyring, copy.subscription, copy.address)
            to, letter = address_from_json(stored), self._letters[copy.run]
            screen = letter.screen(self._channel.name, copy.language, copy.kind)
            outcome = await self._channel.call(Send(to, screen, file=letter.file, to_all=True), CALL_S)
        except asyncio.CancelledError:
            raise
        except Refused:
            outcome = Outcome(Fate.BAD, why="no_address")
        except Exception as error:  # a mistake of ours in one copy must not stop the others
            log.error("copy failed", error=type(error).__name__)  # noqa: TRY400  no values in logs
            self._meters.failures.labels(place="copy").inc()
            outcome = Outcome(Fate.BAD, why="internal")
        self._meters.sent.labels(self._channel.name, outcome.fate.value).inc()
        self._landed.append(Landed(copy, to, outcome))
        if len(self._landed) >= ENOUGH or len(self._flying) <= 1:
            self.wake.set()

    async def _stop(self) -> None:
        """Asked by the sender too, before it lets the lease go."""
        await self.landed()
        if self._landed or self._claimed:
            with suppress(Busy, Broken):  # then the next holder finds them under way
                landed, self._landed = self._landed, []
                not_begun = [Again(copy, 0.0, counts=False) for copy in self._claimed]
                self._claimed.clear()
                async with self._database.write() as rows:
                    await self._endings.write(rows, landed, self._clock())
                    await deliveries.requeue(rows, not_begun)
