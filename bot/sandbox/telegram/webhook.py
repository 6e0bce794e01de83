"""The webhook: updates posted to the bot's address, one at a time per lane, again and again until it takes them."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import aiohttp

from bot.sandbox.clock import Clock
from bot.sandbox.platform import Json
from bot.sandbox.telegram.updates import Entry, UpdateQueue
from bot.sandbox.traffic import Traffic

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (the header's name)
_LONGEST_RETRY_S = 60
"""The server picks a cap between 60 and 120 s by chance; the emulator always takes the lower end."""
_LONGEST_RETRY_AFTER_S = 3600
_GONE_PATIENCE_S = 23 * 3600
_ANSWER_TIMEOUT = aiohttp.ClientTimeout(total=60)
_NOT_IN_ANSWER = ("deletewebhook", "setwebhook", "close", "logout")

Call = Callable[[str, Json], Awaitable[None]]
"""Runs a method that the bot put into its answer to an update."""


@dataclass(frozen=True, slots=True)
class Address:
    url: str
    secret: str = ""
    max_connections: int = 40
    ip_address: str | None = None


@dataclass(slots=True)
class Attempt:
    """How often one update failed, and the delay it has grown to."""

    fails: int = 0
    delay: float = 1.0


def rest_after_failure(attempt: Attempt, retry_after: int) -> float:
    """Seconds until the next try: at once, then 2, 4, 8 .. 60; a `Retry-After` of the bot counts up to an hour."""
    rest = float(min(max(retry_after, 0), _LONGEST_RETRY_AFTER_S))
    if not rest and attempt.fails:
        attempt.delay = min(_LONGEST_RETRY_S, attempt.delay * 2)
        rest = attempt.delay
    attempt.fails += 1
    return rest


class Webhook:
    """Delivers while an address is set. A failing update holds back its own lane only."""

    def __init__(self, queue: UpdateQueue, clock: Clock, traffic: Traffic, call: Call) -> None:
        self._queue = queue
        self._clock = clock
        self._traffic = traffic
        self._call = call
        self._lanes: dict[int, deque[Entry]] = {}
        self._runs: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore()
        self._gone_since: float | None = None
        self.address: Address | None = None
        self.last_error: tuple[int, str] | None = None
        queue.listeners.append(self._offer)

    async def set(self, address: Address | None) -> None:
        """Deliver to this address from now on, beginning with what waits; None stops delivering."""
        await self.stop()
        self.address, self.last_error = address, None
        if address is not None:
            self._slots = asyncio.Semaphore(address.max_connections)
            self._session = aiohttp.ClientSession(timeout=_ANSWER_TIMEOUT)
            for entry in self._queue.waiting():
                self._offer(entry)

    async def stop(self) -> None:
        runs, self._runs = self._runs, set()
        for run in runs:
            run.cancel()
        await asyncio.gather(*runs, return_exceptions=True)
        self._lanes.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _offer(self, entry: Entry) -> None:
        if self.address is None:
            return
        if lane := self._lanes.get(entry.lane):
            lane.append(entry)
            return
        self._lanes[entry.lane] = deque([entry])
        run = asyncio.create_task(self._run(entry.lane, self.address))
        self._runs.add(run)
        run.add_done_callback(self._runs.discard)

    async def _run(self, lane: int, address: Address) -> None:
        waiting = self._lanes[lane]
        while waiting:
            await self._deliver(waiting[0], address)
            waiting.popleft()
        del self._lanes[lane]

    async def _deliver(self, entry: Entry, address: Address) -> None:
        attempt = Attempt()
        while True:
            if self._clock.now() >= entry.expires_at:
                self._queue.forget(entry)
                return
            async with self._slots:
                status, retry_after, answer = await self._post(entry, address)
            if 200 <= status <= 299:
                self._gone_since = None
                await self._answered(answer)
                if self._queue.settle(entry):
                    return
                continue
            if self._gone(status):
                return
            rest = rest_after_failure(attempt, retry_after)
            if self._clock.now() + rest > entry.expires_at:
                self._queue.forget(entry)
                return
            await self._clock.sleep(rest)

    async def _post(self, entry: Entry, address: Address) -> tuple[int, int, str]:
        """(status or 0, Retry-After in seconds, body) of one attempt."""
        assert self._session is not None
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: address.secret} if address.secret else {})
        body = json.dumps(entry.json).encode()
        status, retry_after, answer = 0, 0, ""
        try:
            async with self._session.post(address.url, data=body, headers=headers, allow_redirects=False) as response:
                status, answer = response.status, await response.text(errors="replace")
                with suppress(ValueError):
                    retry_after = int(response.headers.get("Retry-After", "0"))
                if not 200 <= status <= 299:
                    self._failed(f"Wrong response from the webhook: {status} {response.reason}")
        except TimeoutError:
            self._failed("Read timeout expired")
        except aiohttp.ClientConnectorError:
            self._failed("Connection refused")
        except aiohttp.ClientError:
            self._failed("Webhook connection closed")
        self._traffic.add(self._clock.now(), "telegram", "delivery", entry.kind, entry.json, status, answer)
        return status, retry_after, answer

    async def _answered(self, body: str) -> None:
        """A bot may put one call into its answer; it gets no result for it."""
        if not body.startswith("{"):
            return
        try:
            given = json.loads(body)
        except ValueError:
            return
        method = str(given.pop("method", "") or "").lower()
        if method and method not in _NOT_IN_ANSWER and not method.startswith("get"):
            await self._call(method, given)

    def _failed(self, why: str) -> None:
        self.last_error = (int(self._clock.now()), why)

    def _gone(self, status: int) -> bool:
        """Whether 410 was answered for so long that the server gives the webhook up."""
        if status != 410:
            self._gone_since = None
            return False
        if self._gone_since is None:
            self._gone_since = self._clock.now()
        if self._clock.now() - self._gone_since <= _GONE_PATIENCE_S:
            return False
        self.address = None
        return True
