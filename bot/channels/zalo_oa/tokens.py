"""The access token of the account, always a living one: refreshed early, by one of all replicas, once per refresh token.

The right to spend a refresh token is a row that one statement changes (storage/tokens.py), not a lease: no clock that
jumps can give it to two. The new pair is on disk before anybody uses it. A spender that vanished may have used its token
up, so nobody tries again: the operator is told, once, to log in.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from bot.alerts import Alerts
from bot.channels.zalo_oa.oauth import Denied, Unanswered
from content.locales import _
from storage import tokens
from storage.engine import Broken, Busy, Database
from storage.seals import Seals
from storage.tokens import GOOD, LOST, SPENDING, Held, Pair

SPENT_EARLY = 0.8
"""Of an access token's life: 20 of 25 hours."""
LOOK_S = 60.0
VANISHED_S = 120.0
"""Longer than an exchange and the commit after it can take."""
BETWEEN_S = 600.0
"""A pair that is refused so soon after it was got is not exchanged for another: that would be a loop."""
AGAIN_S = 60.0
WAIT_S = 10.0
STEP_S = 0.1
COMMITS = 200
WARN_S = 2 * 3600.0

log = structlog.get_logger("zalo_oa")


class Exchange(Protocol):
    """Whoever gives a new pair for a refresh token. Raises Unanswered or Denied."""

    async def refresh(self, token: str) -> Pair: ...


@dataclass(frozen=True)
class Access:
    """A token to send with, and the version of the pair it is from."""

    token: str = field(repr=False)
    version: int


@dataclass(frozen=True)
class _Sighting:
    """Since when (of our own running time) somebody has been seen spending."""

    version: int
    holder: str
    since: float


