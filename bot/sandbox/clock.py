"""The virtual clock: real time plus what somebody advanced it by.

Every deadline of the training ground (callback expiry, the 48 h rule, webhook retries, long polls) is read here, so a
test walks through days in milliseconds and a trainer jumps to tomorrow morning.
"""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable

_SHORTEST_REST_S = 0.005
"""A timer that rang a hair early (or whose base clock stands still) waits at least this long before it looks again."""


class Timer:
    """A call that waits for its moment; `cancel` makes it never happen."""

    __slots__ = ("call",)

    def __init__(self, call: Callable[[], object]) -> None:
        self.call: Callable[[], object] | None = call

    def cancel(self) -> None:
        self.call = None


class Clock:
    """Unix time in seconds, running on `base`; a constant function makes a clock that only `advance` moves."""

    def __init__(self, base: Callable[[], float] = time.time) -> None:
        self._base = base
        self._ahead = 0.0
        self._timers: list[tuple[float, int, Timer]] = []
        self._count = itertools.count()
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def ahead_s(self) -> float:
        """How far this clock is ahead of its base, in seconds."""
        return self._ahead

    def now(self) -> float:
        return self._base() + self._ahead

    def advance(self, seconds: float) -> float:
        """Move forward and run everything that fell due, in order; return the new time. Time never goes back."""
        if seconds < 0:
            raise ValueError("the clock can only be moved forward")
        self._ahead += seconds
        self._ring()
        return self.now()

    def call_at(self, when: float, call: Callable[[], object]) -> Timer:
        """Run `call` once this clock reaches `when`; needs a running event loop."""
        timer = Timer(call)
        heapq.heappush(self._timers, (when, next(self._count), timer))
        self._arm()
        return timer

    async def sleep(self, seconds: float) -> None:
        await self.sleep_until(self.now() + seconds)

    async def sleep_until(self, when: float) -> None:
        if when <= self.now():
            return
        rung = asyncio.Event()
        timer = self.call_at(when, rung.set)
        try:
            await rung.wait()
        finally:
            timer.cancel()

    def stop(self) -> None:
        """Forget every timer; called when the training ground closes."""
        self._timers.clear()
        self._arm()

    def _ring(self) -> None:
        now = self.now()
        while self._timers and self._timers[0][0] <= now:
            timer = heapq.heappop(self._timers)[2]
            if timer.call is not None:
                timer.call()
        if self._timers or self._alarm is not None:
            self._arm()

    def _arm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        while self._timers and self._timers[0][2].call is None:
            heapq.heappop(self._timers)
        if self._timers:
            rest = max(self._timers[0][0] - self.now(), _SHORTEST_REST_S)
            self._alarm = asyncio.get_running_loop().call_later(rest, self._ring)
