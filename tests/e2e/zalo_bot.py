"""A house that the Bot Platform delivers to as well, and people who type the numbers that they read."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.channels.zalo_bot import NAME
from bot.limits import UNLIMITED
from bot.sandbox.platform import Json
from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_bot.settings import BotSettings
from bot.sandbox.zalo_bot.world import World
from storage.vault.keyring import Keyring
from tests.e2e.house import House, open_house, running_clock
from tests.e2e.phones import Citizen, until

_LINE = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)


@dataclass
class NumbersCitizen(Citizen):
    """Somebody on Zalo without buttons: reads the newest list and types a number."""

    @property
    def labels(self) -> list[str]:
        """What the newest list offers."""
        return [label for _number, label in self._lines]

    @property
    def _lines(self) -> list[tuple[str, str]]:
        """Number and words of each line of the newest list."""
        return _LINE.findall(next((text for text in reversed(self.texts) if _LINE.search(text)), ""))

    def typed(self, message: str) -> str | None:
        """The number of the line that says this in the newest list."""
        wanted = (self.label(message), message)
        return next((number for number, label in self._lines if label in wanted), None)

    def has(self, message: str) -> bool:
        return self.typed(message) is not None

    async def press(self, message: str) -> Json:
        number = await until(lambda: self.typed(message), lambda: self._missing(f"no line {message!r}"))
        return await self.say(number)


@dataclass
class BotHouse:
    """The house, its emulated bot, and the people who write to it."""

    house: House
    bot: World

    def citizen(self, name: str = "Ba", **more: object) -> NumbersCitizen:
        user: Any = self.house.sandbox.zalo_person(NAME, name, **more)
        return NumbersCitizen(self.house.sandbox, user, user, "vi", self.house.quiet)

    def calls(self, method: str) -> list[Json]:
        """What the bot was asked to do, by the name of the method."""
        return [
            one.json() for one in self.house.sandbox.traffic.after(0) if one.method == method and one.platform == NAME
        ]


@asynccontextmanager
async def open_bot_house(
    url: str, keyring: Keyring, mode: str, bot: BotSettings | None = None, **settings: Any
) -> AsyncIterator[BotHouse]:
    """The house with a bot on Zalo; `settings` as in the environment."""
    sandbox = Sandbox(clock=running_clock(), keep_traffic=200_000, zalo_bot=bot or True)
    async with open_house(
        url, keyring, mode, start=False, sandbox=sandbox, alert_chat="telegram:999", limits=UNLIMITED
    ) as house:
        house.settings = house.settings.model_copy(update=settings)
        world = sandbox.zalo_bot
        assert world is not None
        await house.start()
        await until(lambda: world.webhook.url or mode == "polling" or None, lambda: "the bot never introduced itself")
        yield BotHouse(house, world)
