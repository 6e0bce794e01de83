"""The host of an emulated platform's media: public, without any key, under the fault script."""

from aiohttp import web

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Fault, FaultScript
from bot.sandbox.filestore import FileStore
from bot.sandbox.traffic import Traffic


class MediaHost:
    """Serves `/media/{id}.{ending}`. A fault's error is an HTTP status; with `location` it redirects."""

    def __init__(self, platform: str, files: FileStore, clock: Clock, faults: FaultScript, traffic: Traffic) -> None:
        self._platform = platform
        self._files = files
        self._clock = clock
        self._faults = faults
        self._traffic = traffic

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/media/{file_id}.{ending}", self._serve)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        stored = self._files.get(request.match_info["file_id"])
        if stored is None or stored.ending != request.match_info["ending"]:
            stored = None
        fault = self._faults.take(self._platform, "media")
        answer = _scripted(fault) if fault and fault.error else web.Response(status=404)
        if stored is not None and not (fault and fault.error):
            mime = stored.upload.mime or "application/octet-stream"
            answer = web.Response(body=stored.upload.data, content_type=mime)
        gone = fault is not None and await cut(fault, self._clock, request)
        status = 0 if gone else answer.status
        self._traffic.add(self._clock.now(), self._platform, "request", "media", {"path": request.path}, status, None)
        return answer


async def cut(fault: Fault, clock: Clock, request: web.Request) -> bool:
    """Let the client wait as the fault says; True when it also cuts the connection, without any answer."""
    if fault.delay:
        await clock.sleep(fault.delay)
    if fault.drop and request.transport is not None:
        request.transport.abort()
    return fault.drop


def _scripted(fault: Fault) -> web.Response:
    error = fault.error or {}
    moved = {"Location": str(error["location"])} if "location" in error else {}
    return web.Response(status=int(error.get("code", 500)), headers=moved)
