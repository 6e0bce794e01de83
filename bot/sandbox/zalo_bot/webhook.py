"""The webhook: events posted to the bot's address with its secret in a header, and the probe that verifies it."""

import asyncio
import json
import time
from collections import deque
from typing import TYPE_CHECKING

import aiohttp

from bot.sandbox.platform import Json
from bot.sandbox.way import Parcel
from bot.sandbox.zalo_bot import events

if TYPE_CHECKING:
    from bot.sandbox.zalo_bot.world import World

SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105  (the header's name)
_AGENT = {"User-Agent": "Java/17.0.9"}
_HINTS = {
    "webhook.ok": "Your webhook answered as expected.",
    "webhook.http.403": "Your server or CDN rejected the request with 403. Check its firewall rules for this User-Agent.",
    "webhook.http.404": "Your server knows no such path.",
    "webhook.http.5xx": "Your server failed while answering.",
    "webhook.err.timeout": "Your server did not answer in time.",
    "webhook.err.conn": "Your server could not be reached.",
}


class Webhook:
    """Delivers while an address is set, in order per chat; a retry holds nothing back."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._lanes: dict[str, deque[Parcel]] = {}
        self._runs: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._sent = 0
        self.url = ""
        self.secret = ""
        self.updated_at = 0.0

    def set(self, url: str, secret: str) -> None:
        self.url, self.secret = url, secret
        self.updated_at = self._world.clock.now()

    async def verify(self) -> Json:
        """What came of a probe: `{ok, url, outcome, hint, status_code?, latency_ms}`."""
        settings = self._world.settings
        body = b"" if settings.probe == "empty" else b'{"event_name":"webhook.ping"}'
        headers = _AGENT if settings.probe == "empty" else {**_AGENT, "Content-Type": "application/json"}
        began = time.monotonic()
        status = await self._post(body, headers)
        self._log("probe", {}, status)
        outcome = settings.verification or _outcome(status)
        told: Json = {"ok": outcome == "webhook.ok", "url": self.url, "outcome": outcome}
        if status > 0:
            told["status_code"] = status
        told["latency_ms"] = int((time.monotonic() - began) * 1000)
        return told | {"hint": _HINTS.get(outcome, "See the outcome.")}

    def offer(self, parcel: Parcel) -> None:
        if lane := self._lanes.get(parcel.chat_id):
            lane.append(parcel)
            return
        self._lanes[parcel.chat_id] = deque([parcel])
        self._start(self._run(parcel.chat_id))

    async def stop(self) -> None:
        runs, self._runs = self._runs, set()
        for run in runs:
            run.cancel()
        await asyncio.gather(*runs, return_exceptions=True)
        self._lanes.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def clear(self) -> None:
        """Forget what still waits, and everything that is to be tried again."""
        for run in self._runs:
            run.cancel()
        self._lanes.clear()

    def _start(self, work: "asyncio._CoroutineLike[None]") -> None:
        run = asyncio.create_task(work)
        self._runs.add(run)
        run.add_done_callback(self._runs.discard)

    async def _run(self, chat_id: str) -> None:
        waiting = self._lanes[chat_id]
        while waiting:
            if not await self._attempt(waiting[0]):
                self._start(self._again(waiting[0]))
            waiting.popleft()
        del self._lanes[chat_id]

    async def _again(self, parcel: Parcel) -> None:
        for rest in self._world.settings.redeliver_after_s:
            await self._world.clock.sleep(rest)
            if not self.url or await self._attempt(parcel):
                return

    async def _attempt(self, parcel: Parcel) -> bool:
        """Whether the update is done with."""
        envelope = self._world.settings.envelope
        self._sent += 1
        wrap = envelope == "wrapped" or (envelope == "both" and self._sent % 2 == 0)
        body = events.wrapped(parcel.body) if wrap else parcel.body
        headers = {**_AGENT, "Content-Type": "application/json", SECRET_HEADER: self.secret}
        status = await self._post(json.dumps(body, ensure_ascii=False).encode(), headers)
        self._log(parcel.kind, body, status)
        if parcel.unheard:
            parcel.unheard = False
            return False
        return 200 <= status <= 299

    async def _post(self, body: bytes, headers: dict[str, str]) -> int:
        """The HTTP status; 0 when nobody could be reached, -1 when nobody answered in time."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        limit = aiohttp.ClientTimeout(total=self._world.settings.answer_within_s)
        skip = () if body else ("Content-Type",)
        try:
            async with self._session.post(
                self.url, data=body, headers=headers, timeout=limit, allow_redirects=False, skip_auto_headers=skip
            ) as answer:
                await answer.read()
                return answer.status
        except TimeoutError:
            return -1
        except (aiohttp.ClientError, ValueError):
            return 0

    def _log(self, kind: str, body: Json, status: int) -> None:
        self._world.traffic.add(self._world.clock.now(), "zalo_bot", "delivery", kind, body, max(status, 0), None)


def _outcome(status: int) -> str:
    if 200 <= status <= 299:
        return "webhook.ok"
    if status in (403, 404):
        return f"webhook.http.{status}"
    if status >= 500:
        return "webhook.http.5xx"
    return {-1: "webhook.err.timeout", 0: "webhook.err.conn"}.get(status, "webhook.http.other")
