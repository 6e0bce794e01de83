"""What a person must act on goes to the operator's chat, in a sentence; the same kind at most once in a while."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.letters import Letters
from content.locales import _
from handlers.messages import Address, Lane, Post, Screen, Show
from storage import leases
from storage.engine import Broken, Busy, Database

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
        self.sent: Callable[[], None] = lambda: None

    async def posts(self, conn: AsyncConnection, kind: str, sentence: str, now: float) -> list[Post]:
        """The alert as a post for the transaction at hand; nothing while the last of its kind is fresh.

        That it was raised is written beside it: what is rolled back was never raised, and replicas raise it once.
        """
        if not await leases.take(conn, f"alert:{kind}", secrets.token_hex(8), AGAIN_S, now):
            return []
        log.error("alert", kind=kind, sentence=sentence)
        if self._address is None:
            return []
        screen = Screen(_("Hotline, for the operator: {sentence}").format(sentence=sentence), silent=False)
        return [Show(self._address, f"alert.{kind}.{secrets.token_hex(4)}", screen, lane=Lane.ALERT)]

    async def alert(self, kind: str, sentence: str) -> None:
        """Raise an alert from outside any transaction. Never raises: an alert must not stop what noticed it."""
        now = self._clock()
        try:
            async with self._database.write() as conn:
                posts = await self.posts(conn, kind, sentence, now)
                await self._letters.put(conn, posts, now)
        except (Busy, Broken):  # the next one tries again
            log.error("alert not written", kind=kind)  # noqa: TRY400  no values in logs
            return
        if posts:
            self.sent()
