"""The training ground as one thing to start: emulators, phones and page on ports of this machine."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.sandbox.api import Api
from bot.sandbox.clock import Clock
from bot.sandbox.events import EventLog
from bot.sandbox.faults import FaultScript
from bot.sandbox.platform import Json, Platform, Upload
from bot.sandbox.telegram.phones import TelegramPhones
from bot.sandbox.telegram.server import BotApi
from bot.sandbox.telegram.world import World
from bot.sandbox.traffic import Traffic
from bot.sandbox.zalo_bot.phones import BotPhones
from bot.sandbox.zalo_bot.server import BotPlatform
from bot.sandbox.zalo_bot.settings import BotSettings
from bot.sandbox.zalo_bot.world import World as ZaloBot
from bot.sandbox.zalo_oa.phones import OaPhones
from bot.sandbox.zalo_oa.server import OpenApi
from bot.sandbox.zalo_oa.settings import OaSettings
from bot.sandbox.zalo_oa.world import World as ZaloOa

TOKEN = "700000001:training-ground-token-of-no-value"  # noqa: S105  (opens nothing: this Telegram is emulated)
BOT_USERNAME = "duongday_tap_huan_bot"
_LARGEST_BODY = 64 << 20


class Sandbox:
    """`async with Sandbox() as sandbox:` runs it; port 0 picks a free one.

    Without `page_port` the page and the API of the phones share the port of the emulated Telegram.
    `keep_traffic` bounds the log; `server_limits` makes the emulated Telegram refuse floods with 429.
    `zalo_oa` and `zalo_bot` add the two products of Zalo, each on a port of its own: True, or how it is set up.
    """

    def __init__(
        self,
        *,
        telegram_port: int = 0,
        page_port: int | None = None,
        host: str = "127.0.0.1",
        token: str = TOKEN,
        username: str = BOT_USERNAME,
        clock: Clock | None = None,
        keep_traffic: int = 20_000,
        server_limits: bool = False,
        demo: Json | None = None,
        zalo_oa: OaSettings | bool = False,
        zalo_oa_port: int = 0,
        zalo_bot: BotSettings | bool = False,
        zalo_bot_port: int = 0,
    ) -> None:
        self.token = token
        self.clock = clock or Clock()
        self.faults = FaultScript()
        self.traffic = Traffic(keep_traffic)
        self.events = EventLog()
        self.telegram = World(token, self.clock, self.faults, self.traffic, self.events, username=username)
        self.phones = TelegramPhones(self.telegram)
        self.zalo_oa: ZaloOa | None = None
        self.zalo_bot: ZaloBot | None = None
        self._platforms: list[Platform] = [self.phones]
        ground = (self.clock, self.faults, self.traffic, self.events)
        if zalo_oa:
            self.zalo_oa = ZaloOa(OaSettings() if zalo_oa is True else zalo_oa, *ground)
            self._platforms.append(OaPhones(self.zalo_oa))
        if zalo_bot:
            self.zalo_bot = ZaloBot(BotSettings() if zalo_bot is True else zalo_bot, *ground)
            self._platforms.append(BotPhones(self.zalo_bot))
        self.api = Api(self._platforms, *ground)
        self.api.demo = demo or {}
        if server_limits:
            self.telegram.limit_floods()
        self._bot_api = BotApi(self.telegram)
        self._host = host
        self._telegram_port = telegram_port
        self._page_port = page_port
        self._zalo_oa_port = zalo_oa_port
        self._zalo_bot_port = zalo_bot_port
        self._runners: list[web.AppRunner] = []
        self.telegram_url = ""
        """Base of the emulated Bot API: requests go to `{telegram_url}/bot{token}/{method}`."""
        self.api_url = ""
        """Base of the phones' API and address of the page."""
        self.zalo_oa_url = ""
        """Base of the emulated OpenAPI (`/v3.0/oa/..`, `/v2.0/oa/..`) and of its OAuth (`/v4/oa/..`)."""
        self.zalo_bot_url = ""
        """Base of the emulated Bot Platform: requests go to `{zalo_bot_url}/bot{token}/{method}`."""

    async def __aenter__(self) -> Self:
        telegram = web.Application(client_max_size=_LARGEST_BODY)
        page = telegram if self._page_port is None else web.Application(client_max_size=_LARGEST_BODY)
        self._bot_api.add_routes(telegram)
        self.api.add_routes(page)
        try:
            self.telegram_url = await self._serve(telegram, self._telegram_port)
            self.api_url = self.telegram_url if self._page_port is None else await self._serve(page, self._page_port)
            await self._serve_zalo()
        except OSError:
            await self._close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    async def _close(self) -> None:
        await self._bot_api.webhook.stop()
        for zalo in (self.zalo_oa, self.zalo_bot):
            if zalo is not None:
                await zalo.webhook.stop()
        if self.zalo_bot is not None:
            self.zalo_bot.queue.end()
        self.telegram.long_poll.end("the training ground is closing")
        self.clock.stop()
        for runner in self._runners:
            await runner.cleanup()
        self._runners.clear()

    def person(self, first_name: str = "Ba", **more: str) -> int:
        """A new person with a phone: their user id, which is also the id of their private chat."""
        return int(self.phones.new_person({"first_name": first_name, **more})["user_id"])

    def zalo_person(self, platform: str, first_name: str = "Ba", **more: object) -> str:
        """A new person on `zalo_oa` or `zalo_bot`: their user id, which is also the id of their private chat."""
        found = next(one for one in self._platforms if one.name == platform)
        return str(found.new_person({"first_name": first_name, **more})["user_id"])

    def act(
        self, chat_id: int | str, action: str, *files: Upload, by: int | str | None = None, **given: object
    ) -> Json:
        """Somebody (`by`; if nobody is named, whose private chat it is) does what `POST /api/chats/../{action}` does."""
        return self._owner(chat_id).actions[action](str(chat_id), {"from": by or chat_id, **given}, files)

    def shown(self, chat_id: int | str, after: int = 0) -> list[Json]:
        """What the chat shows now, as `GET /api/chats/../messages`."""
        return self._owner(chat_id).messages(str(chat_id), after)

    def _owner(self, chat_id: int | str) -> Platform:
        """The platform this chat is on; Telegram says what is wrong with a chat that is on none."""
        return next((one for one in self._platforms if one.owns(str(chat_id))), self.phones)

    async def _serve_zalo(self) -> None:
        if self.zalo_oa is not None:
            app = web.Application(client_max_size=_LARGEST_BODY)
            OpenApi(self.zalo_oa).add_routes(app)
            self.zalo_oa_url = self.zalo_oa.url = await self._serve(app, self._zalo_oa_port)
        if self.zalo_bot is not None:
            app = web.Application(client_max_size=_LARGEST_BODY)
            BotPlatform(self.zalo_bot).add_routes(app)
            self.zalo_bot_url = self.zalo_bot.url = await self._serve(app, self._zalo_bot_port)

    async def _serve(self, app: web.Application, port: int) -> str:
        """Serve on `port`; the address it can be reached at. OSError when the port is taken."""
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        self._runners.append(runner)
        await web.TCPSite(runner, self._host, port).start()
        return f"http://{self._host}:{runner.addresses[0][1]}"


async def run_sandbox(sandbox: Sandbox, ready: Callable[[Sandbox], object], stop: asyncio.Event | None = None) -> None:
    """Run until `stop` is set (or for ever), for the command line; `ready` is called once the addresses are known."""
    async with sandbox:
        ready(sandbox)
        await (stop or asyncio.Event()).wait()
