"""Four replicas as real processes around one login: no refresh token is ever used twice, whoever dies, whatever a clock says.

A day of Zalo's is some seconds here. When the login is lost all the same, one alarm says so, and nobody tries again.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.channels.zalo_oa import NAME
from bot.sandbox.clock import Clock
from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_oa.world import World
from storage import tokens
from storage.engine import Database
from storage.seals import Seals
from storage.tables import outbox
from storage.tokens import GOOD, LOST, Held
from storage.vault.keyring import Keyring
from tests.crash.tokens_runner import fast
from tests.e2e.phones import LONG_PATIENCE_S, until
from tests.e2e.zalo_oa import account, seed

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]
SPEED = 50_000.0
"""25 hours in 1.8 seconds."""
DAY = 86_400.0


@dataclass
class Login:
    """The account, its emulated Zalo, and the replicas that share one database."""

    url: str
    keyring: Keyring
    sandbox: Sandbox
    oa: World
    database: Database
    begun: float
    log: Path
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def replica(self, *, wrong_by: float = 0.0, patience: float = 1.0) -> asyncio.subprocess.Process:
        """One more. `patience`: how fast its own running time passes, by which it takes a silent spender for dead."""
        given = {
            "REPLICA_TIME": f"{self.begun},{SPEED},{wrong_by},{patience}",
            "REPLICA_ZALO": self.sandbox.zalo_oa_url,
            "REPLICA_KEYRING": str(self.keyring._folder),
            "REPLICA_DATABASE": self.url,
        }
        with self.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.crash.tokens_runner", env={**os.environ, **given}, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    async def seed(self) -> None:
        """A person logs in."""
        await seed(self.database, self.keyring, self.oa, self.sandbox.clock.now())

    @property
    def spent(self) -> Counter[str]:
        """How often each refresh token was shown to Zalo."""
        asked = (one for one in self.sandbox.traffic.after(0) if one.method == "access_token")
        return Counter(str(one.params["refresh_token"]) for one in asked if "refresh_token" in one.params)

    @property
    def refused(self) -> int:
        """How often Zalo said that a refresh token is worth nothing."""
        asked = (one for one in self.sandbox.traffic.after(0) if one.method == "access_token")
        return sum(one.answer is not None and "error_name" in one.answer for one in asked)

    @property
    def used(self) -> int:
        """How many calls were made with a living token."""
        asked = (one for one in self.sandbox.traffic.after(0) if one.method == "getoa")
        return sum(one.answer is not None and one.answer.get("error") == 0 for one in asked)

    async def held(self) -> Held:
        async with self.database.read() as rows:
            held = await tokens.get(rows, Seals(self.keyring), NAME)
        assert held is not None
        return held

    async def alarms(self) -> int:
        async with self.database.read() as rows:
            return int(await rows.scalar(sa.select(sa.func.count()).select_from(outbox)) or 0)

    async def spends(self, times: int) -> None:
        """Wait until so many refresh tokens were used from now on."""
        end = sum(self.spent.values()) + times
        await until(lambda: sum(self.spent.values()) >= end or None, lambda: f"only {self.spent}", LONG_PATIENCE_S)

    async def becomes(self, *states: str) -> str:
        """Wait until the login is good again, or somebody notices that it is lost."""
        async with asyncio.timeout(LONG_PATIENCE_S):
            while (held := await self.held()).state not in states:  # noqa: ASYNC110  other processes work
                await asyncio.sleep(0.02)
        return held.state

    async def end(self, processes: Sequence[asyncio.subprocess.Process]) -> None:
        for process in processes:
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)
                await process.wait()


@pytest.fixture
async def login(url: str, keyring: Keyring, tmp_path: Path) -> AsyncIterator[Login]:
    async with opened(url, keyring, tmp_path) as made:
        yield made
        assert "Traceback" not in made.log.read_text()


@asynccontextmanager
async def opened(url: str, keyring: Keyring, folder: Path) -> AsyncIterator[Login]:
    begun = time.time()
    clock = Clock(lambda: fast(begun, SPEED))
    database = await Database.open(url)
    async with Sandbox(clock=clock, keep_traffic=500_000, zalo_oa=account(app_calls_per_minute=10**9)) as sandbox:
        assert sandbox.zalo_oa is not None
        made = Login(url, keyring, sandbox, sandbox.zalo_oa, database, begun, folder / "replicas.log")
        await made.seed()
        try:
            yield made
        finally:
            await made.end(made.processes)
            await database.close()


async def test_four_processes_spend_each_refresh_token_once(login: Login) -> None:
    for _replica in range(4):
        await login.replica()
    await login.spends(5)
    used = login.used
    await until(lambda: login.used > used + 8 or None, lambda: "the newest token is not used")
    assert max(login.spent.values()) == 1
    assert login.refused == 0
    assert await login.alarms() == 0


async def test_clocks_that_are_days_apart_give_no_token_to_two(login: Login) -> None:
    for wrong_by in (0.0, 40 * DAY, -40 * DAY, 3 * DAY):
        await login.replica(wrong_by=wrong_by)
    await login.spends(8)
    assert max(login.spent.values()) == 1
    assert login.refused == 0
    assert (await login.held()).state != LOST


async def test_a_process_that_dies_between_receipt_and_commit_costs_one_alarm_and_one_login(login: Login) -> None:
    login.sandbox.faults.add([{"method": "access_token", "nth": 1, "delay": 3600 * SPEED}])
    used_up = (await login.held()).pair.refresh
    first = await login.replica()
    await until(lambda: login.oa.tokens._refresh != used_up or None, lambda: "nobody spends", LONG_PATIENCE_S)
    await login.end([first])  # Zalo has given the new pair away, and its answer is still on its way
    for _replica in range(4):
        await login.replica(patience=100.0)
    await login.becomes(LOST)
    used = login.used
    await asyncio.sleep(1.0)
    assert login.spent == Counter()  # the answer to the first is never given, so it is not counted
    assert login.used == used
    assert await login.alarms() == 1
    await login.seed()
    await until(lambda: login.used > used + 8 or None, lambda: "the new login is not used")
    await login.spends(1)
    assert max(login.spent.values()) == 1
    assert await login.alarms() == 1


async def test_whoever_is_killed_whenever_no_refresh_token_is_used_twice(login: Login) -> None:
    dice = random.Random(7)
    for _replica in range(4):
        await login.replica(patience=100.0)
    for _kill in range(4):
        await login.spends(1)
        await asyncio.sleep(dice.random() * 0.02)
        chosen = dice.choice([one for one in login.processes if one.returncode is None])
        await login.end([chosen])
        await login.replica(patience=100.0)
        if await login.becomes(GOOD, LOST) == LOST:
            await login.seed()
    assert max(login.spent.values()) == 1
    assert login.refused == 0
