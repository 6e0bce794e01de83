"""The account's way in: delivered to PUBLIC_URL/zalo/oa. It can't be polled, so there is no other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from aiohttp import web

from bot.channels.base import Outcome
from bot.channels.door import Surroundings
from bot.channels.network import Network
from bot.channels.zalo_oa import NAME
from bot.channels.zalo_oa.api import Api
from bot.channels.zalo_oa.hook import PATH, Hook
from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.outbound import Terms, ZaloOA
from bot.channels.zalo_oa.plan import Broadcasts
from bot.channels.zalo_oa.tokens import Tokens
from bot.held import whose
from bot.limits import Limits, Window
from handlers.here import Facts
from handlers.messages import Address
from storage import held

INTRODUCE_S = 60.0
CALL_S = 20.0

log = structlog.get_logger("zalo_oa")


class ZaloOADoor:
    """One account's way in."""

    limits = Limits(overall=Window(1500, 60.0), private=Window(10, 10.0), group=Window(10, 60.0))
    """Zalo counts 4,000 calls a minute for an app, and less for an account by its package; a message may take three."""

    def __init__(self, around: Surroundings) -> None:
        settings = around.settings
        network = Network(settings.to_zalo)
        app_id, app_secret = settings.zalo_oa_app_id, settings.zalo_oa_app_secret.get_secret_value()
        oauth = OAuth(app_id, app_secret, settings.zalo_oa_oauth_url, network, around.clock)
        tokens = Tokens(around.database, around.seals, NAME, oauth, around.alerts, around.clock)
        terms = Terms(settings.zalo_oa_paid, settings.zalo_oa_template, settings.media_hosts)
        self._api = Api(tokens, network, settings.zalo_oa_api_url.rstrip("/"), around.clock)
        self.channel = ZaloOA(self._api, terms, self._waits)
        self.broadcasts = Broadcasts(around.database, self._api, settings.zalo_oa_broadcasts)
        secrets = {
            "ZALO_OA_SECRET_KEY": settings.zalo_oa_secret_key.get_secret_value(),
            "ZALO_OA_APP_SECRET": app_secret,
        }
        self._hook = Hook(
            app_id,
            secrets,
            around.ingress,
            around.seals,
            self.channel.heard,
            around.alerts,
            around.meters,
            around.clock,
        )
        self._around = around
        self._tokens, self._facts = tokens, around.facts
        self._intake = settings.zalo_oa_intake
        self._tell("")

    @property
    def last_poll(self) -> float | None:
        return None

    def routes(self) -> Sequence[web.RouteDef]:
        return (web.post(PATH, self._hook.receive),)

    async def run(self) -> None:
        """Keep the token alive, and learn the account's id for links."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._tokens.run())
            group.create_task(self._introduce())

    async def _waits(self, to: Address) -> bool:
        async with self._around.database.read() as rows:
            return await held.waits(rows, self._around.seals, whose(to), self._around.clock())

    async def _introduce(self) -> None:
        """Until Zalo has said who we are."""
        while isinstance(account := await self._api.account(CALL_S), Outcome):
            log.warning("account not known yet", why=account.why)
            await asyncio.sleep(INTRODUCE_S)
        self._tell(str(account.get("oaid") or account.get("oa_id") or ""))

    def _tell(self, oa_id: str) -> None:
        """What is true of this channel. Whoever manages the account rereads its chats, with names, whatever we do."""
        self._facts[NAME] = Facts(
            "Zalo",
            can_delete=False,
            can_edit=False,
            typed_buttons=True,
            overseen=True,
            intake=self._intake,
            door=f"https://zalo.me/{oa_id}",
        )
