"""The emulated Bot Platform over HTTP: `/bot<token>/<method>`, and the media of its messages."""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.sandbox.mediahost import MediaHost, cut
from bot.sandbox.platform import Json
from bot.sandbox.zalo_bot.errors import Refused, bad_request
from bot.sandbox.zalo_bot.methods import METHODS
from bot.sandbox.zalo_bot.world import NAME, World


class BotPlatform:
    """Answers the bot's requests from one World, under the fault script, and logs them as traffic."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add_routes(self, app: web.Application) -> None:
        for verb in ("GET", "POST"):
            app.router.add_route(verb, "/bot{token}/{method}", self._request)
        world = self.world
        MediaHost(NAME, world.files, world.clock, world.faults, world.traffic).add_routes(app)

    async def _request(self, request: web.Request) -> web.StreamResponse:
        token, method = request.match_info["token"], request.match_info["method"]
        if not hmac.compare_digest(token.encode(), self.world.settings.token.encode()):
            return self._respond(Refused(401, "Unauthorized"))
        try:
            given = await _read(request)
        except Refused as refused:
            return self._log(method, {}, refused)
        chat_id = given.get("chat_id")
        fault = self.world.faults.take(NAME, method, None if chat_id is None else str(chat_id))
        answer = _scripted(fault.error) if fault and fault.error else await self._answer(method, given)
        if fault is not None and await cut(fault, self.world.clock, request):
            return self._log(method, given, None)
        return self._log(method, given, answer)

    async def _answer(self, method: str, given: Mapping[str, Any]) -> Json | Refused:
        if method not in METHODS:
            return Refused(404, "Not Found", http=404)
        try:
            result = await METHODS[method](self.world, given)
        except Refused as refused:
            return refused
        return {"ok": True} if result is None else {"ok": True, "result": result}

    def _log(self, method: str, given: Mapping[str, Any], answer: Json | Refused | None) -> web.Response:
        """Note the exchange; the response to give. None: nobody was answered."""
        status = self._status(answer) if answer is not None else 0
        body = answer.json() if isinstance(answer, Refused) else answer
        self.world.traffic.add(self.world.clock.now(), NAME, "request", method, given, status, body)
        return self._respond(answer) if answer is not None else web.Response()

    def _respond(self, answer: Json | Refused) -> web.Response:
        body = answer.json() if isinstance(answer, Refused) else answer
        return web.json_response(body, status=self._status(answer))

    def _status(self, answer: Json | Refused) -> int:
        """The HTTP status, which on this platform is no help."""
        if not isinstance(answer, Refused):
            return 200
        if answer.http is not None:
            return answer.http
        return 200 if self.world.settings.errors_as_200 else answer.code


def _scripted(error: Mapping[str, Any]) -> Refused:
    """From 500 on the HTTP status is told, too: there is no body of the platform's own then."""
    code = int(error.get("code", 500))
    return Refused(code, str(error.get("description", "Internal server error")), http=code if code >= 500 else None)


async def _read(request: web.Request) -> Json:
    """The parameters, however they arrived: query, JSON, urlencoded or multipart."""
    given: Json = dict(request.query)
    if request.content_type == "application/json" and request.can_read_body:
        try:
            decoded = json.loads(await request.read())
        except ValueError:
            raise bad_request("Bad Request") from None
        if not isinstance(decoded, dict):
            raise bad_request("Bad Request")
        return given | decoded
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return given
