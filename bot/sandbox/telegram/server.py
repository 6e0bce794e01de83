"""The emulated Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.sandbox.faults import Fault
from bot.sandbox.telegram import params
from bot.sandbox.telegram.errors import Refused
from bot.sandbox.telegram.files import DOWNLOAD_LIMIT
from bot.sandbox.telegram.methods import METHODS
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.receiving import RECEIVING
from bot.sandbox.telegram.state import Json
from bot.sandbox.telegram.webhook import Webhook
from bot.sandbox.telegram.world import World


class BotApi:
    """Answers the bot's requests from one World, under the fault script, and logs them as traffic."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.webhook = Webhook(world.updates, world.clock, world.traffic, self._call_in_answer)

    def add_routes(self, app: web.Application) -> None:
        app.router.add_route("*", "/bot{token}/{method}", self._request)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)

    async def answer(self, method: str, p: Params) -> Json:
        """The answer to one call, as the Bot API words it."""
        name = method.lower()
        try:
            if name in METHODS:
                return {"ok": True, "result": METHODS[name](self.world, p)}
            if name in RECEIVING:
                return await RECEIVING[name](self.world, self.webhook, p)
        except Refused as refused:
            return refused.json()
        return Refused(404, "Not Found: method not found").json()

    async def _request(self, request: web.Request) -> web.StreamResponse:
        if refusal := self._stranger(request.match_info["token"]):
            return _response(refusal)
        method = request.match_info["method"]
        try:
            p = await params.read(request)
        except Refused as refused:
            return self._log(method, {}, refused.json())
        chat_id = p.given.get("chat_id")
        fault = self.world.faults.take("telegram", method, None if chat_id is None else str(chat_id))
        answer = _scripted(fault.error) if fault and fault.error else await self.answer(method, p)
        if fault is not None and await self._cut(fault, request):
            return self._log(method, _logged(p), None)
        return self._log(method, _logged(p), answer)

    async def _cut(self, fault: Fault, request: web.Request) -> bool:
        """Let the client wait as the fault says; True when it also cuts the connection, without any answer."""
        if fault.delay:
            await self.world.clock.sleep(fault.delay)
        if fault.drop and request.transport is not None:
            request.transport.abort()
        return fault.drop

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if refusal := self._stranger(request.match_info["token"]):
            return _response(refusal)
        path = request.match_info["path"]
        fault = self.world.faults.take("telegram", "file")
        stored = next((file for file in self.world.files.values() if file.path == path), None)
        if stored is None or len(stored.data) > DOWNLOAD_LIMIT:
            answer = Refused(404, "Not Found").json()
        elif fault and fault.error:
            answer = _scripted(fault.error)
        else:
            answer = {"ok": True, "result": len(stored.data)}
        if fault is not None and await self._cut(fault, request):
            return self._log("file", {"path": path}, None)
        logged = self._log("file", {"path": path}, answer)
        if stored is None or not answer["ok"]:
            return logged
        return web.Response(body=stored.data, content_type="application/octet-stream")

    def _stranger(self, token: str) -> Json | None:
        """The answer to a wrong token; None when it is the bot's own."""
        if hmac.compare_digest(token.encode(), self.world.token.encode()):
            return None
        return (Refused(401, "Unauthorized") if ":" in token else Refused(404, "Not Found")).json()

    def _log(self, method: str, given: Mapping[str, Any], answer: Json | None) -> web.Response:
        """Note the exchange; the response to give. None: nobody was answered."""
        status = _status(answer) if answer else 0
        self.world.traffic.add(self.world.clock.now(), "telegram", "request", method, given, status, answer)
        return _response(answer) if answer else web.Response()

    async def _call_in_answer(self, method: str, given: Json) -> None:
        p = Params(given)
        self._log(method, given, await self.answer(method, p))


def _status(answer: Json) -> int:
    return 200 if answer["ok"] else int(answer["error_code"])


def _response(answer: Json) -> web.Response:
    return web.Response(body=json.dumps(answer).encode(), status=_status(answer), content_type="application/json")


def _scripted(error: Mapping[str, Any]) -> Json:
    parameters = {"retry_after": error["retry_after"]} if "retry_after" in error else None
    return Refused(
        int(error.get("code", 500)), str(error.get("description", "Internal Server Error")), parameters
    ).json()


def _logged(p: Params) -> Mapping[str, Any]:
    """Parameters for the traffic log; of a file only what it was called and how large it was."""
    if not p.files:
        return p.given
    return {
        **p.given,
        **{name: {"file_name": f.name, "mime": f.mime, "size": len(f.data)} for name, f in p.files.items()},
    }
