"""getUpdates: one object at a time, no acknowledgement; what was handed out may come again."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.platform import Json
from bot.sandbox.way import Parcel

if TYPE_CHECKING:
    from bot.sandbox.zalo_bot.world import World

_LONGEST_S = 300.0
_REPLAYED_S = 86_400.0
_OFFLINE_S = 60.0


@dataclass(slots=True)
class _Waiting:
    parcel: Parcel
    came_at: float
    handed_out: bool = False


class Queue:
    """Updates for whoever polls. Two pollers split them."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._waiting: deque[_Waiting] = deque()
        self._pollers: list[asyncio.Event] = []
        self._polled_at = float("-inf")
        self._ended = False

    def __len__(self) -> int:
        return len(self._waiting)

    def offer(self, parcel: Parcel) -> None:
        now = self._world.clock.now()
        offline = not self._pollers and now - self._polled_at > _OFFLINE_S
        if offline and not self._world.settings.kept_while_offline:
            return
        self._waiting.append(_Waiting(parcel, now))
        for poller in self._pollers:
            poller.set()

    def drain(self) -> list[Parcel]:
        """Everything that was never handed out, which is forgotten here: a webhook takes over."""
        fresh = [one.parcel for one in self._waiting if not one.handed_out]
        self._waiting.clear()
        return fresh

    def clear(self) -> None:
        self._waiting.clear()

    async def take(self, timeout_s: float) -> Json | None:
        """The next update, at once or when it comes; None after `timeout_s` of the virtual clock."""
        clock = self._world.clock
        until = clock.now() + min(max(timeout_s, 0.0), _LONGEST_S)
        news = asyncio.Event()
        bell = clock.call_at(until, news.set)
        self._pollers.append(news)
        try:
            while (found := self._next()) is None and clock.now() < until and not self._ended:
                news.clear()
                await news.wait()
        finally:
            bell.cancel()
            self._pollers.remove(news)
            self._polled_at = clock.now()
        return found

    def end(self) -> None:
        """Let everybody who waits go home; called when the training ground closes."""
        self._ended = True
        for poller in self._pollers:
            poller.set()

    def _next(self) -> Json | None:
        """With replay, what was handed out goes to the end of the line instead of away."""
        if not self._waiting:
            return None
        one = self._waiting.popleft()
        again = self._world.settings.replay and self._world.clock.now() - one.came_at < _REPLAYED_S
        if again or one.parcel.unheard:
            one.parcel.unheard = False
            one.handed_out = True
            self._waiting.append(one)
        return one.parcel.body
