"""Moments that have come become events, in order; and what is old enough is forgotten.

One clock by lease. A moment and what it causes are one transaction, so a crash between them is impossible; a handler
that fails
fails alone and is called again later.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts import Alerts
from bot.letters import Letters
from bot.meters import Meters
from bot.waiting import rung
from content import retention
from content.locales import _
from handlers.messages import Act, Post
from storage import conversations, due, held, inbox, jobs, leases, outbox, screens
from storage.due import Moment
from storage.engine import Broken, Busy, Database, is_busy
from storage.purge import purge
from storage.seals import Seals
from storage.times import Ticks
from storage.tombstones import Tombstones
from storage.vault.keys import Refused

LEASE_S = 5.0
POLL_S = 0.5
MOST = 100
SWEEP_S = 600.0
AGAIN_S = (5.0, 60.0, 600.0)

log = structlog.get_logger("clock")


class Occur(Protocol):
    """What happens at a moment of a kind; also when slow work ends (`job.<kind>`). Runs inside a savepoint, may
    write.
    """

    async def __call__(
        self, rows: AsyncConnection, kind: str, payload: dict[str, Any], now: float, /
    ) -> Sequence[Post]: ...


class Timekeeper:
    """The clock of the house."""

    def __init__(
        self,
        database: Database,
        seals: Seals,
        letters: Letters,
        ticks: Ticks,
        occur: Occur,
        alerts: Alerts,
        meters: Meters,
        clock: Callable[[], float],
        *,
        rang: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._seals = seals
        self._letters = letters
        self._ticks = ticks
        self._occur = occur
        self._alerts = alerts
        self._meters = meters
        self._clock = clock
        self._rang = rang
        self._holder = secrets.token_hex(8)
        self._swept = float("-inf")
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                busy = await self.once()
            except (Busy, Broken, OSError) as error:
                log.warning("busy", error=type(error).__name__)
                busy = False
            if not busy:
                await rung(self.wake, POLL_S)

    async def once(self) -> bool:
        """One look; whether anything had come. Sweeps every ten minutes."""
        now = self._clock()
        if not await self._anything(now):
            return False
        async with self._database.write() as conn:
            if not await leases.take(conn, "clock", self._holder, LEASE_S, now):
                return False
            moments = await due.come(conn, self._seals, now, MOST)
            posts = [post for moment in moments for post in await self._fire(conn, moment, now)]
            await self._letters.put(conn, posts, now)
            woken = await self._wake_chats(conn, now)
        if now - self._swept >= SWEEP_S:
            await self.sweep(now)
            self._swept = now
        if moments or woken:
            self._rang()
        return bool(moments or woken)

    async def _anything(self, now: float) -> bool:
        if now - self._swept >= SWEEP_S:
            return True
        async with self._database.read() as conn:
            first = min(
                (at for at in (await due.next_at(conn), await conversations.next_wake(conn)) if at), default=None
            )
        return first is not None and first <= now * 1e6

    async def _fire(self, conn: AsyncConnection, moment: Moment, now: float) -> Sequence[Post]:
        if moment.payload is None:  # sealed under a day key that is gone
            self._meters.failures.labels(place="moment").inc()
            await due.done(conn, [moment.id])
            return []
        try:
            async with conn.begin_nested():
                posts = await self._occur(conn, moment.kind, moment.payload, now)
                await due.done(conn, [moment.id])
        except Exception as error:
            if is_busy(error):
                raise Busy(type(error).__name__) from None
            log.error("moment failed", kind=moment.kind, error=type(error).__name__)  # noqa: TRY400  no values in logs
            self._meters.failures.labels(place="moment").inc()
            await due.later(conn, moment, now + AGAIN_S[min(moment.tries, len(AGAIN_S) - 1)])
            sentence = _("Something that was due could not be done; it is tried again.")
            return await self._alerts.posts(conn, "moment", sentence, now)
        return posts

    async def _wake_chats(self, conn: AsyncConnection, now: float) -> int:
        """Chats where nothing happened for a while hear of it."""
        chats = await conversations.woken(conn, now, MOST)
        for chat, state in chats:
            try:
                kept = conversations.open_state(self._seals, chat, state)
            except Refused:
                continue
            if kept:
                event = {"address": kept["to"], "act": Act.IDLE.value, "at": now}
                await inbox.put_event(conn, self._seals, chat, event, self._ticks.next(now), now)
        return len(chats)

    async def sweep(self, now: float) -> None:
        """Forget what is old enough, purge what has had its time, destroy the keys of days that are over."""
        keyring = self._seals.keyring
        # First, and whatever else can't be done: what was sealed under them is dead then, in every copy of every row.
        gone = await asyncio.to_thread(keyring.destroy_old, now)
        for room in (inbox, outbox, held, conversations, screens, jobs, leases):
            async with self._database.write() as conn:
                gone += await room.sweep(conn, now)
        # Last: it may take long, and a draft whose day is over must not wait for it.
        rules = retention.load(datetime.fromtimestamp(now, UTC).date())
        await purge(self._database, keyring, Tombstones(keyring.folder), rules, now)
        if gone:
            await self._database.tidy()
