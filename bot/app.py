"""Builds the objects and runs them: the only place where they meet."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Self

import structlog
from aiohttp import web

from bot.alerts import Alerts
from bot.broadcaster import Broadcaster
from bot.channels.base import Answer, Channel
from bot.channels.door import Door, Surroundings
from bot.channels.telegram.door import TelegramDoor
from bot.channels.zalo_bot.door import ZaloBotDoor
from bot.channels.zalo_oa.door import ZaloOADoor
from bot.clock import Timekeeper
from bot.gatherer import Gatherer
from bot.house import Ground, furnish, known_ground
from bot.ingress import Ingress
from bot.jobs import Workers
from bot.keeping import keep_going
from bot.letters import Letters
from bot.limits import Limits
from bot.meters import Meters
from bot.page import door as page
from bot.perform import daily
from bot.sender import Sender
from bot.settings import Settings, SettingsError
from bot.settling import Settling
from bot.turns import Turns
from bot.web import health
from bot.web.hooks import MOST_BYTES
from content.locales import _
from content.policy import Policy
from handlers.here import Facts
from handlers.messages import Address, Toast
from storage.engine import Database
from storage.seals import Seals
from storage.times import Ticks
from storage.vault.keyring import Keyring

log = structlog.get_logger("app")


class App:
    """The running hotline. `async with App.open(settings) as app: await app.run()`."""

    def __init__(
        self, settings: Settings, database: Database, keyring: Keyring, clock: Callable[[], float],
        limits: Limits | None, policy: Policy, poll_s: int, ground: Ground, doors: Callable[[Surroundings], list[Door]],
    ) -> None:  # fmt: skip
        self.settings, self.database, self.clock = settings, database, clock
        self._policy, self._keyring = policy, keyring
        self.stopping = asyncio.Event()
        self.ready = asyncio.Event()
        self.meters = Meters()
        self.port = 0  # of the web server, once it runs
        seals, ticks = Seals(keyring), Ticks()
        letters = Letters(seals, ticks)
        self.alerts = Alerts(database, letters, alert_address(settings.alert_chat), clock)
        self._facts: dict[str, Facts] = {}
        self.ingress = Ingress(database, seals, ticks, self.meters, clock, arrived=self._arrived)
        around = Surroundings(
            settings, database, seals, self.ingress, self.alerts, self.meters, clock, self._facts, poll_s
        )
        self.doors = doors(around)
        self._channels: dict[str, Channel] = {door.channel.name: door.channel for door in self.doors}
        rooms = furnish(database, seals, ticks, self.alerts, self._channels, self._facts, policy, clock(), ground)
        settling = Settling(seals, letters, ticks, self.alerts)
        self.turns = Turns(
            database, seals, letters, rooms.converse, rooms.perform, rooms.rescue, self.alerts, self.meters, clock,
            sent=self._ring_senders, ordered=self._ordered, toast=self._toast,
            windowed=[name for name, channel in self._channels.items() if channel.abilities.windows],
        )  # fmt: skip
        self.senders = [
            Sender(database, seals, door.channel, limits or door.limits, settling, self.alerts, self.meters, clock)
            for door in self.doors
        ]
        self.broadcasters = [
            Broadcaster(database, seals, channel, sender, letters, self.alerts, self.meters, clock)
            for channel, sender in zip(self._channels.values(), self.senders, strict=True)
        ]
        self.gatherer = Gatherer(
            database, keyring, self._channels, policy.messages_a_week, clock, gathered=self._ring_broadcasters
        )
        self.timekeeper = Timekeeper(
            database, seals, letters, ticks, rooms.occur, self.alerts, self.meters, clock, rang=self._rang
        )
        self.workers = Workers(
            database, seals, letters, rooms.work, rooms.occur, self.alerts, self.meters, clock,
            quick=rooms.quick, rang=self._rang,
        )  # fmt: skip
        self.alerts.sent = self._ring_senders

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.time,
        limits: Limits | None = None,
        policy: Policy | None = None,
        poll_s: int = 50,
        doors: Callable[[Surroundings], list[Door]] | None = None,
    ) -> AsyncIterator[Self]:
        """Open database and keyring and build everything. Raises SettingsError, KeyringError, Busy: plain sentences."""
        keyring = Keyring.open(settings.keyring)
        database = await Database.open(settings.database_url.get_secret_value())
        app = None
        try:
            ground, decided = (
                await known_ground(database),
                policy or Policy(paper=settings.consent_paper, plan=settings.plan, page_url=settings.page_url),
            )
            async with database.write() as rows:
                await daily.begin(rows, Seals(keyring), decided, clock())
            app = cls(settings, database, keyring, clock, limits, decided, poll_s, ground, doors or known_doors)
            yield app
        finally:
            if app is not None:
                for channel in app._channels.values():
                    await channel.close()
            await database.close()

    async def run(self) -> None:
        """Run until `stopping` is set. A part that breaks is reported and begun again; the others go on."""
        runner = await self._serve()
        parts: Mapping[str, Callable[[], Awaitable[None]]] = {
            "ingress": self.ingress.run,
            "turns": self.turns.run,
            "clock": self.timekeeper.run,
            "jobs": self.workers.run,
            **{door.channel.name: door.run for door in self.doors},
            **{f"sender of {name}": sender.run for name, sender in zip(self._channels, self.senders, strict=True)},
            "gatherer": self.gatherer.run,
            **{f"copies to {name}": one.run for name, one in zip(self._channels, self.broadcasters, strict=True)},
        }
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(keep_going(part, partial(self._broke, name)), name=name)
                    for name, part in parts.items()
                ]
                self.ready.set()
                await self.stopping.wait()
                for task in tasks:
                    task.cancel()
        finally:
            await runner.cleanup()

    async def _broke(self, name: str) -> None:
        self.meters.failures.labels(place=name).inc()
        log.exception("part failed", part=name)
        await self.alerts.alert("part", _("A part of the hotline broke and was begun again; the log says which."))

    async def _serve(self) -> web.AppRunner:
        served = web.Application(client_max_size=MOST_BYTES)
        province = self._policy.province_station
        served.add_routes(health.routes(self.database, self.meters, self.clock, self._last_poll, province))
        served.add_routes(page.routes(self.database, self._keyring, self._policy, self.clock))
        for door in self.doors:
            served.add_routes(door.routes())
        runner = web.AppRunner(served, access_log=None, handle_signals=False)
        await runner.setup()
        await web.TCPSite(runner, self.settings.http_host, self.settings.http_port).start()
        self.port = runner.addresses[0][1]
        return runner

    def _last_poll(self) -> float | None:
        """The oldest of the last successful polls; None where nothing is polled."""
        return min((door.last_poll for door in self.doors if door.last_poll is not None), default=None)

    async def _toast(self, toast: Toast) -> None:
        channel = self._channels.get(toast.to.channel)
        if channel is not None:
            await channel.call(Answer(toast.to, toast.callback, toast.text, toast.alert), 10.0)

    def _arrived(self) -> None:
        self.turns.wake.set()

    def _ordered(self) -> None:
        self.timekeeper.wake.set()
        self.workers.wake.set()

    def _rang(self) -> None:
        self.turns.wake.set()
        self._ring_senders()

    def _ring_broadcasters(self) -> None:
        for broadcaster in self.broadcasters:
            broadcaster.wake.set()

    def _ring_senders(self) -> None:
        for sender in self.senders:
            sender.wake.set()


def known_doors(around: Surroundings) -> list[Door]:
    """A door for every platform that has a token. Raises SettingsError where none has."""
    known: Mapping[str, Callable[[Surroundings], Door]] = {
        "telegram": TelegramDoor, "zalo_oa": ZaloOADoor, "zalo_bot": ZaloBotDoor,
    }  # fmt: skip
    found = [known[platform](around) for platform in around.settings.platforms]
    if not found:
        raise SettingsError(f"HOTLINE_TELEGRAM_TOKEN: {_('is missing; BotFather gives one')}")
    return found


def alert_address(text: str) -> Address | None:
    """`telegram:-1001234` or the number alone; "" is nobody."""
    channel, _colon, chat = text.rpartition(":")
    return (
        Address(channel or "telegram", chat, "" if chat.startswith("-") else chat, "", not chat.startswith("-"))
        if chat
        else None
    )
