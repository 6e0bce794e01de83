"""Builds the objects and runs them: the only place where they meet."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Self

import structlog
from aiohttp import web
from telegram.error import TelegramError

from bot.alerts import Alerts
from bot.channels.base import Answer, Channel
from bot.channels.telegram.inbound import Me, read
from bot.channels.telegram.outbound import Telegram
from bot.clock import Timekeeper
from bot.house import furnish
from bot.ingress import Ingress
from bot.jobs import Workers
from bot.letters import Letters
from bot.limits import Limits
from bot.meters import Meters
from bot.poller import Poller
from bot.sender import Sender
from bot.settings import Settings, SettingsError
from bot.settling import Settling
from bot.turns import Turns
from bot.web import health
from bot.web.hooks import MOST_BYTES, telegram_hook
from content.locales import _
from content.policy import Policy
from handlers.here import Facts
from handlers.messages import Address, Incoming, Toast
from storage.engine import Database
from storage.seals import Seals
from storage.times import Ticks
from storage.vault.keyring import Keyring

RESTART_S = 1.0
INTRODUCE_S = 5.0
WATCH_S = 60.0

log = structlog.get_logger("app")


class App:
    """The running hotline. `async with App.open(settings) as app: await app.run()`."""

    def __init__(
        self, settings: Settings, database: Database, keyring: Keyring, clock: Callable[[], float],
        limits: Limits, policy: Policy, poll_s: int,
    ) -> None:  # fmt: skip
        self.settings, self.database, self.clock = settings, database, clock
        self.stopping = asyncio.Event()
        self.ready = asyncio.Event()
        self.meters = Meters()
        self.port = 0  # of the web server, once it runs
        seals, ticks = Seals(keyring), Ticks()
        letters = Letters(seals, ticks)
        self.alerts = Alerts(database, letters, alert_address(settings.alert_chat), clock)
        token = settings.telegram_token.get_secret_value()
        self.telegram = Telegram(token, api_url=settings.telegram_api_url, proxy=settings.proxy.get_secret_value())
        self._me = Me(token.partition(":")[0])
        self._channels: dict[str, Channel] = {self.telegram.name: self.telegram}
        self._facts = {self.telegram.name: Facts("Telegram")}
        rooms = furnish(database, seals, ticks, self.alerts, self._channels, self._facts, policy, clock())
        settling = Settling(seals, letters, ticks, self.alerts)
        self.ingress = Ingress(database, seals, ticks, self.meters, clock, arrived=self._arrived)
        self.poller = Poller(
            database, self.telegram, self._read, self.ingress, self.alerts, self.meters, clock, wait_s=poll_s
        )
        self.turns = Turns(
            database, seals, letters, rooms.converse, rooms.perform, rooms.rescue, self.alerts, self.meters, clock,
            sent=self._ring_senders, ordered=self._ordered, toast=self._toast,
        )  # fmt: skip
        self.senders = [
            Sender(database, seals, channel, limits, settling, self.alerts, self.meters, clock)
            for channel in self._channels.values()
        ]
        self.timekeeper = Timekeeper(
            database, seals, letters, ticks, rooms.occur, self.alerts, self.meters, clock, rang=self._rang
        )
        self.workers = Workers(
            database, seals, letters, rooms.work, rooms.occur, self.alerts, self.meters, clock, rang=self._rang
        )
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
    ) -> AsyncIterator[Self]:
        """Open database and keyring and build everything. Raises SettingsError, KeyringError, Busy: plain sentences."""
        if not settings.telegram_token.get_secret_value():
            raise SettingsError("HOTLINE_TELEGRAM_TOKEN: is missing; BotFather gives one")
        keyring = Keyring.open(settings.keyring)
        database = await Database.open(settings.database_url.get_secret_value())
        app = None
        try:
            app = cls(settings, database, keyring, clock, limits or Limits(), policy or Policy(), poll_s)
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
            "telegram": self._receive,
            **{f"sender {place}": sender.run for place, sender in enumerate(self.senders)},
        }
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._keep_going(name, part), name=name) for name, part in parts.items()]
                self.ready.set()
                await self.stopping.wait()
                for task in tasks:
                    task.cancel()
        finally:
            await runner.cleanup()

    async def _keep_going(self, name: str, part: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await part()
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("part failed", part=name)
                self.meters.failures.labels(place=name).inc()
                await self.alerts.alert(
                    "part", _("A part of the hotline broke and was begun again; the log says which.")
                )
            await asyncio.sleep(RESTART_S)

    async def _serve(self) -> web.AppRunner:
        served = web.Application(client_max_size=MOST_BYTES)
        by_polling = None if self.settings.by_webhook else lambda: self.poller.last_success
        served.add_routes(health.routes(self.database, self.meters, self.clock, by_polling or (lambda: None)))
        if self.settings.by_webhook:
            secret = self.settings.telegram_webhook_secret.get_secret_value()
            served.add_routes([web.post("/telegram", telegram_hook(secret, self._read, self.ingress, self.meters))])
        runner = web.AppRunner(served, access_log=None, handle_signals=False)
        await runner.setup()
        await web.TCPSite(runner, self.settings.http_host, self.settings.http_port).start()
        self.port = runner.addresses[0][1]
        return runner

    async def _receive(self) -> None:
        """Learn our name, then be delivered to or poll. While the platform can't be reached: again and again."""
        while not await self._introduced():  # noqa: ASYNC110  nobody rings when a platform is back
            await asyncio.sleep(INTRODUCE_S)
        if not self.settings.by_webhook:
            await self.poller.run()
        while True:
            await asyncio.sleep(WATCH_S)
            await self._watch_webhook()

    async def _introduced(self) -> bool:
        try:
            self._me = await self.telegram.me()
            if self.settings.by_webhook:
                await self._set_webhook()
            else:
                await self.telegram.receive_by_polling()
        except TelegramError as error:
            log.warning("telegram not reached", error=type(error).__name__)
            if type(error).__name__ == "InvalidToken":
                await self.alerts.alert("token", _("The platform does not accept our token. Nothing can be received."))
            return False
        self._facts[self.telegram.name] = Facts("Telegram", bot_name=self._me.username)
        return True

    async def _set_webhook(self) -> None:
        await self.telegram.receive_by_webhook(
            f"{self.settings.public_url}/telegram", self.settings.telegram_webhook_secret.get_secret_value()
        )

    async def _watch_webhook(self) -> None:
        """A foreign address means that somebody else has our token."""
        try:
            if await self.telegram.webhook() == f"{self.settings.public_url}/telegram":
                return
            await self.alerts.alert(
                "webhook", _("Somebody else has set the address for updates: our token may be stolen.")
            )
            await self._set_webhook()
        except TelegramError as error:
            log.warning("webhook not watched", error=type(error).__name__)

    def _read(self, update: Mapping[str, Any]) -> Incoming | None:
        return read(update, self._me)

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

    def _ring_senders(self) -> None:
        for sender in self.senders:
            sender.wake.set()


def alert_address(text: str) -> Address | None:
    """`telegram:-1001234` or the number alone; "" is nobody."""
    channel, _colon, chat = text.rpartition(":")
    return (
        Address(channel or "telegram", chat, "" if chat.startswith("-") else chat, "", not chat.startswith("-"))
        if chat
        else None
    )
