"""A street without a network: the real App and a platform that is a dictionary of phones, in one process.

`python -m tests.bench.inside` walks whole tips and prints {"per_s": .., "cpu_ms": ..}: tips a second, and the processor time of one,
that of the phones included (a few hundredths).
"""

from __future__ import annotations

import asyncio
import gc
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from aiohttp import web

from bot.__main__ import NEW_OBJECTS
from bot.app import App
from bot.channels.base import Abilities, Call, Delete, Edit, Fate, Outcome, Send
from bot.channels.door import Surroundings
from bot.channels.telegram.inbound import Me, read
from bot.ingress import Ingress
from bot.limits import UNLIMITED
from bot.logs import setup
from bot.settings import Settings
from handlers.here import Facts
from handlers.messages import Screen
from tests.bench.running import POLICY
from tests.bench.street import PATIENCE_S, Json, Seen, furnished, on_duty, said
from tests.bench.walk import walk
from tests.world import COMMUNE, PROVINCE, World

ME = Me("1")


@dataclass
class Phone:
    """The bot's messages in one private chat, and a bell that rings when one changes."""

    messages: dict[str, Json] = field(default_factory=dict)
    bell: asyncio.Event = field(default_factory=asyncio.Event)


class Phones:
    """The platform, and everybody's phone: what the house shows, and what people do. A `Channel` and a street."""

    name = "telegram"
    abilities = Abilities()

    def __init__(self) -> None:
        self._phones: dict[str, Phone] = defaultdict(Phone)
        self._numbers = count(1)
        self._people = count(1_000_000)
        self._acts = set[asyncio.Task[None]]()
        self.ingress: Ingress | None = None

    async def call(self, call: Call, timeout_s: float) -> Outcome:
        """Done at once, as by a platform that is never slow."""
        phone = self._phones[call.to.chat]
        if isinstance(call, Send):
            number = str(next(self._numbers))
            phone.messages[number] = message(number, call.screen)
            phone.bell.set()
            return Outcome(Fate.SENT, message=number)
        if isinstance(call, Edit):
            phone.messages[call.message] = message(call.message, call.screen)
            phone.bell.set()
        elif isinstance(call, Delete):
            for one in call.messages:
                phone.messages.pop(one, None)
        return Outcome(Fate.SENT)

    async def fetch(self, ref: str, most: int) -> bytes:
        raise NotImplementedError

    async def close(self) -> None:
        return None

    def person(self) -> int:
        """Somebody with a phone."""
        return next(self._people)

    def write(self, chat: int, text: str) -> None:
        command = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
        self._act({"message": {**self._said(chat), "text": text, "entities": command}})

    def press(self, chat: int, message: Json, label: str) -> None:
        data = next(button["data"] for row in message["buttons"] for button in row if button["text"] == said(label))
        query = {"id": str(next(self._numbers)), "from": {"id": chat}, "data": data}
        self._act({"callback_query": {**query, "message": {**self._said(chat), "message_id": message["id"]}}})

    async def sees(self, chat: int, seen: Seen) -> Json:
        """The newest message of the bot that is as wanted, as soon as it is there."""
        phone = self._phones[str(chat)]
        async with asyncio.timeout(PATIENCE_S):
            while True:
                phone.bell.clear()
                for shown in reversed(phone.messages.values()):
                    if seen(shown):
                        return shown
                await phone.bell.wait()

    def _said(self, chat: int) -> Json:
        return {"message_id": next(self._numbers), "chat": {"id": chat, "type": "private"}, "from": {"id": chat}}

    def _act(self, update: Json) -> None:
        """Into the inbox by the same door as a webhook's update: whitelisted, sealed, durable."""
        assert self.ingress is not None
        task = asyncio.create_task(self.ingress.keep("telegram", str(next(self._numbers)), read(update, ME)))
        self._acts.add(task)
        task.add_done_callback(self._acts.discard)


def message(number: str, screen: Screen) -> Json:
    """A message as a phone draws it."""
    rows = [[{"text": button.label, "data": button.payload} for button in row] for row in screen.rows]
    return {"id": number, "text": screen.text, "buttons": rows}


class InsideDoor:
    """Nobody comes in by HTTP."""

    limits = UNLIMITED
    last_poll: float | None = None

    def __init__(self, phones: Phones, around: Surroundings) -> None:
        self.channel = phones
        phones.ingress = around.ingress
        around.facts[phones.name] = Facts("Telegram", bot_name="xom_binh_an_bot")

    def routes(self) -> Sequence[web.RouteDef]:
        return ()

    async def run(self) -> None:
        await asyncio.Event().wait()


@asynccontextmanager
async def open_inside() -> AsyncIterator[tuple[Phones, World]]:
    """A fresh house on SQLite, an officer on duty in the commune and one in the province."""
    with tempfile.TemporaryDirectory() as folder:
        url, keys = f"sqlite:///{folder}/hotline.db", Path(folder, "keyring")
        database, keyring = await furnished(url, keys)
        world, phones = World(database, keyring, time.time()), Phones()
        for station in (COMMUNE, PROVINCE):
            await on_duty(world, station, phones.person())
        settings = Settings(_env_file=None, database_url=url, keyring=keys, http_port=0)
        async with App.open(
            settings, limits=UNLIMITED, policy=POLICY, doors=lambda around: [InsideDoor(phones, around)]
        ) as app:
            running = asyncio.create_task(app.run())
            await app.ready.wait()
            gc.freeze()  # as `bot.cli.run` does
            yield phones, world
            app.stopping.set()
            await running
        await database.close()


async def main() -> None:
    async with open_inside() as (phones, world):
        print(json.dumps(vars(await walk(phones, world, time.process_time))))


if __name__ == "__main__":
    gc.set_threshold(NEW_OBJECTS)  # as `bot.__main__` does
    setup("WARNING")
    asyncio.run(main())
