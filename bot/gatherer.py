"""Runs that begin get a row for each copy, runs that were stopped put theirs away, and runs of which nothing is open end.

One gatherer in the house, by lease. It works in small batches, so that nobody waits long behind one of its transactions;
a restart goes on at the cursor.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Collection
from contextlib import suppress

import structlog

from bot.waiting import rung
from content.outreach_terms import RunState
from storage import gathering, leases, runs
from storage.engine import Broken, Busy, Database
from storage.vault.keyring import Keyring

LEASE = "gatherer"
LEASE_S = 5.0
AT_ONCE = 2_000
POLL_S = 0.5  # what another replica, or a person, began
BUSY_WAIT_S = 0.2

log = structlog.get_logger("gatherer")


class Gatherer:
    """One per process. `gathered` is called when there is something to send."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        served: Collection[str],
        weekly: int,
        clock: Callable[[], float],
        gathered: Callable[[], None] = lambda: None,
    ) -> None:
        """`served`: the platforms that this house speaks on; `weekly`: the most that one chat gets in seven days."""
        self._database = database
        self._keyring = keyring
        self._served = frozenset(served)
        self._weekly = weekly
        self._clock = clock
        self._gathered = gathered
        self._holder = secrets.token_hex(8)
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Gather until cancelled."""
        try:
            while True:
                try:
                    wait_s = await self.step()
                except (Busy, Broken) as error:
                    log.warning("busy", error=str(error))
                    wait_s = BUSY_WAIT_S
                await rung(self.wake, wait_s)
        finally:
            with suppress(Busy, Broken):
                async with self._database.write() as rows:
                    await leases.release(rows, LEASE, self._holder)

    async def step(self) -> float:
        """One batch; for how long there is nothing more to do."""
        async with self._database.read() as rows:
            unfinished = await gathering.unfinished(rows)
        if not unfinished:
            return POLL_S
        now = self._clock()
        async with self._database.write() as rows:
            if not await leases.take(rows, LEASE, self._holder, LEASE_S, now):
                return POLL_S
            more = await gathering.wind_up(rows, now, AT_ONCE)
            await gathering.finish(rows, now)
        for run_id, state in unfinished:
            if state is RunState.GATHERING:
                return await self._gather(run_id, now)
        return 0.0 if more else POLL_S

    async def _gather(self, run_id: bytes, now: float) -> float:
        async with self._database.read() as rows:
            _message, recipients = await runs.content(rows, self._keyring, run_id)
        async with self._database.write() as rows:
            over = await gathering.gather(
                rows, run_id, recipients, weekly=self._weekly, served=self._served, now=now, most=AT_ONCE
            )
        if over:
            self._gathered()
        return 0.0
