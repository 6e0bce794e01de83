"""Slow work, beside the conversations: downloads, cleaning, Argon2id, documents. Its result and what follows are one
transaction.

Work may run twice (a worker died before its result was kept), so every kind must bear that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

import structlog

from bot.alerts import Alerts
from bot.clock import Occur
from bot.letters import Letters
from bot.meters import Meters
from bot.waiting import rung
from content.locales import _
from storage import jobs
from storage.engine import Broken, Busy, Database, is_busy
from storage.jobs import Job
from storage.seals import Seals

Work = Callable[[dict[str, Any], float], Awaitable[dict[str, Any]]]
"""(payload, now) -> result, both JSON. Raises NotNow to be called again; anything else is a failure."""

WORKERS = 4
LEASE_S = 300.0
POLL_S = 0.5
MOST_TRIES = 5
AGAIN_S = (2.0, 10.0, 60.0, 300.0)

log = structlog.get_logger("jobs")


class NotNow(Exception):
    """The work could not be done at this moment, and it is nobody's fault: it is not counted."""

    def __init__(self, after_s: float = 10.0) -> None:
        super().__init__()
        self.after_s = after_s


class Workers:
    """A few workers. `kinds` says who does what; the result arrives as `occur("job.<kind>", {**payload, "result":
    ..})`. Kinds that are `quick` have one more worker of their own: no heap of files keeps an officer from a shift.
    """

    def __init__(
        self,
        database: Database,
        seals: Seals,
        letters: Letters,
        kinds: Mapping[str, Work],
        occur: Occur,
        alerts: Alerts,
        meters: Meters,
        clock: Callable[[], float],
        *,
        quick: Collection[str] = (),
        rang: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._quick = quick
        self._seals = seals
        self._letters = letters
        self._kinds = kinds
        self._occur = occur
        self._alerts = alerts
        self._meters = meters
        self._clock = clock
        self._rang = rang
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Work until cancelled; what is under way then is done again by the next process."""
        looking = asyncio.Lock()
        async with asyncio.TaskGroup() as group:
            for _worker in range(WORKERS):
                group.create_task(self._worker(looking))
            if self._quick:
                group.create_task(self._worker(asyncio.Lock(), self._quick))

    async def _worker(self, looking: asyncio.Lock, only: Collection[str] = ()) -> None:
        while True:
            try:
                async with looking:  # one worker looks and waits for the bell, the others do what was found
                    found = await self._claim(only)
                    if not found:
                        await rung(self.wake, POLL_S)
                for one in found:
                    await self._do(one, self._clock())
            except (Busy, Broken) as error:
                log.warning("busy", error=str(error))
                await rung(self.wake, POLL_S)

    async def once(self) -> bool:
        """One piece of work; False where none waits."""
        found = await self._claim()
        for one in found:
            await self._do(one, self._clock())
        return bool(found)

    async def _claim(self, only: Collection[str] = ()) -> list[Job]:
        now = self._clock()
        async with self._database.read() as conn:
            if not await jobs.ready(conn, now, only):
                return []
        async with self._database.write() as conn:
            return await jobs.claim(conn, self._seals, 1, LEASE_S, now, only)

    async def _do(self, one: Job, now: float) -> None:
        if one.payload is None or one.kind not in self._kinds:  # its key is gone, or a newer version ordered it
            await self._deliver(one, {"error": "expired"})
            return
        try:
            async with asyncio.timeout(LEASE_S * 0.8):
                result = await self._kinds[one.kind](dict(one.payload), now)
        except NotNow as reason:
            await self._again(one, reason.after_s, counts=False)
        except Exception as error:
            await self._failed(one, error)
        else:
            await self._deliver(one, result)

    async def _failed(self, one: Job, error: Exception) -> None:
        if is_busy(error):
            await self._again(one, AGAIN_S[0], counts=False)
            return
        log.error("job failed", kind=one.kind, error=type(error).__name__, tries=one.tries)
        self._meters.failures.labels(place="job").inc()
        if one.tries < MOST_TRIES:
            await self._again(one, AGAIN_S[min(one.tries, len(AGAIN_S)) - 1], counts=True)
        else:
            await self._deliver(one, {"error": "failed"})

    async def _again(self, one: Job, after_s: float, *, counts: bool) -> None:
        async with self._database.write() as conn:
            await jobs.again(conn, one, self._clock() + after_s, counts=counts)

    async def _deliver(self, one: Job, result: dict[str, Any]) -> None:
        """The result, what follows from it, and the end of the job: one transaction."""
        now = self._clock()
        try:
            async with self._database.write() as conn:
                if not await jobs.finish(conn, one):
                    return
                if one.payload is not None:
                    posts = await self._occur(conn, f"job.{one.kind}", {**one.payload, "result": result}, now)
                    await self._letters.put(conn, posts, now)
        except Exception as error:
            if is_busy(error):
                await self._again(one, AGAIN_S[0], counts=False)
                return
            log.error("job's result failed", kind=one.kind, error=type(error).__name__)  # noqa: TRY400  no values in logs
            self._meters.failures.labels(place="job").inc()
            await self._alerts.alert("job", _("The result of slow work could not be used; it is tried again."))
            await self._again(one, AGAIN_S[-1], counts=True)
            return
        self._rang()
