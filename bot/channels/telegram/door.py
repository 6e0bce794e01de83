"""Telegram's way in: delivered to PUBLIC_URL, or polled where there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from aiohttp import web
from telegram.error import InvalidToken, TelegramError

from bot.channels.door import Surroundings
from bot.channels.telegram.inbound import Me, read
from bot.channels.telegram.outbound import Telegram
from bot.limits import PAID_COPIES, Limits
from bot.poller import Poller
from bot.web.hooks import telegram_hook
from content.locales import _
from content.terms import N_
from handlers.here import Facts
from handlers.messages import Incoming

INTRODUCE_S = 5.0
WATCH_S = 60.0

MENU = (("menu", N_("Menu")), ("xoa", N_("Erase this chat")))
"""Neutral words: a menu that shows itself to whoever holds the phone (users.md A6)."""

log = structlog.get_logger("telegram")


class TelegramDoor:
    """One token's way in."""

    def __init__(self, around: Surroundings) -> None:
        settings = around.settings
        token = settings.telegram_token.get_secret_value()
        paid = settings.telegram_paid_broadcast
        self.channel = Telegram(token, api_url=settings.telegram_api_url, proxy=settings.to_telegram, paid=paid)
        self.limits = Limits(copies=PAID_COPIES if paid else None)
        self._around = around
        self._me = Me(token.partition(":")[0])
        self._secret = settings.telegram_webhook_secret.get_secret_value()
        self._address = f"{settings.public_url}/telegram" if settings.by_webhook else ""
        self._poller = Poller(
            around.database,
            self.channel,
            self._read,
            around.ingress,
            around.alerts,
            around.meters,
            around.clock,
            wait_s=around.poll_s,
        )
        around.facts[self.channel.name] = Facts("Telegram")

    @property
    def last_poll(self) -> float | None:
        return None if self._address else self._poller.last_success

    def routes(self) -> Sequence[web.RouteDef]:
        if not self._address:
            return ()
        return (
            web.post("/telegram", telegram_hook(self._secret, self._read, self._around.ingress, self._around.meters)),
        )

    async def run(self) -> None:
        """While the platform can't be reached: again and again."""
        while not await self._introduced():  # noqa: ASYNC110  nobody rings when a platform is back
            await asyncio.sleep(INTRODUCE_S)
        if not self._address:
            await self._poller.run()
        while True:
            await asyncio.sleep(WATCH_S)
            await self._watch()

    async def _introduced(self) -> bool:
        try:
            self._me = await self.channel.me()
            await self.channel.offer([(word, _(text)) for word, text in MENU])
            if self._address:
                await self.channel.receive_by_webhook(self._address, self._secret)
            else:
                await self.channel.receive_by_polling()
        except TelegramError as error:
            log.warning("telegram not reached", error=type(error).__name__)
            if isinstance(error, InvalidToken):
                await self._around.alerts.alert(
                    "token", _("The platform does not accept our token. Nothing can be received.")
                )
            return False
        self._around.facts[self.channel.name] = Facts("Telegram", bot_name=self._me.username)
        return True

    async def _watch(self) -> None:
        """A foreign address means that somebody else has our token."""
        try:
            if await self.channel.webhook() == self._address:
                return
            await self._around.alerts.alert(
                "webhook", _("Somebody else has set the address for updates: our token may be stolen.")
            )
            await self.channel.receive_by_webhook(self._address, self._secret)
        except TelegramError as error:
            log.warning("webhook not watched", error=type(error).__name__)

    def _read(self, update: Mapping[str, Any]) -> Incoming | None:
        return read(update, self._me)
