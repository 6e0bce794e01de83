"""The training ground's own API: people, chats, traffic, faults and the clock, over JSON. See docs/sandbox.md."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox.clock import Clock
from bot.sandbox.events import EventLog
from bot.sandbox.faults import FaultScript
from bot.sandbox.platform import Json, Platform, Upload, Wrong
from bot.sandbox.traffic import Traffic

PAGE = Path(__file__).parent / "page"
_CSP = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:"
_LONGEST_WAIT_S = 25.0
_SAFE_TO_SHOW = ("image/", "audio/", "video/")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Api:
    """Serves the phones of every platform that runs here."""

    def __init__(
        self, platforms: Sequence[Platform], clock: Clock, faults: FaultScript, traffic: Traffic, events: EventLog
    ) -> None:
        self._platforms = {platform.name: platform for platform in platforms}
        self._clock = clock
        self._faults = faults
        self._traffic = traffic
        self._events = events
        self.demo: Json = {}
        """What `GET /api/demo` answers; the caller fills it: titles of phones, training PIN, links."""

    def add_routes(self, app: web.Application) -> None:
        routes: list[tuple[str, str, Handler]] = [
            ("GET", "/api/chats", self._chats),
            ("POST", "/api/people", self._people),
            ("POST", "/api/groups", self._groups),
            ("GET", "/api/platforms", self._names),
            ("POST", "/api/platforms/{platform}/{call}", self._console),
            ("GET", "/api/chats/{chat_id}/messages", self._messages),
            ("POST", "/api/chats/{chat_id}/{action}", self._act),
            ("GET", "/api/files/{platform}/{file_id}", self._file),
            ("GET", "/api/bot", self._bot),
            ("GET", "/api/traffic", self._traffic_after),
            ("GET", "/api/events", self._events_after),
            ("GET", "/api/faults", self._show_faults),
            ("POST", "/api/faults", self._add_faults),
            ("DELETE", "/api/faults", self._clear_faults),
            ("GET", "/api/clock", self._show_clock),
            ("POST", "/api/clock", self._advance),
            ("GET", "/api/demo", self._demo),
            ("POST", "/api/reset", self._reset),
        ]
        for method, path, handler in routes:
            app.router.add_route(method, path, _plainly(handler))
        app.router.add_get("/", self._index)
        app.router.add_static("/static/", PAGE)
        app.on_response_prepare.append(_guard)

    async def _chats(self, _: web.Request) -> web.StreamResponse:
        return _json([chat for platform in self._platforms.values() for chat in platform.chats()])

    async def _people(self, request: web.Request) -> web.StreamResponse:
        given = await _body(request)
        return _json(self._named(given).new_person(given))

    async def _groups(self, request: web.Request) -> web.StreamResponse:
        given = await _body(request)
        return _json(self._named(given).new_group(given))

    async def _names(self, _: web.Request) -> web.StreamResponse:
        return _json(list(self._platforms))

    async def _console(self, request: web.Request) -> web.StreamResponse:
        calls = self._named(request.match_info).console
        call = calls.get(request.match_info["call"])
        if call is None:
            raise Wrong(f"no such call; there are {', '.join(sorted(calls)) or 'none'}", 404)
        return _json(await call(await _body(request) if request.can_read_body else {}))

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        chat_id = request.match_info["chat_id"]
        return _json(self._owner(chat_id).messages(chat_id, _number(request, "after")))

    async def _act(self, request: web.Request) -> web.StreamResponse:
        chat_id = request.match_info["chat_id"]
        actions = self._owner(chat_id).actions
        action = actions.get(request.match_info["action"])
        if action is None:
            raise Wrong(f"no such action; there are {', '.join(sorted(actions))}", 404)
        given, uploads = await _given(request)
        return _json(action(chat_id, given, uploads))

    async def _file(self, request: web.Request) -> web.StreamResponse:
        platform = self._platforms.get(request.match_info["platform"])
        upload = platform.file(request.match_info["file_id"]) if platform else None
        if upload is None:
            raise Wrong("no such file", 404)
        shown = upload.mime if upload.mime.startswith(_SAFE_TO_SHOW) and "svg" not in upload.mime else None
        return web.Response(body=upload.data, content_type=shown or "application/octet-stream")

    async def _bot(self, request: web.Request) -> web.StreamResponse:
        return _json(self._named(request.query).bot())

    async def _traffic_after(self, request: web.Request) -> web.StreamResponse:
        return _json([exchange.json() for exchange in self._traffic.after(_number(request, "after"))])

    async def _events_after(self, request: web.Request) -> web.StreamResponse:
        wait = min(_LONGEST_WAIT_S, _number(request, "wait", int(_LONGEST_WAIT_S)))
        events = await self._events.after(_number(request, "after"), wait)
        return _json({"last": self._events.last, "events": events})

    async def _show_faults(self, _: web.Request) -> web.StreamResponse:
        return _json(self._faults.listed())

    async def _add_faults(self, request: web.Request) -> web.StreamResponse:
        given = await _decoded(request)
        specs = given if isinstance(given, list) else [given]
        if not all(isinstance(spec, dict) for spec in specs):
            raise Wrong("the fault script is a list of objects")
        self._faults.add(specs)
        return _json(self._faults.listed())

    async def _clear_faults(self, _: web.Request) -> web.StreamResponse:
        self._faults.clear()
        return _json([])

    async def _show_clock(self, _: web.Request) -> web.StreamResponse:
        return _json({"now": self._clock.now(), "ahead_s": self._clock.ahead_s})

    async def _advance(self, request: web.Request) -> web.StreamResponse:
        self._clock.advance(float((await _body(request)).get("advance_s", 0)))
        self._events.add("clock", now=self._clock.now())
        return await self._show_clock(request)

    async def _demo(self, _: web.Request) -> web.StreamResponse:
        return _json(self.demo)

    async def _reset(self, _: web.Request) -> web.StreamResponse:
        self._faults.clear()
        self._traffic.clear()
        for platform in self._platforms.values():
            platform.reset()
        self._events.add("reset")
        return _json({})

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    def _named(self, given: Mapping[str, Any]) -> Platform:
        platform = self._platforms.get(given.get("platform", "telegram"))
        if platform is None:
            raise Wrong(f"platform is one of {', '.join(self._platforms)}")
        return platform

    def _owner(self, chat_id: str) -> Platform:
        for platform in self._platforms.values():
            if platform.owns(chat_id):
                return platform
        raise Wrong("no such chat", 404)


def _plainly(handler: Handler) -> Handler:
    """Whatever somebody asks wrongly is answered as `{"error": "a sentence"}`."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Wrong as wrong:
            return _json({"error": str(wrong)}, wrong.status)
        except (ValueError, TypeError) as mistake:
            return _json({"error": str(mistake)}, 400)

    return answer


