"""What happens once a day at a local hour: each moment sets the next one, so that a day that was slept through is made
up for once.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.perform.doing import Doing
from content.policy import Policy, next_hour
from storage import due
from storage.seals import Seals

ANCHOR = "anchor"
HOLIDAYS = "holidays"
MEMBERS = "members_due"
FIGURES = "figures_due"
PICTURE = "picture_due"
KEY = "daily"


def hours(policy: Policy) -> Mapping[str, int]:
    """The kinds of moment, each with its local hour."""
    return {
        ANCHOR: policy.anchor_hour,
        HOLIDAYS: policy.news_hour,
        MEMBERS: policy.quiet_to,
        FIGURES: policy.news_hour,
        PICTURE: policy.anchor_hour,
    }


async def begin(rows: AsyncConnection, seals: Seals, policy: Policy, now: float) -> None:
    """Set what is not set yet: at the program's start, so that a moment that was missed meanwhile still comes."""
    for kind, hour in hours(policy).items():
        if not await due.is_set(rows, seals, kind, KEY):
            await due.put(rows, seals, kind, KEY, next_hour(policy, now, hour), {}, now, lasting=True)


async def again(doing: Doing, kind: str) -> None:
    """The same moment tomorrow."""
    at = next_hour(doing.policy, doing.now, hours(doing.policy)[kind])
    await due.put(doing.rows, doing.seals, kind, KEY, at, {}, doing.now, lasting=True)
