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
from bot.sandbox.platform import Json, Upload
from bot.sandbox.telegram.phones import TelegramPhones
from bot.sandbox.telegram.server import BotApi
from bot.sandbox.telegram.world import World
from bot.sandbox.traffic import Traffic

TOKEN = "700000001:training-ground-token-of-no-value"  # noqa: S105  (opens nothing: this Telegram is emulated)
BOT_USERNAME = "duongday_tap_huan_bot"
_LARGEST_BODY = 64 << 20


class Sandbox:
    """`async with Sandbox() as sandbox:` runs it; port 0 picks a free one.

    Without `page_port` the page and the API of the phones share the port of the emulated Telegram.
    `keep_traffic` bounds the log; `server_limits` makes the emulated Telegram refuse floods with 429.
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
    ) -> None:
        self.token = token
        self.clock = clock or Clock()
        self.faults = FaultScript()
        self.traffic = Traffic(keep_traffic)
        self.events = EventLog()
        self.telegram = World(token, self.clock, self.faults, self.traffic, self.events, username=username)
        self.phones = TelegramPhones(self.telegram)
        self.api = Api([self.phones], self.clock, self.faults, self.traffic, self.events)
        self.api.demo = demo or {}
        if server_limits:
            self.telegram.limit_floods()
        self._bot_api = BotApi(self.telegram)
        self._host = host
        self._telegram_port = telegram_port
        self._page_port = page_port
        self._runners: list[web.AppRunner] = []
        self.telegram_url = ""
        """Base of the emulated Bot API: requests go to `{telegram_url}/bot{token}/{method}`."""
        self.api_url = ""
        """Base of the phones' API and address of the page."""

    async def __aenter__(self) -> Self:
        telegram = web.Application(client_max_size=_LARGEST_BODY)
        page = telegram if self._page_port is None else web.Application(client_max_size=_LARGEST_BODY)
        self._bot_api.add_routes(telegram)
        self.api.add_routes(page)
        try:
            self.telegram_url = await self._serve(telegram, self._telegram_port)
            self.api_url = self.telegram_url if self._page_port is None else await self._serve(page, self._page_port)
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
        self.telegram.long_poll.end("the training ground is closing")
        self.clock.stop()
        for runner in self._runners:
            await runner.cleanup()
        self._runners.clear()

    def person(self, first_name: str = "Ba", **more: str) -> int:
        """A new person with a phone: their user id, which is also the id of their private chat."""
        return int(self.phones.new_person({"first_name": first_name, **more})["user_id"])

    def act(self, chat_id: int | str, action: str, *files: Upload, by: int | None = None, **given: object) -> Json:
        """Somebody (`by`; if nobody is named, whose private chat it is) does what `POST /api/chats/../{action}` does."""
        return self.phones.actions[action](str(chat_id), {"from": by or chat_id, **given}, files)

    def shown(self, chat_id: int | str, after: int = 0) -> list[Json]:
        """What the chat shows now, as `GET /api/chats/../messages`."""
        return self.phones.messages(str(chat_id), after)

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
