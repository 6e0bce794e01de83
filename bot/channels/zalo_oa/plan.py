"""Broadcasts of the account: articles that Zalo shows to all its followers, a few times a month by package.

They are planned, never looped over: one call is one broadcast. We count, durably and before each, since Zalo tells the
rest of a month only by refusing. The month is Vietnam's. Nothing of a broadcast is about anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.base import Fate, Outcome
from bot.channels.zalo_oa import NAME
from bot.channels.zalo_oa.api import Api, Json
from storage import counters
from storage.engine import Broken, Busy, Database

BROADCAST = "/v2.0/oa/message"
MOST_ARTICLES = 5
VIETNAM_S = 7 * 3600
NOT_BEFORE_H, NOT_AFTER_H = 6, 22
FIGURE = "broadcasts"
NO_MORE = Outcome(Fate.QUOTA, why="quota")


def month_of(now: float) -> str:
    """`2026-11`."""
    return datetime.fromtimestamp(now + VIETNAM_S, UTC).strftime("%Y-%m")


def night_left(now: float) -> float:
    """Seconds until Zalo takes broadcasts again (06:00 to 22:00 in Vietnam); 0 where it does now."""
    local = (now + VIETNAM_S) % 86_400
    if NOT_BEFORE_H * 3600 <= local < NOT_AFTER_H * 3600:
        return 0.0
    return (NOT_BEFORE_H * 3600 - local) % 86_400


async def used_in(rows: AsyncConnection, now: float) -> int:
    """Broadcasts of the month of `now`."""
    return await counters.number(rows, (month_of(now), NAME, FIGURE))


class Broadcasts:
    """What is left of a month's. `most`: what the account's package gives, as the operator knows it."""

    def __init__(self, database: Database, api: Api, most: int) -> None:
        self._database = database
        self._api = api
        self.most = most

    async def left(self) -> int:
        """How many are left this month. Raises Busy."""
        async with self._database.read() as rows:
            return max(0, self.most - await used_in(rows, self._api.clock()))

    async def send(self, articles: Sequence[str], target: Json, timeout_s: float) -> Outcome:
        """One broadcast of one to five published articles (their ids).

        `target`: Zalo's own words for whom it is for (`ages`, `gender`, `cities`, ..; empty: every follower). FLOOD: not
        at night, wait so long; QUOTA: none is left; RETRY: an article is still being processed; UNKNOWN: it may be out,
        so it counts. Raises Busy; ValueError for no article or too many.
        """
        if not 1 <= len(articles) <= MOST_ARTICLES:
            raise ValueError("one to five articles")
        if night := night_left(self._api.clock()):
            return Outcome(Fate.FLOOD, why="night", retry_after=night)
        month = month_of(self._api.clock())
        if not await self._take(month):
            return NO_MORE
        elements = [{"media_type": "article", "attachment_id": article} for article in articles]
        payload = {"template_type": "media", "elements": elements}
        body = {
            "recipient": {"target": target},
            "message": {"attachment": {"type": "template", "payload": payload}},
        }
        answer = await self._ask(body, timeout_s)
        if not isinstance(answer, Outcome):
            return Outcome(Fate.SENT, message=str(answer.get("message_id") or ""))
        if answer.fate is not Fate.UNKNOWN:
            await self._grow(month, -1)
        return answer

    async def _ask(self, body: Json, timeout_s: float) -> Json | Outcome:
        try:
            return await self._api.ask(BROADCAST, body, timeout_s, safe_again=False)
        except (Busy, Broken):  # the token could not be looked up: nothing has left
            return Outcome(Fate.RETRY, why="busy")

    async def _take(self, month: str) -> bool:
        """Count one that is about to be sent, where one is left."""
        if await self._grow(month, 1) <= self.most:
            return True
        await self._grow(month, -1)
        return False

    async def _grow(self, month: str, by: int) -> int:
        cell = (month, NAME, FIGURE)
        async with self._database.write() as rows:
            await counters.add(rows, Counter({cell: by}))
            return await counters.number(rows, cell)