async def _guard(request: web.Request, response: web.StreamResponse) -> None:
    """Headers for the page: nothing from elsewhere, no guessing of types, always the newest."""
    if not request.path.startswith(("/bot", "/file/bot")):
        response.headers["Content-Security-Policy"] = _CSP
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-cache"


async def _decoded(request: web.Request) -> Any:
    try:
        return await request.json()
    except ValueError:
        raise Wrong("the body must be JSON") from None


async def _body(request: web.Request) -> Json:
    given = await _decoded(request)
    if not isinstance(given, dict):
        raise Wrong("the body must be a JSON object")
    return given


async def _given(request: web.Request) -> tuple[Json, list[Upload]]:
    """What a person gave: a JSON object, or a form whose files are the picked files and whose values may be JSON."""
    if request.content_type == "application/json" or not request.can_read_body:
        return (await _body(request) if request.can_read_body else {}), []
    given: Json = {}
    uploads: list[Upload] = []
    for name, field in (await request.post()).items():
        if isinstance(field, web.FileField):
            uploads.append(Upload(field.filename, field.content_type, field.file.read()))
        else:
            given[name] = _unpacked(str(field)) if name in ("location", "contact", "spoiler") else str(field)
    return given, uploads


def _unpacked(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _number(request: web.Request, name: str, default: int = 0) -> int:
    try:
        return int(request.query.get(name, default))
    except ValueError:
        raise Wrong(f"{name} must be a whole number") from None


def _json(answer: Any, status: int = 200) -> web.Response:
    return web.json_response(answer, status=status)
