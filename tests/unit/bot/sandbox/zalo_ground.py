"""An emulated Zalo served over HTTP, the app that uses it, and an address that takes its webhook events."""

import io
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import ClientSession, FormData, web

from bot.sandbox.clock import Clock
from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_bot.settings import BotSettings
from bot.sandbox.zalo_bot.world import World as BotWorld
from bot.sandbox.zalo_oa.settings import OaSettings
from bot.sandbox.zalo_oa.world import World as OaWorld

from .ground import START, until

HOUR = 3600.0
DAY = 86_400.0
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80\x00\x00\x01\xe0"


@dataclass(frozen=True)
class Taken:
    """One request at the webhook, and when it came by the virtual clock."""

    at: float
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Hook:
    """A webhook whose statuses are scripted, then 200 for ever."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    def events(self) -> list[Any]:
        return [one.json for one in self.taken]

    def names(self) -> list[str]:
        return [event["event_name"] for event in self.events()]

    async def reached(self, count: int) -> None:
        """Wait until this many requests came."""
        await until(lambda: len(self.taken) >= count)


@asynccontextmanager
async def hooked(clock: Clock) -> AsyncIterator[Hook]:
    hook = Hook()

    async def take(request: web.Request) -> web.Response:
        hook.taken.append(Taken(clock.now(), dict(request.headers), await request.read()))
        return web.Response(status=hook.statuses.pop(0) if hook.statuses else 200)

    app = web.Application()
    app.router.add_post("/hook", take)
    app.router.add_get("/{name}", _serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield hook
    finally:
        await runner.cleanup()


async def _serve(request: web.Request) -> web.Response:
    """The files that the bot has on its own address."""
    data, mime = {"anh.jpg": (b"\xff\xd8anh", "image/jpeg"), "loi.aac": (b"\xff\xf1loi", "audio/aac")}[
        request.match_info["name"]
    ]
    return web.Response(body=data, content_type=mime)


@dataclass
class Oa:
    """The account's app: it holds a living token and calls with it."""

    sandbox: Sandbox
    http: ClientSession
    hook: Hook
    token: str = ""

    @property
    def world(self) -> OaWorld:
        assert self.sandbox.zalo_oa
        return self.sandbox.zalo_oa

    def tune(self, **changed: Any) -> None:
        self.world.settings = replace(self.world.settings, **changed)

    async def listen(self) -> None:
        """From now on events go to the hook; the console's probe is out of the way."""
        assert await self.world.webhook.save(self.hook.url)
        self.hook.taken.clear()

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        headers = {"access_token": self.token}
        async with self.http.post(self.sandbox.zalo_oa_url + path, json=body, headers=headers) as answer:
            assert answer.status == 200
            return dict(await answer.json())

    async def get(self, path: str, **data: Any) -> dict[str, Any]:
        headers = {"access_token": self.token}
        query = {"data": json.dumps(data)}
        async with self.http.get(self.sandbox.zalo_oa_url + path, params=query, headers=headers) as answer:
            return dict(await answer.json())

    async def upload(self, kind: str, name: str, data: bytes) -> dict[str, Any]:
        form = FormData()
        form.add_field("file", io.BytesIO(data), filename=name)
        url, headers = f"{self.sandbox.zalo_oa_url}/v2.0/oa/upload/{kind}", {"access_token": self.token}
        async with self.http.post(url, data=form, headers=headers) as answer:
            return dict(await answer.json())

    async def say(self, user_id: str, text: str = "Chào bạn.", **more: Any) -> dict[str, Any]:
        message = {"text": text, **more} if text else more
        return await self.post("/v3.0/oa/message/cs", recipient={"user_id": user_id}, message=message)

    async def code(self, user_id: str, text: str = "Chào bạn.", **more: Any) -> int:
        """The `error` of a consultation message; 0 when it went out."""
        return int((await self.say(user_id, text, **more))["error"])

    async def exchange(self, *, secret: str | None = None, **form: str) -> tuple[int, dict[str, Any]]:
        """(status, body) of the token endpoint."""
        settings = self.world.settings
        headers = {"secret_key": settings.app_secret if secret is None else secret}
        form = {"app_id": settings.app_id, **form}
        url = f"{self.sandbox.zalo_oa_url}/v4/oa/access_token"
        async with self.http.post(url, data=form, headers=headers) as answer:
            return answer.status, dict(await answer.json())

    def citizen(self, name: str = "Ba", **more: Any) -> str:
        """Somebody who has written to the account; the event about it went nowhere."""
        person = self.sandbox.zalo_person("zalo_oa", name, **more)
        self.world.interacted(self.world.people[person])
        return person


@dataclass
class ZaloBot:
    sandbox: Sandbox
    http: ClientSession
    hook: Hook

    @property
    def world(self) -> BotWorld:
        assert self.sandbox.zalo_bot
        return self.sandbox.zalo_bot

    def tune(self, **changed: Any) -> None:
        self.world.settings = replace(self.world.settings, **changed)

    async def call(self, method: str, *, token: str | None = None, **body: Any) -> tuple[int, dict[str, Any]]:
        """(HTTP status, body) of one method."""
        token = self.world.settings.token if token is None else token
        url = f"{self.sandbox.zalo_bot_url}/bot{token}/{method}"
        async with self.http.post(url, json=body) as answer:
            return answer.status, dict(await answer.json())

    async def result(self, method: str, **body: Any) -> Any:
        status, answer = await self.call(method, **body)
        assert (status, answer["ok"]) == (200, True), answer
        return answer.get("result")

    async def listen(self) -> None:
        """From now on updates go to the hook; the probe is out of the way."""
        await self.result("setWebhook", url=self.hook.url, secret_token="mat-khau-cua-bot")
        self.hook.taken.clear()

    def person(self, name: str = "Ba", **more: Any) -> str:
        return self.sandbox.zalo_person("zalo_bot", name, **more)


@asynccontextmanager
async def oa_ground(settings: OaSettings | None = None) -> AsyncIterator[Oa]:
    clock = Clock(lambda: START)
    async with (
        hooked(clock) as hook,
        Sandbox(clock=clock, zalo_oa=settings or OaSettings()) as sandbox,
        ClientSession() as http,
    ):
        oa = Oa(sandbox, http, hook)
        oa.token = oa.world.tokens.issue(oa.world.settings)["access_token"]
        yield oa


@asynccontextmanager
async def bot_ground(settings: BotSettings | None = None) -> AsyncIterator[ZaloBot]:
    clock = Clock(lambda: START)
    async with (
        hooked(clock) as hook,
        Sandbox(clock=clock, zalo_bot=settings or BotSettings()) as sandbox,
        ClientSession() as http,
    ):
        yield ZaloBot(sandbox, http, hook)
