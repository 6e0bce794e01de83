"""A house that the Bot Platform delivers to as well, and people who type the numbers that they read."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.channels.zalo_bot import NAME
from bot.limits import UNLIMITED
from bot.sandbox.platform import Json
from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_bot.settings import BotSettings
from bot.sandbox.zalo_bot.world import World
from content.policy import Policy
from storage.vault.keyring import Keyring
from tests.e2e.house import POLICY, House, open_house, running_clock
from tests.e2e.phones import LONG_PATIENCE_S, Citizen, until
from tests.e2e.zalo_oa import ZaloCitizen

_LINE = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)


@dataclass
class NumbersCitizen(ZaloCitizen):
    """Somebody on Zalo without buttons: reads the newest list and types a number."""

    way = Citizen.way
    again_s = LONG_PATIENCE_S  # a number typed again would choose from the next list; Zalo itself delivers again

    @property
    def said(self) -> list[Json]:
        """What the bot said to them. A copy that follows its own original says nothing new: it may be answered already."""
        copied = f"\n\n{self.label('(Sent again: the first copy may have arrived.)')}"
        theirs = [one for one in self.shown if one["from_bot"]]
        before = ["", *(one["text"].replace(copied, "") for one in theirs)]
        return [
            one
            for one, previous in zip(theirs, before, strict=False)
            if copied not in one["text"] or one["text"].replace(copied, "") != previous
        ]

    @property
    def newest(self) -> Json | None:
        """The newest list."""
        return next((one for one in reversed(self.said) if one["id"] > self.since and _LINE.search(one["text"])), None)

    def looks(self) -> Sequence[tuple[str, tuple[str, ...]]]:
        return [(one["text"], ()) for one in self.said]

    @property
    def labels(self) -> list[str]:
        """What the newest list offers."""
        return [label for _number, label in _LINE.findall((self.newest or {"text": ""})["text"])]

    def choice(self, message: str) -> tuple[Json, str] | None:
        """The number of the line that says this in the newest list, and in no other."""
        bubble = self.newest
        number = self.within(bubble, message) if bubble else ""
        return (bubble, number) if bubble and number else None

    async def report(self, story: str, place: str = "phường Vĩnh Châu", known: str = "Many know it") -> str:
        return await Citizen.report(self, story, place, known)


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
    url: str, keyring: Keyring, mode: str, bot: BotSettings | None = None, policy: Policy = POLICY, **settings: Any
) -> AsyncIterator[BotHouse]:
    """The house with a bot on Zalo; `settings` as in the environment."""
    sandbox = Sandbox(clock=running_clock(), keep_traffic=200_000, zalo_bot=bot or True)
    async with open_house(
        url, keyring, mode, policy=policy, start=False, sandbox=sandbox, alert_chat="telegram:999", limits=UNLIMITED
    ) as house:
        house.settings = house.settings.model_copy(update=settings)
        world = sandbox.zalo_bot
        assert world is not None
        await house.start()
        await until(lambda: world.webhook.url or mode == "polling" or None, lambda: "the bot never introduced itself")
        yield BotHouse(house, world)
