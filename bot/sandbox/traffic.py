"""Every request a bot made and what it was answered, and every update handed to a webhook, in order."""

from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer. `kind`: `request`, the bot called; `delivery`, an update went to its webhook."""

    n: int
    at: float
    platform: str
    kind: str
    method: str
    params: Mapping[str, Any]
    status: int
    """The HTTP status; 0 where the connection was cut or nobody answered."""
    answer: Any

    def json(self) -> dict[str, Any]:
        return asdict(self)


class Traffic:
    """A bounded log: the newest `keep` exchanges."""

    def __init__(self, keep: int = 20_000) -> None:
        self._log: deque[Exchange] = deque(maxlen=keep)
        self._last = 0

    def add(
        self, at: float, platform: str, kind: str, method: str, params: Mapping[str, Any], status: int, answer: Any
    ) -> None:
        self._last += 1
        self._log.append(Exchange(self._last, at, platform, kind, method, params, status, answer))

    def after(self, n: int = 0) -> list[Exchange]:
        """What was logged after exchange number `n`, oldest first."""
        if not self._log:
            return []
        skip = max(0, n - self._log[0].n + 1)
        return list(islice(self._log, skip, None))

    def clear(self) -> None:
        """Forget what was logged; numbers go on, so nobody who polls sees an old number twice."""
        self._log.clear()
