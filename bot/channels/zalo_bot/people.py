"""How many people the bot has, about: a free bot has room for fifty, and whoever comes later is never heard.

Nobody is listed to be counted. Each person falls into one of 64 boxes by a keyed hash of their id, and only which boxes
are filled is kept; how many people that means is estimated. Half the country falls into the same boxes, so that
neither database nor keys tell whether a given account ever wrote.
"""

from __future__ import annotations

from collections import Counter
from math import log

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts import Alerts
from bot.channels.zalo_bot import NAME
from bot.channels.zalo_bot.quota import warns
from bot.meters import Meters
from content.locales import _
from storage import counters
from storage.engine import Database
from storage.seals import Seals

BOXES = 64
ALWAYS = "always"
"""The month of what is counted over all months."""


def estimate(filled: int) -> int:
    """People behind so many filled boxes (0 to 64), by linear counting: about a tenth too many or too few near fifty.

    Where all are filled there are 266 or more.
    """
    return round(-BOXES * log(1 - min(filled, BOXES - 1) / BOXES))


async def filled(rows: AsyncConnection) -> set[str]:
    """The boxes into which somebody fell."""
    return {name for name in await counters.names(rows, ALWAYS, NAME) if name.startswith("box.")}


class People:
    """The people of one bot. `most` 0: the plan has room for everybody, and nothing is counted."""

    def __init__(self, database: Database, seals: Seals, alerts: Alerts, meters: Meters, most: int) -> None:
        self.most = most
        self._database = database
        self._seals = seals
        self._alerts = alerts
        self._meters = meters
        self._filled: set[str] = set()

    async def saw(self, chat: str) -> None:
        """Somebody's private chat. Raises Busy."""
        box = f"box.{self._seals.box(NAME, chat, BOXES)}"
        if not self.most or box in self._filled:
            return
        async with self._database.write() as rows:
            before = await filled(rows)
            if box not in before:
                await counters.add(rows, Counter({(ALWAYS, NAME, box): 1}))
        self._show(before | {box})
        used = estimate(len(self._filled))
        if warns(estimate(len(before)), used, self.most):
            sentence = _(
                "Zalo Bot: about {used} of {most} people have written. Whoever comes after the last is not heard."
            )
            await self._alerts.alert(f"{NAME}.people", sentence.format(used=used, most=self.most))

    async def count(self) -> int:
        """About how many there are."""
        async with self._database.read() as rows:
            self._show(await filled(rows))
        return estimate(len(self._filled))

    def _show(self, found: set[str]) -> None:
        self._filled = found
        self._meters.people_about.labels(NAME).set(estimate(len(found)))
        self._meters.people_most.labels(NAME).set(self.most)
