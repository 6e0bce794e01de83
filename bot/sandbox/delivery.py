"""Posting updates to a bot's address: in order per chat, each until it is done with."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import aiohttp

from bot.sandbox.way import Parcel

UNREACHED = 0
"""The status of an attempt that reached nobody."""
SLOW = -1
"""The status of an attempt that was not answered in time."""


class Lanes:
    """One update at a time per chat. What fails is tried again apart, so it holds nothing back and may come late.

    `attempt` posts an update once and tells whether it is done with; `again` goes on trying one that is not.
    """

    def __init__(
        self,
        attempt: Callable[[Parcel], Awaitable[bool]],
        again: Callable[[Parcel], Coroutine[Any, Any, None]],
    ) -> None:
        self._attempt = attempt
        self._again = again
        self._waiting: dict[str, deque[Parcel]] = {}
        self._runs: set[asyncio.Task[None]] = set()

    def put(self, parcel: Parcel) -> None:
        if lane := self._waiting.get(parcel.chat_id):
            lane.append(parcel)
            return
        self._waiting[parcel.chat_id] = deque([parcel])
        self._start(self._run(parcel.chat_id))

    def clear(self) -> None:
        """Forget what waits, and everything that is to be tried again."""
        for run in self._runs:
            run.cancel()
        self._waiting.clear()

    async def stop(self) -> None:
        self.clear()
        await asyncio.gather(*self._runs, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        run = asyncio.create_task(work)
        self._runs.add(run)
        run.add_done_callback(self._runs.discard)

    async def _run(self, chat_id: str) -> None:
        lane = self._waiting[chat_id]
        while lane:
            if not await self._attempt(lane[0]):
                self._start(self._again(lane[0]))
            lane.popleft()
        del self._waiting[chat_id]


class Post:
    """The platform's side of the wire."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def __call__(self, url: str, body: bytes, headers: Mapping[str, str], within_s: float) -> int:
        """The HTTP status, UNREACHED, or SLOW after `within_s` real seconds. An empty body has no type."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        limit = aiohttp.ClientTimeout(total=within_s)
        skip = () if body else ("Content-Type",)
        try:
            async with self._session.post(
                url, data=body, headers=headers, timeout=limit, allow_redirects=False, skip_auto_headers=skip
            ) as answer:
                await answer.read()
                return answer.status
        except TimeoutError:
            return SLOW
        except (aiohttp.ClientError, OSError, ValueError):
            return UNREACHED

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
