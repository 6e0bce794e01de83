"""The emulated hosts of the Official Account on one port: OpenAPI, OAuth, and the media of its messages."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.sandbox.mediahost import MediaHost, cut
from bot.sandbox.platform import Json, Upload
from bot.sandbox.zalo_oa.calls import GETS, POSTS, UPLOADS, name_of
from bot.sandbox.zalo_oa.errors import Refused, invalid
from bot.sandbox.zalo_oa.oauth import Denied
from bot.sandbox.zalo_oa.world import NAME, World

_HTTP_CODES = range(100, 600)
Answer = tuple[int, Json]
"""HTTP status and body."""


class OpenApi:
    """Answers the app's requests from one World, under the fault script, and logs them as traffic."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add_routes(self, app: web.Application) -> None:
        for path in POSTS:
            app.router.add_post(path, self._post)
        for path in GETS:
            app.router.add_get(path, self._get)
        for path in UPLOADS:
            app.router.add_post(path, self._upload)
        app.router.add_get("/v4/oa/permission", self._permission)
        app.router.add_post("/v4/oa/access_token", self._access_token)
        world = self.world
        MediaHost(NAME, world.files, world.clock, world.faults, world.traffic).add_routes(app)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        given = _object(await request.text())
        call = POSTS[request.path]
        return await self._called(request, given, lambda: call(self.world, given or {}))

    async def _get(self, request: web.Request) -> web.StreamResponse:
        given = _object(request.query.get("data", "{}"))
        call = GETS[request.path]
        return await self._called(request, given, lambda: call(self.world, given or {}))

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        upload = await _uploaded(request)
        told = {"file": {"file_name": upload.name, "mime": upload.mime, "size": len(upload.data)}} if upload else {}

        async def call() -> Json:
            if upload is None:
                raise invalid("file")
            return UPLOADS[request.path](self.world, upload)

        return await self._called(request, told, call)

    async def _called(
        self, request: web.Request, given: Json | None, call: Callable[[], Awaitable[Json]]
    ) -> web.StreamResponse:
        """The OpenAPI's answer to one call: the living token, the rate, then the call itself."""
        world = self.world

        async def answer() -> Answer:
            try:
                world.tokens.check(world.settings, request.headers.get("access_token", ""))
                world.rates.count(world.settings, world.clock.now())
                if given is None:
                    raise invalid("body")
                data = await call()
            except Refused as refused:
                return 200, refused.json()
            return 200, {"data": data, "error": 0, "message": "Success"}

        return await self._under_faults(request, given or {}, answer)

    async def _access_token(self, request: web.Request) -> web.StreamResponse:
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        settings = self.world.settings

        async def answer() -> Answer:
            try:
                return 200, self.world.tokens.exchange(settings, request.headers.get("secret_key", ""), form)
            except Denied as denied:
                return settings.oauth_failure_status, denied.json(settings.oauth_failure_number)

        return await self._under_faults(request, form, answer)

    async def _permission(self, request: web.Request) -> web.StreamResponse:
        """Where an administrator of the account agrees; here they always do."""
        settings, query = self.world.settings, request.query
        back = query.get("redirect_uri", "")
        denied = None
        if query.get("app_id") != settings.app_id:
            denied = Denied("Invalid appId", "app_id is unknown", -14002)
        elif not back.startswith(("http://", "https://")) or back != (settings.redirect_uri or back):
            denied = Denied("Invalid redirect uri", "redirect_uri is not the one of the console", -14003)
        elif query.get("code_challenge", "") != (settings.code_challenge or query.get("code_challenge", "")):
            denied = Denied("Invalid code challenge", "code_challenge is not the one of the console")
        if denied is not None:
            return self._log("permission", dict(query), 200, denied.json(settings.oauth_failure_number))
        code = self.world.tokens.grant(settings, query.get("code_challenge", ""))
        told = {settings.code_name: code, "oa_id": settings.oa_id}
        if settings.state_echoed and "state" in query:
            told["state"] = query["state"]
        self._log("permission", dict(query), 302, told)
        raise web.HTTPFound(f"{back}{'&' if '?' in back else '?'}{urlencode(told)}")

    async def _under_faults(
        self, request: web.Request, given: Mapping[str, Any], answer: Callable[[], Awaitable[Answer]]
    ) -> web.StreamResponse:
        name = name_of(request.path)
        fault = self.world.faults.take(NAME, name, _about(given))
        status, body = _scripted(fault.error) if fault and fault.error else await answer()
        if fault is not None and await cut(fault, self.world.clock, request):
            return self._log(name, given, 0, None)
        return self._log(name, given, status, body)

    def _log(self, name: str, given: Mapping[str, Any], status: int, body: Json | None) -> web.Response:
        """Note the exchange; the response to give. None: nobody was answered."""
        self.world.traffic.add(self.world.clock.now(), NAME, "request", name, given, status, body)
        if body is None:
            return web.Response()
        headers = self.world.rates.headers(self.world.settings)
        return web.json_response(body, status=status, headers=headers)


def _scripted(error: Mapping[str, Any]) -> Answer:
    """A negative code is Zalo's own, in HTTP 200; a positive one is the HTTP status."""
    code, words = int(error.get("code", 500)), str(error.get("description", ""))
    if code in _HTTP_CODES:
        return code, {"error": code, "message": words or "Internal Server Error"}
    return 200, Refused(code, words).json()


def _about(given: Mapping[str, Any]) -> str | None:
    """Whom a request is about, for the fault script."""
    to = given.get("recipient")
    told = to if isinstance(to, Mapping) else given
    found = told.get("user_id") or told.get("group_id") or told.get("anonymous_id")
    return None if found is None else str(found)


def _object(text: str) -> Json | None:
    try:
        given = json.loads(text)
    except ValueError:
        return None
    return given if isinstance(given, dict) else None


async def _uploaded(request: web.Request) -> Upload | None:
    if not request.content_type.startswith("multipart/"):
        return None
    field = (await request.post()).get("file")
    if not isinstance(field, web.FileField):
        return None
    return Upload(field.filename, field.content_type, field.file.read())
