"""How fast a platform lets us speak: sliding windows, overall and per chat. Pure arithmetic on an injected time.

A window of N in S seconds never lets more than N through in any S seconds; a bucket of the same rate would let up to
twice as many
through in the first of them, and the platform answers that with a ban of minutes.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Window:
    """At most `most` in any `span_s` seconds."""

    most: int
    span_s: float


@dataclass(frozen=True)
class Limits:
    """What one bot token may do. The defaults stay below Telegram's 30 a second, 1 a second in a chat, 20 a minute in
    a group.

    Copies of a message to all leave `reserve` calls of the overall window to replies and cards. Where they are paid for,
    they have a window of their own (`copies`) and take nothing from the others.
    """

    overall: Window = Window(28, 1.0)
    reserve: int = 3
    copies: Window | None = None
    private: Window = Window(4, 4.0)  # one a second, four at once
    group: Window = Window(18, 60.0)


PAID_COPIES = Window(1_000, 1.0)
"""Telegram's paid broadcast: a tenth of a Star for each copy beyond the free ones."""

_FREE = Window(1_000_000, 1.0)
UNLIMITED = Limits(_FREE, private=_FREE, group=_FREE)


@dataclass
class Meter:
    """The recent passes through one window."""

    window: Window
    passed: deque[float] = field(default_factory=deque)

    def room(self, now: float) -> int:
        """How many may pass now."""
        while self.passed and self.passed[0] + self.window.span_s <= now:
            self.passed.popleft()
        return self.window.most - len(self.passed)

    def opens_at(self, now: float, spare: int = 0) -> float:
        """When the next may pass that leaves `spare` to others: now, or when the oldest pass leaves the window."""
        return now if self.room(now) > spare else self.passed[-(self.window.most - spare)] + self.window.span_s


class Rates:
    """The windows of one token. Deletions and acknowledgements count overall only; sends and edits count in their
    chat too.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._overall = Meter(limits.overall)
        self._of_copies = Meter(limits.copies) if limits.copies else self._overall
        self._spare = 0 if limits.copies else limits.reserve
        self._chats: dict[bytes, Meter] = {}

    def room_for_copies(self, now: float) -> int:
        """How many copies may leave at this moment without taking the reserve of replies."""
        return self._of_copies.room(now) - self._spare

    def copies_open_at(self, now: float) -> float:
        """When the next copy may leave."""
        return self._of_copies.opens_at(now, self._spare)

    def spend_copies(self, count: int, now: float) -> None:
        """Count copies. In their chats they don't count: there are a few of them a week."""
        self._of_copies.passed.extend([now] * count)

    def room(self, now: float) -> int:
        """How many calls the token has left at this moment."""
        return self._overall.room(now)

    def spend(self, chat: bytes, *, private: bool, speaks: bool, now: float) -> None:
        """Count one call."""
        self._overall.passed.append(now)
        if speaks:
            window = self.limits.private if private else self.limits.group
            self._chats.setdefault(chat, Meter(window)).passed.append(now)

    def full(self, now: float) -> set[bytes]:
        """Chats that must wait. Chats that were quiet for a whole window are forgotten."""
        full = set[bytes]()
        for chat, meter in list(self._chats.items()):
            room = meter.room(now)
            if room == meter.window.most:
                del self._chats[chat]
            elif room <= 0:
                full.add(chat)
        return full

    def opens_at(self, now: float) -> float:
        """When anything that waits now may go on: the token's own window, or the first full chat's."""
        overall = self._overall.opens_at(now)
        chats = [meter.opens_at(now) for chat, meter in self._chats.items() if meter.room(now) <= 0]
        return max(overall, min(chats, default=now))
