"""What was done for each target in a year of the plan: read from the rows while it is open, as it was closed afterwards."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from content.plans import Plan
from content.policy import Policy
from handlers.triage.clock_rules import midnight
from storage import reached, sessions, years
from storage.reached import Reached


async def done_in(rows: AsyncConnection, policy: Policy, plan: Plan, year: int) -> Mapping[str, Reached]:
    """By target, as it is published."""
    closed = await years.done_in(rows, plan.key, year)
    return await so_far(rows, policy, plan, year) if closed is None else closed


async def so_far(rows: AsyncConnection, policy: Policy, plan: Plan, year: int) -> Mapping[str, Reached]:
    """By target, as the rows tell it at this moment."""
    since, until = plan.bounds(year)
    sent = await reached.between(rows, midnight(since, policy), midnight(until, policy))
    return reached.with_sessions(sent, await sessions.counted(rows, since, until))
