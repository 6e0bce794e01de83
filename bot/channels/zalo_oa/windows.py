"""When an Official Account may write to somebody: free, for money, or not at all. Pure arithmetic on given times.

Counted from the last time the person wrote or tapped: 48 hours are free, then money until the seventh day, then nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from enum import StrEnum

FREE_S = 48 * 3600.0
CLOSED_S = 7 * 86_400.0
MARGIN_S = 30.0
"""Zalo's clock and ours differ a little, and a message takes a moment: so much earlier each window counts as over."""
MOST_KNOWN = 20_000


class Window(StrEnum):
    """What a message to somebody costs now."""

    FREE = "free"
    PAID = "paid"
    CLOSED = "closed"


def window(last: float | None, now: float) -> Window:
    """`last`: when they last wrote, in seconds since 1970; None where they never did."""
    if last is None or now - last >= CLOSED_S - MARGIN_S:
        return Window.CLOSED
    return Window.FREE if now - last < FREE_S - MARGIN_S else Window.PAID


def may_send(open_: Window, *, paid: bool) -> bool:
    """Money is spent only where the operator said so."""
    return open_ is Window.FREE or (open_ is Window.PAID and paid)


class Heard:
    """When people were last heard of, in memory only: for anybody else the platform is asked."""

    def __init__(self, most: int = MOST_KNOWN) -> None:
        self._most = most
        self._last: OrderedDict[str, float] = OrderedDict()

    def note(self, user: str, at: float) -> None:
        """Somebody wrote at this moment."""
        self._last[user] = max(at, self._last.pop(user, at))
        while len(self._last) > self._most:
            self._last.popitem(last=False)

    def last(self, user: str) -> float | None:
        """When they last wrote, as far as this process knows."""
        return self._last.get(user)

    def forget(self, user: str) -> None:
        """They want nothing about them kept."""
        self._last.pop(user, None)
