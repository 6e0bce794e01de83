"""What a person must act on goes to the operator's chat, in a sentence; the same kind at most once in a while."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import structlog

from bot.letters import Letters
from content.locales import _
from handlers.messages import Address, Lane, Post, Screen, Show
from storage.engine import Busy, Database

AGAIN_S = 600.0

log = structlog.get_logger("alerts")


class Alerts:
    """One per process. `address` None: alerts are only logged."""

    def __init__(
        self, database: Database, letters: Letters, address: Address | None, clock: Callable[[], float]
    ) -> None:
        self._database = database
        self._letters = letters
        self._address = address
        self._clock = clock
        self._last: dict[str, float] = {}
        self.sent: Callable[[], None] = lambda: None

    def posts(self, kind: str, sentence: str, now: float) -> list[Post]:
        """The alert as a post for a transaction at hand; nothing while the last of its kind is fresh."""
        if now - self._last.get(kind, -AGAIN_S) < AGAIN_S:
            return []
        self._last[kind] = now
        log.error("alert", kind=kind, sentence=sentence)
        if self._address is None:
            return []
        screen = Screen(_("Hotline, for the operator: {sentence}").format(sentence=sentence), silent=False)
        return [Show(self._address, f"alert.{kind}.{secrets.token_hex(4)}", screen, lane=Lane.ALERT)]

    async def alert(self, kind: str, sentence: str) -> None:
        """Raise an alert from outside any transaction. Never raises: an alert must not stop what noticed it."""
        now = self._clock()
        posts = self.posts(kind, sentence, now)
        if not posts:
            return
        try:
            async with self._database.write() as conn:
                await self._letters.put(conn, posts, now)
        except Busy:
            self._last.pop(kind, None)  # the next one tries again
            return
        self.sent()
