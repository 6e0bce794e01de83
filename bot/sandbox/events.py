"""What changed on the phones, so that a page shows it at once instead of asking again and again."""

import asyncio
from collections import deque
from itertools import islice
from typing import Any


class EventLog:
    """A bounded, numbered list of small facts (`{n, kind, platform, chat_id, ..}`); readers wait for the next one."""

    def __init__(self, keep: int = 10_000) -> None:
        self._log: deque[dict[str, Any]] = deque(maxlen=keep)
        self._last = 0
        self._news = asyncio.Event()
        self._readers = 0

    @property
    def last(self) -> int:
        return self._last

    def add(self, kind: str, **facts: Any) -> None:
        self._last += 1
        self._log.append({"n": self._last, "kind": kind, **facts})
        if self._readers:
            self._news.set()
            self._news = asyncio.Event()

    async def after(self, n: int, timeout_s: float = 0.0) -> list[dict[str, Any]]:
        """Events after number `n`; waits up to `timeout_s` real seconds for the first one."""
        if self._last <= n and timeout_s > 0:
            self._readers += 1
            try:
                await asyncio.wait_for(self._news.wait(), timeout_s)
            except TimeoutError:
                return []
            finally:
                self._readers -= 1
        if not self._log:
            return []
        skip = max(0, n - self._log[0]["n"] + 1)
        return list(islice(self._log, skip, None))
