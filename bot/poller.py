"""Long polling under a lease: one poller per token, and nothing new is asked for before what came is on disk.

A lost connection, a 409 from a second poller or a wrong token raise an alarm and slow retries. Nothing stops the loop.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import structlog

from bot.alerts import Alerts
from bot.channels.base import Fate, Outcome, Update
from bot.ingress import Ingress, Overfull
from bot.meters import Meters
from content.locales import _
from handlers.messages import Incoming
from storage import leases
from storage.engine import Broken, Busy, Database

LEASE_S = 5.0
RENEW_S = 1.5
POLL_S = 50
STANDBY_S = 1.0  # how often a replica without the lease asks for it
BACKOFF_S = (1.0, 2.0, 5.0, 15.0, 30.0)
CONFLICT_S = 15.0
TOKEN_S = 60.0

log = structlog.get_logger("poller")


class Source(Protocol):
    """A platform that can be polled."""

    @property
    def name(self) -> str: ...
    @property
    def rest_s(self) -> float:
        """The least pause between two polls."""

    async def updates(self, after: str, wait_s: int) -> Sequence[Update]:
        """What is new, in order. Those up to the key `after` are on our disk: where the platform can forget, it may."""

    def outcome_of(self, error: Exception) -> Outcome:
        """What an error of `updates` means."""


class Poller:
    """The poller of one token."""

    def __init__(
        self,
        database: Database,
        source: Source,
        read: Callable[[Mapping[str, Any]], Incoming | None],
        ingress: Ingress,
        alerts: Alerts,
        meters: Meters,
        clock: Callable[[], float],
        *,
        wait_s: int = POLL_S,
    ) -> None:
        self._database = database
        self._source = source
        self._read = read
        self._ingress = ingress
        self._alerts = alerts
        self._meters = meters
        self._clock = clock
        self._wait_s = wait_s
        self._holder = secrets.token_hex(8)
        self._after = ""
        self._came: Sequence[Update] = ()  # and is not on the disk yet: a platform may tell it only once
        self._failures = 0
        self.last_success = 0.0  # seconds since 1970: the heartbeat

    async def run(self) -> None:
        """Poll until cancelled, as long as the lease is ours; otherwise stand by."""
        try:
            while True:
                if await self._lease():
                    await self._hold_and_poll()
                await asyncio.sleep(STANDBY_S)
        finally:
            await self._release()

    async def _hold_and_poll(self) -> None:
        """Poll and renew side by side: a poll lasts longer than a lease."""
        polling = asyncio.create_task(self._poll())
        try:
            while not polling.done():
                await asyncio.wait([polling], timeout=RENEW_S)
                if not await self._lease():
                    log.warning("lease lost")
                    return
            polling.result()
        finally:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)

    async def _poll(self) -> None:
        while True:
            wait_s = await self.step()
            if wait_s:
                await asyncio.sleep(wait_s)

    async def step(self) -> float:
        """One long poll; returns how long to rest before the next."""
        try:
            if not self._came:
                await self._ingress.check()
                heard = self.last_success > 0  # the first does not wait: whether we reach the platform is known at once
                self._came = await self._source.updates(self._after, self._wait_s if heard else 0)
            await self._keep()
        except Overfull as full:
            self._meters.refused.labels(full.why).inc()
            return 1.0
        except (Busy, Broken):
            return 1.0
        except asyncio.CancelledError:
            raise
        except Exception as error:
            return await self._failed(error)
        self._failures = 0
        self.last_success = self._clock()
        self._meters.polled.labels(self._source.name).set(self.last_success)
        return self._source.rest_s

    async def _keep(self) -> None:
        """All of a batch are on disk before the next is asked for; what is there already is known by its key."""
        async with asyncio.TaskGroup() as group:
            for update in self._came:
                group.create_task(self._keep_one(update))
        if self._came:
            self._after, self._came = self._came[-1].key, ()

    async def _keep_one(self, update: Update) -> None:
        try:
            await self._ingress.keep(self._source.name, update.key, self._read(update.body))
        except Broken:  # counted by the ingress; asking for it again would block all that follow
            await self._alerts.alert("update", _("An update could not be kept: the database refused it."))

    async def _failed(self, error: Exception) -> float:
        if isinstance(error, ExceptionGroup):  # of the batch: at least one is not kept
            return 1.0
        outcome = self._source.outcome_of(error)
        self._meters.failures.labels(place="poll").inc()
        log.warning("poll failed", why=outcome.why or outcome.fate.value)
        if outcome.why == "conflict":
            await self._alerts.alert(
                "conflict", _("Somebody else polls with our token: a second copy, or a stolen token.")
            )
            return CONFLICT_S
        if outcome.fate is Fate.TOKEN:
            await self._alerts.alert("token", _("The platform does not accept our token. Nothing can be received."))
            return TOKEN_S
        if outcome.fate is Fate.FLOOD:
            return outcome.retry_after
        self._failures += 1
        return BACKOFF_S[min(self._failures, len(BACKOFF_S)) - 1]

    async def _lease(self) -> bool:
        try:
            async with self._database.write() as conn:
                return await leases.take(conn, self._name, self._holder, LEASE_S, self._clock())
        except Busy:
            return False

    async def _release(self) -> None:
        try:
            async with self._database.write() as conn:
                await leases.release(conn, self._name, self._holder)
        except (Busy, Broken) as error:
            log.warning("lease not released", error=str(error))

    @property
    def _name(self) -> str:
        return f"poller:{self._source.name}"
