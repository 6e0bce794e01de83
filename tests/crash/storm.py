"""A storm: people tell, the bot is killed at random moments and begun again; afterwards everything is counted."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from content.locales import _, speaking
from storage import own
from storage.engine import Database
from storage.tables import inbox, outbox, tip
from storage.vault.keyring import Keyring
from storage.vault.receipt import Receipt, read
from tests.contract.validate import assert_telegram_true
from tests.e2e.house import events_under_way
from tests.e2e.phones import Citizen, Officer, until
from tests.world import COMMUNE, PROVINCE, World

CITIZENS = 6
PATIENCE_S = 240.0
log = logging.getLogger("crash")

Come = Callable[[Sandbox, Database], Awaitable[tuple[Settings, Sequence[Citizen]]]]
"""A platform is set up: the settings of the bot there, and the people who will tell."""


@dataclass
class Mortal:
    """The bot as a process that can be killed and begun again."""

    settings: Settings
    log: Path
    _process: asyncio.subprocess.Process | None = field(default=None, repr=False)

    async def start(self) -> None:
        given = {
            f"HOTLINE_{name.upper()}": value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)
            for name, value in self.settings
        }
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.crash.runner", env={**os.environ, **given}, stderr=log
            )

    async def kill(self, how: int = signal.SIGKILL) -> None:
        if self._process and self._process.returncode is None:
            self._process.send_signal(how)
            await self._process.wait()


@asynccontextmanager
async def alive(mortal: Mortal) -> AsyncIterator[None]:
    await mortal.start()
    try:
        yield
    except BaseException as failure:
        failure.add_note(f"the bot's log ends:\n{mortal.log.read_text()[-3_000:]}")
        raise
    finally:
        await mortal.kill()


async def killer(mortal: Mortal, sandbox: Sandbox, kills: int, dice: random.Random) -> None:
    """Let it work for a random number of exchanges, kill it in the middle, begin it again."""
    seen = 0
    for _kill in range(kills):
        left = dice.randint(3, 60)

        def enough(left: int = left, begun: int = last(sandbox, seen)) -> bool | None:
            return last(sandbox, begun) >= begun + left or None

        await until(enough, lambda: "nothing moves", PATIENCE_S)
        await asyncio.sleep(dice.random() * 0.05)
        await mortal.kill()
        await mortal.start()


def last(sandbox: Sandbox, after: int) -> int:
    """The number of the newest exchange."""
    newer = sandbox.traffic.after(after)
    return newer[-1].n if newer else after


async def storm(url: str, keyring: Keyring, sandbox: Sandbox, come: Come, kills: int, seed: int) -> None:
    dice = random.Random(seed)
    database = await Database.open(url)
    async with sandbox:
        world = await World(database, keyring, sandbox.clock.now()).found()
        staff = []
        for station in (COMMUNE, PROVINCE):
            phone = Officer(sandbox, user := sandbox.person("Trực"), user)
            await phone.say("/start")
            await world.officer(station, user)
            staff.append(phone)
        settings, people = await come(sandbox, database)
        mortal = Mortal(settings, settings.keyring.parent / "bot.log")
        receipts: dict[str, str] = {}
        over = asyncio.Event()

        async def keep_telling(who: int, ba: Citizen) -> None:
            number = 0
            while not over.is_set():
                number += 1
                mark = f"xe {who:03d}{number:03d}"
                receipts[mark] = await ba.tell(f"co nguoi ban ma tuy gan cho, {mark}")

        async with alive(mortal):
            async with asyncio.TaskGroup() as group:
                for who, ba in enumerate(people):
                    group.create_task(keep_telling(who, ba))
                await killer(mortal, sandbox, kills, dice)
                over.set()
            await at_rest(database, sandbox)
            await mortal.kill(signal.SIGTERM)
        try:
            await nothing_lost_or_doubled(database, keyring, receipts, sandbox.clock.now())
            nothing_sent_twice_unmarked(sandbox)
            for phone in staff[:1]:
                cards = sum(message["text"].count("Gửi sau") > 0 for message in phone.shown)
                assert cards >= len(receipts), f"{cards} cards for {len(receipts)} tips"
            assert_telegram_true(sandbox.traffic.after(0))
        finally:
            await database.close()
        log.info("seed %s: %s tips, %s kills, %s messages repeated", seed, len(receipts), kills, repeated(sandbox))


async def at_rest(database: Database, sandbox: Sandbox) -> None:
    """Until nothing waits at either end."""

    async def busy() -> int:
        waiting = await anything(database, sandbox.clock.now())
        return waiting + len(sandbox.telegram.updates) + events_under_way(sandbox)

    async with asyncio.timeout(PATIENCE_S):
        while await busy():  # noqa: ASYNC110  another process works
            await asyncio.sleep(0.05)


async def anything(database: Database, now: float) -> int:
    """What could be done now and is not done yet."""
    due = sa.or_(
        outbox.c.state == "sending", sa.and_(outbox.c.state == "queued", outbox.c.not_before <= int(now * 1e6))
    )
    async with database.read() as rows:
        waiting = await rows.scalar(sa.select(sa.func.count()).where(inbox.c.state == "waiting"))
        queued = await rows.scalar(sa.select(sa.func.count()).select_from(outbox).where(due))
    return int(waiting or 0) + int(queued or 0)


async def nothing_lost_or_doubled(database: Database, keyring: Keyring, receipts: dict[str, str], now: float) -> None:
    """As many tips as receipts, and each receipt opens the tip that tells its own story."""
    async with database.read() as rows:
        assert await rows.scalar(sa.select(sa.func.count()).select_from(tip)) == len(receipts)
        assert await rows.scalar(sa.select(sa.func.count()).where(inbox.c.state == "parked")) == 0
        for mark, words in receipts.items():
            receipt = read(words)
            assert isinstance(receipt, Receipt), words
            mine = await own.by_receipt(rows, keyring, receipt, now)
            assert mine is not None, f"the receipt of {mark!r} opens nothing"
            assert [part["text"] for part in mine.story["parts"]] == [f"co nguoi ban ma tuy gan cho, {mark}"]


def nothing_sent_twice_unmarked(sandbox: Sandbox) -> None:
    """A message that may have arrived is repeated only where a copy is harmless, and says that it is one.

    On Telegram, where a screen is edited. On Zalo each tip of one person asks its questions anew, in the same words.
    """
    sent = Counter(
        (str(one.params["chat_id"]), str(one.params["text"]), json.dumps(one.params.get("reply_markup")))
        for one in sandbox.traffic.after(0)
        if one.platform == "telegram"
        and one.method.lower() == "sendmessage"
        and (one.answer is None or one.answer["ok"])
    )
    doubled = [key for key, times in sent.items() if times > 1]
    assert doubled == [], doubled


def repeated(sandbox: Sandbox) -> int:
    with speaking("vi"):
        mark = _("(Sent again: the first copy may have arrived.)")
    return sum(mark in str(one.params.get("text", "")) for one in sandbox.traffic.after(0) if one.kind == "request")
