"""A message to thousands of groups: rows on disk, calls over real connections to a platform that answers at once."""

from __future__ import annotations

import asyncio
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.alerts import Alerts
from bot.broadcaster import Broadcaster
from bot.channels.telegram.outbound import Telegram
from bot.gatherer import Gatherer
from bot.letters import Letters
from bot.limits import UNLIMITED, Limits
from bot.meters import Meters
from bot.sender import Sender
from bot.settling import Settling
from content.outreach_terms import DeliveryState, RunState
from storage import runs
from storage.engine import Database
from storage.seals import Seals
from storage.tables import metadata
from storage.times import Ticks
from storage.vault.keyring import Keyring
from tests.conftest import _server
from tests.crowd import begun, crowd

GROUPS, RUNS = 10_000, 5


@contextmanager
def peer() -> Iterator[str]:
    """A platform that answers at once, in a process of its own: its address."""
    with subprocess.Popen([sys.executable, "-m", "tests.bench.peer"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


@dataclass
class House:
    """The parts that send, without the others."""

    database: Database
    seals: Seals
    telegram: Telegram
    sender: Sender
    gatherer: Gatherer
    broadcaster: Broadcaster

    async def gathered(self) -> bytes:
        """A run whose copies all wait."""
        async with self.database.write() as rows:
            run = await begun(rows, self.seals.keyring, time.time())
        while await self.gatherer.step() == 0.0:
            pass
        return run

    async def finished(self, run: bytes) -> None:
        """Until every copy has ended."""
        while True:
            await self.gatherer.step()
            async with self.database.read() as rows:
                found = await runs.get(rows, run)
            if found is not None and found.state is RunState.FINISHED:
                return
            await asyncio.sleep(0.02)


@asynccontextmanager
async def house(url: str, folder: Path, api_url: str, limits: Limits = UNLIMITED) -> AsyncIterator[House]:
    """The parts that send, on an empty database."""
    database = await Database.open(url)
    async with database.write() as rows:
        await rows.run_sync(metadata.drop_all)
        await rows.run_sync(metadata.create_all)
    seals = Seals(Keyring.create(folder / secrets.token_hex(4), time.time(), secrets.token_bytes(32)))
    ticks, meters = Ticks(), Meters()
    letters = Letters(seals, ticks)
    alerts = Alerts(database, letters, None, time.time)
    telegram = Telegram("1:bench", api_url=api_url)
    settling = Settling(seals, letters, ticks, alerts)
    sender = Sender(database, seals, telegram, limits, settling, alerts, meters, time.time)
    broadcaster = Broadcaster(database, seals, telegram, sender, letters, alerts, meters, time.time)
    gatherer = Gatherer(database, seals.keyring, [telegram.name], 0, time.time, gathered=broadcaster.wake.set)
    yield House(database, seals, telegram, sender, gatherer, broadcaster)
    await telegram.close()
    await database.close()


@dataclass(frozen=True)
class Sent:
    """One run of the bench."""

    per_s: float
    cpu_ms: float  # of our process for a copy, everything counted


async def _send(url: str, folder: Path, api_url: str, groups: int) -> list[Sent]:
    found = []
    async with house(url, folder, api_url) as ours:
        async with ours.database.write() as rows:
            await crowd(rows, ours.seals.keyring, groups, time.time())
        for _run in range(RUNS + 1):
            run = await ours.gathered()
            began, cpu = time.perf_counter(), time.process_time()
            sending = asyncio.create_task(ours.broadcaster.run())
            await ours.finished(run)
            took, used = time.perf_counter() - began, time.process_time() - cpu
            sending.cancel()
            await asyncio.wait([sending])
            async with ours.database.read() as rows:
                progress = await runs.progress(rows, run, time.time())
            assert progress is not None
            assert progress.counts[DeliveryState.SENT] == groups
            found.append(Sent(groups / took, used / groups * 1000))
    return found[1:]


@cache
def on_sqlite() -> list[Sent]:
    """Every run, measured once however many figures are taken from it. The first warms up and is left out."""
    with tempfile.TemporaryDirectory() as folder, peer() as api_url:
        return asyncio.run(_send(f"sqlite:///{folder}/hotline.db", Path(folder), api_url, GROUPS))


@cache
def on_postgresql() -> list[Sent]:
    """The same on a real server beside it."""
    with tempfile.TemporaryDirectory() as folder, peer() as api_url, _server() as address:
        return asyncio.run(_send(address.format(name="house"), Path(folder), api_url, GROUPS))
