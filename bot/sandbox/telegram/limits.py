"""The flood limits of the real server, for whoever wants to meet them: off unless asked for."""

from collections import deque

from bot.sandbox.telegram.errors import too_many

_ALL_PER_SECOND = 30
_GROUP_PER_MINUTE = 20
_CHAT_BURST = 5
"""One a second is allowed for ever in a private chat; short bursts pass."""


class Flood:
    """Refuses with 429 what exceeds 30/s overall, 1/s (with a short burst) per chat, 20/min per group."""

    def __init__(self) -> None:
        self._all: deque[float] = deque()
        self._chats: dict[int, deque[float]] = {}

    def check(self, now: float, chat_id: int) -> None:
        """Count one message to `chat_id`; Refused with `retry_after` when it is one too many."""
        chat = self._chats.setdefault(chat_id, deque())
        window, most = (60.0, _GROUP_PER_MINUTE) if chat_id < 0 else (float(_CHAT_BURST), _CHAT_BURST)
        rest = max(_rest(self._all, now, 1.0, _ALL_PER_SECOND), _rest(chat, now, window, most))
        if rest > 0:
            raise too_many(max(1, round(rest + 0.5)))
        self._all.append(now)
        chat.append(now)


def _rest(sent: deque[float], now: float, window: float, most: int) -> float:
    while sent and sent[0] <= now - window:
        sent.popleft()
    return sent[0] + window - now if len(sent) >= most else 0.0
