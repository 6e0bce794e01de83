"""The bot's way in: delivered to PUBLIC_URL/zalo/bot, or polled where there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from aiohttp import web

from bot.channels.door import Surroundings
from bot.channels.lines import Lost, Unsent
from bot.channels.network import Network
from bot.channels.zalo_bot import NAME
from bot.channels.zalo_bot.hook import PATH, Hook, address_of
from bot.channels.zalo_bot.inbound import read
from bot.channels.zalo_bot.outbound import ZaloBot
from bot.channels.zalo_bot.outcomes import NO_TOKEN, Refused
from bot.channels.zalo_bot.people import People
from bot.channels.zalo_bot.quota import Quota
from bot.limits import Limits, Window
from bot.poller import Poller
from content.locales import _
from handlers.here import Facts

INTRODUCE_S = 10.0
NO_TOKEN_S = 60.0
WATCH_S = 600.0

log = structlog.get_logger(NAME)


class ZaloBotDoor:
    """One token's way in."""

    limits = Limits(overall=Window(10, 1.0), private=Window(4, 4.0), group=Window(5, 60.0))
    """What the platform bears is published nowhere; this is far below what was seen to work."""

    def __init__(self, around: Surroundings) -> None:
        settings = around.settings
        token, secret = settings.zalo_bot_token.get_secret_value(), settings.zalo_bot_webhook_secret.get_secret_value()
        quota = Quota(around.database, around.alerts, around.meters, around.clock, settings.zalo_bot_messages)
        people = People(around.database, around.seals, around.alerts, around.meters, settings.zalo_bot_users)
        self.channel = ZaloBot(
            token, Network(settings.to_zalo), quota, people, around.seals, around.clock,
            api_url=settings.zalo_bot_api_url, media_hosts=settings.media_hosts, rest_s=settings.zalo_bot_poll_pause,
        )  # fmt: skip
        self._around = around
        self._secret = secret
        self._link = settings.zalo_bot_link
        self._address = address_of(settings.public_url, secret) if settings.by_webhook else ""
        self._hook = Hook(secret, around.ingress, around.seals, around.meters)
        self._poller = Poller(
            around.database, self.channel, read, around.ingress, around.alerts, around.meters, around.clock,
            wait_s=around.poll_s,
        )  # fmt: skip
        self._tell("")

    @property
    def last_poll(self) -> float | None:
        return None if self._address else self._poller.last_success

    def routes(self) -> Sequence[web.RouteDef]:
        return (web.post(PATH, self._hook.receive),) if self._address else ()

    async def run(self) -> None:
        """Introduce ourselves, as often as it takes; then poll, and watch where events go and how many are left."""
        while wait_s := await self._attempt(first=True):  # noqa: ASYNC110  nobody rings when a platform is back
            await asyncio.sleep(wait_s)
        async with asyncio.TaskGroup() as group:
            if not self._address:
                group.create_task(self._poller.run())
            group.create_task(self._watch())

    async def _watch(self) -> None:
        while True:
            await self.channel.quota.used()
            await self.channel.people.count()
            await asyncio.sleep(WATCH_S)
            await self._attempt(first=False)

    async def _attempt(self, *, first: bool) -> float:
        """Events go where we want them. 0 where that is so; else how long to wait before the next attempt."""
        try:
            self._tell((await self.channel.api.me()).name)
            await self._direct(first=first)
        except Refused as refused:
            log.warning("refused", code=refused.code)
            if refused.code != NO_TOKEN:
                return INTRODUCE_S
            await self._around.alerts.alert(
                f"{NAME}.token", _("Zalo Bot does not accept our token. Nothing can be received or sent there.")
            )
            return NO_TOKEN_S
        except (Unsent, Lost) as error:
            log.warning("not reached", error=type(error).__name__)
            return INTRODUCE_S
        return 0.0

    async def _direct(self, *, first: bool) -> None:
        """The platform is told our address only where it has another: it may count how often it is told."""
        now = await self.channel.api.webhook()
        if now == self._address:
            return
        if not first:
            await self._around.alerts.alert(
                f"{NAME}.webhook", _("Zalo Bot: somebody else changed where events go: our token may be stolen.")
            )
        if not self._address:
            await self.channel.api.receive_by_polling()
        elif why := await self.channel.api.receive_by_webhook(self._address, self._secret):
            sentence = _("Zalo Bot could not reach our address ({why}). Nothing is received there until it can.")
            await self._around.alerts.alert(f"{NAME}.unreached", sentence.format(why=why))

    def _tell(self, name: str) -> None:
        """What is true of this channel."""
        self._around.facts[NAME] = Facts(
            "Zalo", can_delete=False, can_edit=False, typed_buttons=True, bot_name=name, door=self._link
        )
