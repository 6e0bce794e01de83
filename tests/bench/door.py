"""The webhook under full load: the house's door in this process, its visitors in another."""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import sqlalchemy as sa
from aiohttp import web

from bot.channels.telegram.inbound import Me, read
from bot.ingress import Ingress
from bot.meters import Meters
from bot.web.hooks import telegram_hook
from storage.engine import Database
from storage.seals import Seals
from storage.tables import inbox, metadata
from storage.times import Ticks
from storage.vault.keyring import Keyring

RUNS = 5
UPDATES = 4_800  # below the 5,000 waiting acts at which the door closes
PEOPLE = 600
CONNECTIONS = 40
SECRET = "bench-secret-of-no-value"


@dataclass(frozen=True)
class Load:
    """One run."""

    per_s: float
    waits_s: tuple[float, ...]


@cache
def loads() -> tuple[Load, ...]:
    """Every run, measured once however many figures are taken from it. The first warms up and is left out."""
    return tuple(asyncio.run(_load()) for _run in range(RUNS + 1))[1:]


async def _load() -> Load:
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(f"sqlite:///{folder}/hotline.db")
        async with database.write() as conn:
            await conn.run_sync(metadata.create_all)
        keyring = Keyring.create(Path(folder, "keyring"), time.time(), secrets.token_bytes(32))
        meters = Meters()
        ingress = Ingress(database, Seals(keyring), Ticks(), meters, time.time)
        flusher = asyncio.create_task(ingress.run())
        app = web.Application()
        app.add_routes([web.post("/telegram", telegram_hook(SECRET, partial(read, me=Me("1")), ingress, meters))])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            load = await _visit(runner.addresses[0][1])
            async with database.read() as conn:
                kept = await conn.scalar(sa.select(sa.func.count()).select_from(inbox))
            if kept != UPDATES:
                raise RuntimeError(f"{UPDATES} updates were acknowledged and {kept} are kept")
        finally:
            flusher.cancel()
            await runner.cleanup()
            await database.close()
    return load


async def _visit(port: int) -> Load:
    """Let the visitors' process do its work and tell what it saw."""
    arguments = [str(one) for one in (port, SECRET, UPDATES, PEOPLE, CONNECTIONS)]
    visitors = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.visitors", *arguments, stdout=asyncio.subprocess.PIPE
    )
    told, _errors = await visitors.communicate()
    if visitors.returncode:
        raise RuntimeError("the visitors' process failed")
    seen = json.loads(told)
    return Load(UPDATES / seen["took_s"], tuple(seen["waits_s"]))