class Tokens:
    """One per process and account."""

    def __init__(
        self,
        database: Database,
        seals: Seals,
        channel: str,
        exchange: Exchange,
        alerts: Alerts,
        clock: Callable[[], float],
        *,
        running: Callable[[], float] = time.monotonic,
    ) -> None:
        """`running`: seconds that never jump."""
        self._database, self._seals, self._channel = database, seals, channel
        self._exchange, self._alerts = exchange, alerts
        self._clock, self._running = clock, running
        self._held: Held | None = None
        self._seen: _Sighting | None = None
        self._not_before = float("-inf")
        self._spending: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Keep the pair fresh, until cancelled. Where nobody has logged in, or must again, the operator hears it."""
        held = await self._look()
        if held is None or held.state == LOST:
            await self._tell_to_log_in()
        while True:
            try:
                await self.keep_fresh()
            except (Busy, Broken) as error:
                log.warning("busy", error=str(error))
            await asyncio.sleep(LOOK_S)

    async def access(self) -> Access | None:
        """A token to send with; None where there is none now: `must_log_in` says why. Raises Busy, Broken."""
        if self._held is None or self._due(self._held):
            await self.keep_fresh()
        if self._usable() is None and self._held is not None:
            await self._newer(self._held.version)
        return self._usable()

    @property
    def must_log_in(self) -> bool:
        """Whether only a person can help."""
        return self._held is None or self._held.state == LOST

    async def keep_fresh(self) -> None:
        """Exchange the pair where it is time, and look after a spender that may have vanished. Raises Busy, Broken."""
        held = await self._look()
        if held is None:
            return
        if held.state == SPENDING:
            await self._watch(held)
        elif held.state == GOOD and self._due(held) and self._running() >= self._not_before:
            await self._spend(held)

    async def refused(self, version: int) -> Access | None:
        """Zalo does not take the token of this version: the next one, or None where there is none. Raises Busy, Broken."""
        held = await self._look()
        if held is None or held.version > version:
            return self._usable()
        if held.state == GOOD and self._running() >= self._not_before and _old_enough(held.pair, self._clock()):
            await self._spend(held)
        return self._usable() if await self._newer(version) else None

    async def _newer(self, version: int) -> bool:
        """Whether there is a pair after this version, waited for where somebody is getting it at this moment."""
        end = self._running() + WAIT_S
        while (held := await self._look()) and held.version == version and held.state == SPENDING:
            if self._running() >= end:
                return False
            await asyncio.sleep(STEP_S)
        return held is not None and held.version > version

    async def close(self) -> None:
        """Wait for an exchange under way: its answer must reach the disk."""
        if self._spending is not None:
            await asyncio.wait([self._spending])

    def _due(self, held: Held) -> bool:
        """Early in good time; also where the clock was set back behind the moment it was got."""
        pair = held.pair
        return self._clock() >= pair.taken_at + SPENT_EARLY * (pair.until - pair.taken_at)

    def _usable(self) -> Access | None:
        held = self._held
        return Access(held.pair.access, held.version) if held and self._clock() < held.pair.until else None

    async def _look(self) -> Held | None:
        async with self._database.read() as conn:
            self._held = await tokens.get(conn, self._seals, self._channel)
        return self._held

    async def _spend(self, held: Held) -> None:
        """Exchange the pair, if we are the one. Not stopped half-way when whoever waits for it is."""
        if self._spending is None or self._spending.done():
            self._spending = asyncio.create_task(self._exchange_pair(held))
        await asyncio.shield(self._spending)

    async def _exchange_pair(self, held: Held) -> None:
        holder, version, now = secrets.token_hex(8), held.version, self._clock()
        async with self._database.write() as conn:
            if not await tokens.begin(conn, self._channel, version, holder, now):
                return
        try:
            pair = await self._exchange.refresh(held.pair.refresh)
        except Unanswered as error:
            log.warning("token endpoint not reached", why=str(error))
            self._not_before = self._running() + AGAIN_S
            async with self._database.write() as conn:
                await tokens.give_back(conn, self._channel, version, holder, self._clock())
            if self._clock() > held.pair.until - WARN_S:
                await self._alerts.alert(
                    f"unreached.{self._channel}",
                    _("Zalo OA: the token can't be renewed, Zalo's token endpoint is not reached: hotline doctor."),
                )
            return
        except Denied as denied:
            log.error("refresh token refused", why=denied.why)  # noqa: TRY400  no values in logs
            await self._lose(version, holder)
            return
        await self._keep(version, pair)

    async def _keep(self, version: int, pair: Pair) -> None:
        """On disk, whatever it takes: there is no second copy of this pair."""
        for _attempt in range(COMMITS):
            try:
                async with self._database.write() as conn:
                    await tokens.renew(conn, self._seals, self._channel, version, pair, self._clock())
            except (Busy, Broken, OSError):
                await asyncio.sleep(STEP_S)
            else:
                log.info("token renewed")
                await self._look()
                return
        log.error("the new token could not be kept")

    async def _watch(self, held: Held) -> None:
        """Somebody spends. By our own running time: one that does not end has died, and its token with it."""
        seen, now = self._seen, self._running()
        if seen is None or (seen.version, seen.holder) != (held.version, held.holder):
            self._seen = _Sighting(held.version, held.holder, now)
        elif now - seen.since >= VANISHED_S:
            await self._lose(held.version, held.holder)

    async def _lose(self, version: int, holder: str) -> None:
        async with self._database.write() as conn:
            first = await tokens.lose(conn, self._channel, version, holder, self._clock())
        if first:
            await self._tell_to_log_in()

    async def _tell_to_log_in(self) -> None:
        await self._alerts.alert(
            f"login.{self._channel}",
            _("Zalo OA: our login has ended. Nothing can be sent there until somebody runs: hotline zalo login"),
        )


def _old_enough(pair: Pair, now: float) -> bool:
    """A clock that was set back makes a pair of the future; one exchange brings it back to today."""
    return now - pair.taken_at >= BETWEEN_S or now < pair.taken_at
