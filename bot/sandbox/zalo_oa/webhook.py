"""The webhook: signed events posted to the app's address, and the ladder of retries while nobody can be reached."""

import json
from typing import TYPE_CHECKING

from bot.sandbox.delivery import UNREACHED, Lanes, Post
from bot.sandbox.platform import Json
from bot.sandbox.way import Parcel
from bot.sandbox.zalo_oa.signature import signature

if TYPE_CHECKING:
    from bot.sandbox.zalo_oa.world import World

SIGNATURE_HEADER = "X-ZEvent-Signature"
_SERVER_HEADER = {"X-ZEvent-Server": "OA OpenAPI"}
_HEADERS = {"Content-Type": "application/json", "User-Agent": "ZaloWebhook"}


class Webhook:
    """Events go out at once, in order per chat; a retry may arrive out of order."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._lanes = Lanes(lambda parcel: self._attempt(parcel, 0), self._climb)
        self._post = Post()
        self.url = world.settings.webhook_url
        self.enabled = True
        """Taken away after the ladder; a person has to switch it on again."""
        self.warnings: list[str] = []
        """What the administrators of the app are mailed."""
        self.missed = 0
        """Events that nobody got: there was no address, or it was switched off."""

    async def save(self, url: str) -> bool:
        """The console saves an address: it asks it with an unsigned `{}` and takes it only if that gets 200."""
        status = await self._send("probe", {}, {}, url)
        if status == 200:
            self.url, self.enabled = url, True
        return status == 200

    async def forge(self, event: Json, signed: str = "missing") -> int:
        """Somebody else posts an event: `missing` or `wrong` signature, or truly signed (`right`); the status."""
        signatures = {"right": _signed(self._world, event), "wrong": {SIGNATURE_HEADER: "mac=" + "0" * 64}}
        return await self._send("forged", event, signatures.get(signed, {}), self.url)

    def offer(self, parcel: Parcel) -> None:
        if self.url and self.enabled:
            self._lanes.put(parcel)
        else:
            self.missed += 1

    async def stop(self) -> None:
        await self._lanes.stop()
        await self._post.close()

    def clear(self) -> None:
        """Forget what still waits, and everything that is to be tried again."""
        self._lanes.clear()
        self.warnings.clear()
        self.missed = 0

    async def _climb(self, parcel: Parcel) -> None:
        """The retries of one event; after the last one the app is unsubscribed."""
        for number, rest in enumerate(self._world.settings.retry_ladder_s, 1):
            await self._world.clock.sleep(rest)
            if not self.enabled or await self._attempt(parcel, number):
                return
        self.enabled = False
        self.warnings.append("the webhook was switched off: nobody could be reached for too long")

    async def _attempt(self, parcel: Parcel, retry: int) -> bool:
        """Whether the event is done with."""
        headers = _SERVER_HEADER | _signed(self._world, parcel.body)
        if self._world.settings.timestamp_header:
            headers["X-ZEvent-Timestamp"] = str(parcel.body["timestamp"])
        if retry:
            headers["num_retry"] = str(retry)
        status = await self._send(parcel.kind, parcel.body, headers, self.url)
        if status != 200:
            self.warnings.append(f"{parcel.kind}: answered {status}")
        if parcel.unheard:
            parcel.unheard = False
            return False
        return status == 200 or (status != UNREACHED and self._world.settings.retry_on == "connection")

    async def _send(self, kind: str, body: Json, headers: dict[str, str], url: str) -> int:
        world = self._world
        status = await self._post(url, _bytes(body), _HEADERS | headers, world.settings.answer_within_s)
        world.traffic.add(world.clock.now(), "zalo_oa", "delivery", kind, body, max(status, 0), None)
        return status


def _signed(world: "World", event: Json) -> dict[str, str]:
    return {SIGNATURE_HEADER: signature(world.settings, _bytes(event), str(event.get("timestamp", "")))}


def _bytes(event: Json) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
