"""The webhook: signed events posted to the app's address, and the ladder of retries while nobody can be reached."""

import asyncio
import json
import time
from collections import deque
from typing import TYPE_CHECKING

import aiohttp

from bot.sandbox.platform import Json
from bot.sandbox.way import Parcel
from bot.sandbox.zalo_oa.signature import signature

if TYPE_CHECKING:
    from bot.sandbox.zalo_oa.world import World

SIGNATURE_HEADER = "X-ZEvent-Signature"
_HEADERS = {"Content-Type": "application/json", "X-ZEvent-Server": "OA OpenAPI", "User-Agent": "ZaloWebhook"}
UNREACHED = 0
"""The status of an attempt that reached nobody."""
SLOW = -1
"""The status of an attempt that was not answered in time."""


class Webhook:
    """Events go out at once, in order per chat; a retry holds nothing back, so it may arrive out of order."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._lanes: dict[str, deque[Parcel]] = {}
        self._runs: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self.url = world.settings.webhook_url
        self.enabled = True
        """Taken away after the ladder; a person has to switch it on again."""
        self.warnings: list[str] = []
        """What the administrators of the app are mailed."""
        self.missed = 0
        """Events that nobody got: there was no address, or it was switched off."""

    async def save(self, url: str) -> bool:
        """The console saves an address: it asks it with an unsigned `{}` and takes it only if that gets 200."""
        status, _ = await self._post(url, b"{}", {name: _HEADERS[name] for name in ("Content-Type", "User-Agent")})
        self._log("probe", {}, status)
        if status == 200:
            self.url, self.enabled = url, True
        return status == 200

    async def forge(self, event: Json, signed: str = "missing") -> int:
        """Somebody else posts an event: `missing` or `wrong` signature, or truly signed (`right`); the status."""
        body = _bytes(event)
        headers = {"Content-Type": "application/json"}
        if signed != "missing":
            true = signature(self._world.settings, body, str(event.get("timestamp", "")))
            headers[SIGNATURE_HEADER] = true if signed == "right" else "mac=" + "0" * 64
        status, _ = await self._post(self.url, body, headers)
        self._log("forged", event, status)
        return status

    def offer(self, parcel: Parcel) -> None:
        if not self.url or not self.enabled:
            self.missed += 1
            return
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
        self.warnings.clear()
        self.missed = 0

    def _start(self, work: "asyncio._CoroutineLike[None]") -> None:
        run = asyncio.create_task(work)
        self._runs.add(run)
        run.add_done_callback(self._runs.discard)

    async def _run(self, chat_id: str) -> None:
        waiting = self._lanes[chat_id]
        while waiting:
            parcel = waiting[0]
            if not await self._attempt(parcel, 0):
                self._start(self._climb(parcel))
            waiting.popleft()
        del self._lanes[chat_id]

    async def _climb(self, parcel: Parcel) -> None:
        """The retries of one event; after the last one the app is unsubscribed."""
        for number, rest in enumerate(self._world.settings.retry_ladder_s, 1):
            await self._world.clock.sleep(rest)
            if not self.enabled or await self._attempt(parcel, number):
                return
        self.enabled = False
        self._warn("the webhook was switched off: nobody could be reached for too long")

    async def _attempt(self, parcel: Parcel, retry: int) -> bool:
        """Whether the event is done with."""
        settings = self._world.settings
        body = _bytes(parcel.body)
        timestamp = str(parcel.body.get("timestamp", ""))
        headers = {**_HEADERS, SIGNATURE_HEADER: signature(settings, body, timestamp)}
        if settings.timestamp_header:
            headers["X-ZEvent-Timestamp"] = timestamp
        if retry:
            headers["num_retry"] = str(retry)
        status, took = await self._post(self.url, body, headers)
        self._log(parcel.kind, parcel.body, status)
        if status != 200:
            self._warn(f"{parcel.kind}: answered {status} after {took:.1f} s")
        if parcel.unheard:
            parcel.unheard = False
            return False
        return status == 200 or (status != UNREACHED and settings.retry_on == "connection")

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, float]:
        """(HTTP status, UNREACHED or SLOW; real seconds it took)."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        began = time.monotonic()
        limit = aiohttp.ClientTimeout(total=self._world.settings.answer_within_s)
        status = UNREACHED
        try:
            async with self._session.post(
                url, data=body, headers=headers, timeout=limit, allow_redirects=False
            ) as answer:
                status = answer.status
                await answer.read()
        except TimeoutError:
            status = SLOW
        except (aiohttp.ClientError, ValueError):
            status = UNREACHED
        return status, time.monotonic() - began

    def _warn(self, text: str) -> None:
        self.warnings.append(text)

    def _log(self, kind: str, body: Json, status: int) -> None:
        self._world.traffic.add(self._world.clock.now(), "zalo_oa", "delivery", kind, body, max(status, 0), None)


def _bytes(event: Json) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
