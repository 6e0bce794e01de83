"""Calls per minute of the app and of the account: -32 beyond them."""

from collections import deque

from bot.sandbox.zalo_oa.errors import Refused
from bot.sandbox.zalo_oa.settings import OaSettings

_WINDOW_S = 60.0


class Rates:
    def __init__(self) -> None:
        self._calls: deque[float] = deque()

    def count(self, settings: OaSettings, now: float) -> None:
        """Count one call; Refused when it is one too many."""
        self._forget(now)
        if settings.oa_calls_per_minute is not None and len(self._calls) >= settings.oa_calls_per_minute:
            raise Refused(-32, "Your OA reached limit call api")
        if len(self._calls) >= settings.app_calls_per_minute:
            raise Refused(-32, "Your application reached limit call api")
        self._calls.append(now)

    def headers(self, settings: OaSettings) -> dict[str, str]:
        left = settings.app_calls_per_minute - len(self._calls)
        return {"X-RateLimit-Limit": str(settings.app_calls_per_minute), "X-RateLimit-Remain": str(max(0, left))}

    def _forget(self, now: float) -> None:
        while self._calls and self._calls[0] <= now - _WINDOW_S:
            self._calls.popleft()
