"""getUpdates: one long poll at a time, redelivery until an offset confirms."""

import asyncio

from bot.sandbox.clock import Clock
from bot.sandbox.telegram.errors import conflict
from bot.sandbox.telegram.updates import Entry, UpdateQueue

OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_LONGEST_S = 50
_LARGEST = 100


class _Wait:
    def __init__(self) -> None:
        self.news = asyncio.Event()
        self.ended: str | None = None


class LongPoll:
    """The bot's one getUpdates. A newer call ends the older one with 409, as the server does."""

    def __init__(self, queue: UpdateQueue, clock: Clock) -> None:
        self._queue = queue
        self._clock = clock
        self._wait: _Wait | None = None
        queue.listeners.append(self._heard)

    async def take(self, offset: int, limit: int, timeout_s: int) -> list[Entry]:
        """The next updates, at once or when one arrives; an empty list after `timeout_s` of the virtual clock."""
        self.end(OTHER_POLLER)
        if offset:
            self._queue.confirm(offset)
        wait = self._wait = _Wait()
        until = self._clock.now() + min(max(timeout_s, 0), _LONGEST_S)
        limit = limit if 0 < limit <= _LARGEST else _LARGEST
        bell = self._clock.call_at(until, wait.news.set)
        try:
            while not (batch := self._queue.batch(limit)) and self._clock.now() < until:
                wait.news.clear()
                await wait.news.wait()
                if wait.ended:
                    raise conflict(wait.ended)
        finally:
            bell.cancel()
            if self._wait is wait:
                self._wait = None
        self._queue.delivered(batch)
        return batch

    def end(self, why: str) -> None:
        """End a waiting poll with 409 and this text."""
        if self._wait is not None:
            self._wait.ended = why
            self._wait.news.set()

    def _heard(self, entry: Entry) -> None:  # noqa: ARG002  (a listener is told which update came)
        if self._wait is not None:
            self._wait.news.set()
