"""People with phones in front of a house that runs in a process of its own: the emulated Telegram and everybody in the
street share this process, so that their work does not take from the house's.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from bot.sandbox.platform import Json
from bot.sandbox.server import Sandbox
from content.locales import _, speaking
from storage.engine import Database
from storage.migrations import upgrade
from storage.tables import job
from storage.vault.keyring import Keyring
from tests.e2e.house import free_port
from tests.world import COMMUNE, PROVINCE, World

PATIENCE_S = 60.0
Seen = Callable[[Json], bool]


@dataclass
class Street:
    """The training ground, a province behind it, and the running house."""

    sandbox: Sandbox
    world: World
    officers: dict[str, int]  # the chat of each station's officer on duty
    house: asyncio.subprocess.Process
    bells: dict[int, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))

    async def listen(self) -> None:
        """Ring the bell of each chat in which something changes."""
        last = self.sandbox.events.last
        while True:
            for event in await self.sandbox.events.after(last, 1.0):
                last = event["n"]
                if event["kind"] == "message":
                    self.bells[int(event["chat_id"])].set()

    async def sees(self, chat: int, seen: Seen) -> Json:
        """The newest message of the bot that is as wanted, as soon as it is there."""
        bell = self.bells[chat]
        async with asyncio.timeout(PATIENCE_S):
            while True:
                bell.clear()
                for message in reversed(self.sandbox.shown(chat)):
                    if message["from_bot"] and not message["deleted"] and seen(message):
                        return message
                await bell.wait()

    def person(self) -> int:
        return self.sandbox.person("Ba")

    def press(self, chat: int, message: Json, label: str) -> None:
        self.sandbox.act(chat, "press", message_id=message["id"], text=said(label))

    def write(self, chat: int, text: str) -> None:
        self.sandbox.act(chat, "send", text=text)


def said(message: str) -> str:
    """A message of the catalogue as it stands on a phone."""
    with speaking("vi"):
        return _(message)


def labelled(message: str) -> Seen:
    """Whether a message has this button."""
    label = said(message)
    return lambda shown: any(button["text"] == label for row in shown["buttons"] for button in row)


@asynccontextmanager
async def open_street(*, by_webhook: bool = True) -> AsyncIterator[Street]:
    """A fresh house on SQLite, an officer on duty in the commune and one in the province."""
    with tempfile.TemporaryDirectory() as folder:
        url, keys = f"sqlite:///{folder}/hotline.db", Path(folder, "keyring")
        database, keyring = await furnished(url, keys)
        async with Sandbox(keep_traffic=100) as sandbox:
            world = World(database, keyring, time.time())
            officers = {station: started(sandbox) for station in (COMMUNE, PROVINCE)}
            for station, person in officers.items():
                await on_duty(world, station, person)
            house = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.bench.running",
                env=os.environ | settings(sandbox, url, keys, by_webhook=by_webhook),
            )
            street = Street(sandbox, world, officers, house)
            listening = asyncio.create_task(street.listen())
            try:
                yield street
            finally:
                listening.cancel()
                if house.returncode is None:
                    house.terminate()
                await house.wait()
                await database.close()


async def furnished(url: str, keys: Path, now: float | None = None) -> tuple[Database, Keyring]:
    """A fresh database with every table and the province's stations, and its keyring."""
    database = await Database.open(url)
    await upgrade(database)
    now = time.time() if now is None else now
    keyring = Keyring.create(keys, now, secrets.token_bytes(32))
    await World(database, keyring, now).found()
    return database, keyring


async def on_duty(world: World, station: str, number: int) -> None:
    """An officer with an open shift. Their PIN was tried here: the house has no work left of it."""
    await world.officer(station, number)
    async with world.database.write() as rows:
        await rows.execute(sa.delete(job))


def started(sandbox: Sandbox) -> int:
    """Somebody to whom the bot may write."""
    person = sandbox.person("Đ/c Ba")
    sandbox.telegram.chats[person].started = True
    return person


def settings(sandbox: Sandbox, url: str, keyring: Path, *, by_webhook: bool = True) -> dict[str, str]:
    """What an operator would have in the environment."""
    port = free_port()
    return {
        "HOTLINE_DATABASE_URL": url,
        "HOTLINE_KEYRING": str(keyring),
        "HOTLINE_TELEGRAM_TOKEN": sandbox.token,
        "HOTLINE_TELEGRAM_API_URL": sandbox.telegram_url,
        "HOTLINE_TELEGRAM_WEBHOOK_SECRET": secrets.token_hex(16),
        "HOTLINE_PUBLIC_URL": f"http://127.0.0.1:{port}" if by_webhook else "",
        "HOTLINE_HTTP_PORT": str(port),
    }
