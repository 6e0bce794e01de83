"""How many messages are left this month. Counted by us, durably, before each is sent: the platform does not tell.

The month is Vietnam's. What did not leave the machine is given back; what may have left counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts import Alerts
from bot.channels.zalo_bot import NAME
from bot.meters import Meters
from content.locales import _
from storage import counters
from storage.engine import Database

VIETNAM_S = 7 * 3600
WARN_AT = 0.8
FIGURE = "messages"


def month_of(now: float) -> str:
    """`2026-11`."""
    return datetime.fromtimestamp(now + VIETNAM_S, UTC).strftime("%Y-%m")


async def sent_in(rows: AsyncConnection, now: float) -> int:
    """Messages sent in the month of `now`."""
    return await counters.number(rows, (month_of(now), NAME, FIGURE))


def warns(before: int, after: int, most: int) -> bool:
    """Whether the line at which the operator is told was just crossed."""
    return before < most * WARN_AT <= after


class Quota:
    """The messages of one token."""

    def __init__(
        self, database: Database, alerts: Alerts, meters: Meters, clock: Callable[[], float], most: int
    ) -> None:
        self._database = database
        self._alerts = alerts
        self._meters = meters
        self._clock = clock
        self.most = most

    async def take(self, count: int) -> str:
        """Count messages that are about to be sent, all or none of them; the month in which they count, "" where so many
        are not left. Raises Busy.
        """
        month = month_of(self._clock())
        async with self._database.write() as rows:
            used = await self._grow(rows, month, count)
            if used > self.most:
                await self._grow(rows, month, -count)
                return ""
        self._show(used)
        if warns(used - count, used, self.most):
            sentence = _(
                "Zalo Bot: {used} of {most} messages of this month are used. After the last nothing can be sent."
            )
            await self._alerts.alert(f"{NAME}.quota", sentence.format(used=used, most=self.most))
        return month

    async def give_back(self, month: str, count: int) -> None:
        """So many did not leave. Raises Busy."""
        if count:
            async with self._database.write() as rows:
                self._show(await self._grow(rows, month, -count))

    async def _grow(self, rows: AsyncConnection, month: str, count: int) -> int:
        """The row stays locked until the transaction ends: replicas count one after the other."""
        await counters.add(rows, Counter({(month, NAME, FIGURE): count}))
        return await counters.number(rows, (month, NAME, FIGURE))

    async def used(self) -> int:
        """Messages sent this month."""
        async with self._database.read() as rows:
            used = await sent_in(rows, self._clock())
        self._show(used)
        return used

    def _show(self, used: int) -> None:
        self._meters.quota_used.labels(NAME).set(used)
        self._meters.quota_most.labels(NAME).set(self.most)
