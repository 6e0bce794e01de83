"""The webhook: events posted to the bot's address with its secret in a header, and the probe that verifies it."""

import json
import time
from typing import TYPE_CHECKING

from bot.sandbox.delivery import SLOW, UNREACHED, Lanes, Post
from bot.sandbox.platform import Json
from bot.sandbox.way import Parcel
from bot.sandbox.zalo_bot import events

if TYPE_CHECKING:
    from bot.sandbox.zalo_bot.world import World

SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105  (the header's name)
_AGENT = {"User-Agent": "Java/17.0.9"}
_JSON = {**_AGENT, "Content-Type": "application/json"}
_HINTS = {
    "webhook.ok": "Your webhook answered as expected.",
    "webhook.http.403": "Your server or CDN rejected the request with 403. Check its firewall rules for this User-Agent.",
    "webhook.http.404": "Your server knows no such path.",
    "webhook.http.5xx": "Your server failed while answering.",
    "webhook.err.timeout": "Your server did not answer in time.",
    "webhook.err.conn": "Your server could not be reached.",
}


class Webhook:
    """Delivers while an address is set, in order per chat; a retry may arrive out of order."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._lanes = Lanes(self._attempt, self._again)
        self._post = Post()
        self._sent = 0
        self.url = ""
        self.secret = ""
        self.updated_at = 0.0

    def set(self, url: str, secret: str) -> None:
        self.url, self.secret = url, secret
        self.updated_at = self._world.clock.now()

    async def verify(self) -> Json:
        """What came of a probe: `{ok, url, outcome, status_code?, latency_ms, hint}`."""
        ping = self._world.settings.probe == "ping"
        began = time.monotonic()
        body = b'{"event_name":"webhook.ping"}' if ping else b""
        status = await self._send("probe", {}, body, _JSON if ping else _AGENT)
        outcome = self._world.settings.verification or _outcome(status)
        told: Json = {"ok": outcome == "webhook.ok", "url": self.url, "outcome": outcome}
        if status > 0:
            told["status_code"] = status
        told["latency_ms"] = int((time.monotonic() - began) * 1000)
        return told | {"hint": _HINTS.get(outcome, "See the outcome.")}

    def offer(self, parcel: Parcel) -> None:
        self._lanes.put(parcel)

    async def stop(self) -> None:
        await self._lanes.stop()
        await self._post.close()

    def clear(self) -> None:
        """Forget what still waits, and everything that is to be tried again."""
        self._lanes.clear()

    async def _again(self, parcel: Parcel) -> None:
        for rest in self._world.settings.redeliver_after_s:
            await self._world.clock.sleep(rest)
            if not self.url:  # the bot polls now
                self._world.queue.offer(parcel)
                return
            if await self._attempt(parcel):
                return

    async def _attempt(self, parcel: Parcel) -> bool:
        """Whether the update is done with."""
        envelope = self._world.settings.envelope
        self._sent += 1
        wrap = envelope == "wrapped" or (envelope == "both" and self._sent % 2 == 0)
        event = events.wrapped(parcel.body) if wrap else parcel.body
        body = json.dumps(event, ensure_ascii=False).encode()
        status = await self._send(parcel.kind, event, body, {**_JSON, SECRET_HEADER: self.secret})
        if parcel.unheard:
            parcel.unheard = False
            return False
        return 200 <= status <= 299

    async def _send(self, kind: str, told: Json, body: bytes, headers: dict[str, str]) -> int:
        world = self._world
        status = await self._post(self.url, body, headers, world.settings.answer_within_s)
        world.traffic.add(world.clock.now(), "zalo_bot", "delivery", kind, told, max(status, 0), None)
        return status


def _outcome(status: int) -> str:
    if 200 <= status <= 299:
        return "webhook.ok"
    if status in (403, 404):
        return f"webhook.http.{status}"
    if status >= 500:
        return "webhook.http.5xx"
    return {SLOW: "webhook.err.timeout", UNREACHED: "webhook.err.conn"}.get(status, "webhook.http.other")
