"""A house that an Official Account delivers to as well, and people who write to it from Zalo."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.channels.zalo_oa import NAME
from bot.sandbox.clock import Clock
from bot.sandbox.platform import Json
from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_oa.settings import OaSettings
from bot.sandbox.zalo_oa.world import World
from bot.settings import Settings
from storage import tokens
from storage.engine import Database
from storage.seals import Seals
from storage.tokens import Pair
from storage.vault.keyring import Keyring
from tests.e2e.house import House, open_house, running_clock
from tests.e2e.phones import Citizen, receipt_in, until
from tests.world import PROVINCE

_LISTED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)


@dataclass
class ZaloCitizen(Citizen):
    """Somebody with Zalo: taps a button where there is one, else types what the list says."""

    way = ("I know, go on", *Citizen.way)
    since = 0
    """The number of the newest bubble when they began their tip: nothing above it is ever changed or taken away."""

    def choice(self, message: str) -> tuple[Json, str] | None:
        """The newest bubble that offers this: with a button (its label), or in its list (the number to type)."""
        offered = ((bubble, self.within(bubble, message)) for bubble in reversed(self.shown))
        return next(((bubble, found) for bubble, found in offered if found), None)

    def within(self, bubble: Json, message: str) -> str:
        """The label of a bubble's button that says this, or the number before it in its list; "" where it has neither."""
        wanted = (self.label(message), message)
        labels = [button["text"] for row in bubble["buttons"] for button in row]
        listed = _LISTED.findall(bubble["text"]) if bubble["from_bot"] else []
        return next((label for label in labels if label in wanted), "") or next(
            (number for number, label in listed if label in wanted), ""
        )

    def has(self, message: str) -> bool:
        return self.choice(message) is not None

    async def press(self, message: str) -> Json:
        bubble, _found = await until(lambda: self.choice(message), lambda: self._missing(f"no choice {message!r}"))
        return await self.press_on(bubble, message)

    async def press_on(self, bubble: Json, message: str) -> Json:
        found = self.within(bubble, message)
        return await (self.say(found) if found.isdecimal() else self.act("press", message_id=bubble["id"], text=found))

    @property
    def newest(self) -> Json | None:
        offers = (one for one in reversed(self.shown) if one["id"] > self.since)
        return next(
            (one for one in offers if one["buttons"] or (one["from_bot"] and _LISTED.search(one["text"]))), None
        )

    def offers(self, bubble: Json | None, message: str) -> bool:
        return bubble is not None and bool(self.within(bubble, message))

    async def tell(self, *lines: str, place: str = "phường Vĩnh Châu", taps: int = 1) -> str:
        self.since = max((one["id"] for one in self.shown), default=0)
        return await super().tell(*lines, place=place, taps=taps)

    def receipt_under(self, bubble: Json) -> str | None:
        return next(filter(None, (receipt_in(one) for one in self.shown if one["id"] > self.since)), None)

    def is_over(self) -> bool:
        """Whether anything was said after the receipt."""
        said = [receipt_in(one) is not None for one in self.shown if one["id"] > self.since and one["from_bot"]]
        return True in said and not said[-1]

    async def agree(self) -> None:
        """Read who can reread this chat, and go on."""
        await self.press("I know, go on")

    async def report(self, story: str, place: str = "phường Vĩnh Châu", known: str = "Many know it") -> str:
        await self.say(story)
        await self.agree()
        await self.say(place)
        await self.press(known)
        await self.press("Send")
        return await self.has_receipt()


@dataclass
class ZaloHouse:
    """The house, its emulated account, and the people who write to it."""

    house: House
    oa: World

    @property
    def now(self) -> float:
        return self.house.now

    def citizen(self, name: str = "Ba") -> ZaloCitizen:
        user: Any = self.house.sandbox.zalo_person(NAME, name)
        return ZaloCitizen(self.house.sandbox, user, user, "vi", self.quiet)

    async def quiet(self) -> None:
        """Until the account has delivered what it has, and the house has done what it can."""
        for _round in range(2):
            await until(lambda: not self.oa.webhook._lanes._waiting or None, lambda: "an event is still under way")
            await self.house.quiet()

    async def pass_time(self, seconds: float) -> None:
        await self.house.pass_time(seconds)
        await self.quiet()

    def paid(self) -> int:
        """VND that were spent."""
        return self.oa.spent

    def calls(self, name: str) -> list[Json]:
        """What the account was asked to do, by the name of the call."""
        return [one.json() for one in self.house.sandbox.traffic.after(0) if one.method == name]


def account(**more: Any) -> OaSettings:
    """An account with money that must not be spent."""
    return OaSettings(**{"zca_balance": 10_000, **more})


async def seed(database: Database, keyring: Keyring, oa: World, now: float) -> None:
    """What `hotline zalo login` leaves behind."""
    given = oa.tokens.issue(oa.settings)
    pair = Pair(given["access_token"], given["refresh_token"], now, now + float(given["expires_in"]))
    async with database.write() as conn:
        await tokens.seed(conn, Seals(keyring), NAME, pair, now)


def with_account(settings: Settings, sandbox: Sandbox, oa: World, **more: Any) -> Settings:
    """The settings with this account in them; `more` as in the environment."""
    given = {
        "zalo_oa_app_id": oa.settings.app_id,
        "zalo_oa_app_secret": oa.settings.app_secret,
        "zalo_oa_secret_key": oa.settings.oa_secret_key,
        "zalo_oa_api_url": sandbox.zalo_oa_url,
        "zalo_oa_oauth_url": sandbox.zalo_oa_url,
        "zalo_media_hosts": sandbox.zalo_oa_url,
        **more,
    }
    read = Settings.model_validate({"_env_file": None, **given})
    return settings.model_copy(update={name: getattr(read, name) for name in given})


@asynccontextmanager
async def open_zalo_house(
    url: str, keyring: Keyring, oa: OaSettings | None = None, *, clock: Clock | None = None, **settings: Any
) -> AsyncIterator[ZaloHouse]:
    """The house with the province ready to receive; `settings` as in the environment."""
    sandbox = Sandbox(clock=clock or running_clock(), keep_traffic=200_000, zalo_oa=oa or account())
    async with open_house(url, keyring, "webhook", start=False, sandbox=sandbox, alert_chat="telegram:999") as house:
        world = sandbox.zalo_oa
        assert world is not None
        house.settings = with_account(house.settings, sandbox, world, **settings)
        await seed(house.database, keyring, world, house.now)
        await house.doors_open(PROVINCE)
        await house.start()
        assert await world.webhook.save(f"{house.settings.public_url}/zalo/oa"), "the console's probe was not answered"
        yield ZaloHouse(house, world)
