"""The figures of a year's report, read from the rows in one transaction."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from content import retention
from content.coverage_terms import Reading
from content.outreach_terms import PledgeKind
from content.plans import Plan
from content.policy import Policy
from content.terms import StationKind
from handlers.coverage.picture import year_picture
from handlers.coverage.plan_desk import covering
from handlers.coverage.report_rules import (
    Pledges,
    Tips,
    YearReport,
    covered,
    demands,
    listed,
    still_kept,
    tips,
    verified,
)
from handlers.triage.clock_rules import midnight
from handlers.triage.hours import local
from storage import areas, boxes, deliveries, entered, figures, pledges, sets, stations, targets, years
from storage.figures import Life
from storage.times import hours
from storage.vault.keyring import Keyring


async def year_report(
    rows: AsyncConnection, keyring: Keyring, policy: Policy, plan: Plan, year: int, now: float
) -> YearReport:
    """A year of account up to today, or whole once it is over."""
    today, (first, after) = local(now, policy).date(), plan.bounds(year)
    last = min(today, after - timedelta(days=1))
    since, before = midnight(first, policy), midnight(last + timedelta(days=1), policy)
    counted = await _tips(rows, policy, first, since, before, now)
    known = await targets.every(rows, keyring)
    pictures = [await year_picture(rows, keyring, policy, plan, year, reading, now) for reading in Reading]
    fixed = next(one for one in pictures if one.reading is Reading.FROZEN)
    last_year = await year_picture(rows, keyring, policy, plan, year - 1, Reading.FROZEN, now)
    return YearReport(
        plan,
        year,
        first,
        last,
        demands(
            plan,
            {**await entered.of_year(rows, plan.key, year), **covered(fixed)},
            {**await entered.of_year(rows, plan.key, year - 1), **covered(last_year)},
            verified(counted.verified) if counted else None,
        ),
        await sets.of_year(rows, plan.key, year),
        [
            line
            for one in covering(plan)
            for line in listed(one, await sets.members(rows, plan.key, year, one), known, last)
        ],
        await deliveries.settled(rows, since, before),
        [
            Pledges(
                kind, sum((await pledges.vows(rows, kind)).values()), sum((await pledges.on_paper(rows, kind)).values())
            )
            for kind in PledgeKind
        ],
        len(await boxes.hanging(rows, last)),
        await areas.load(rows),
        pictures,
        counted,
        closed=await years.closed_at(rows, plan.key, year) is not None,
    )


async def _tips(
    rows: AsyncConnection, policy: Policy, first: date, since: float, before: float, now: float
) -> Tips | None:
    """Of all units but the inspectorate and training; None once tips of the period may have been destroyed."""
    today = local(now, policy).date()
    if not still_kept(first, today, retention.load(today).tip_months):
        return None
    units = [
        one
        for one in (await stations.every(rows)).values()
        if not one.training and one.kind is not StationKind.INSPECTORATE
    ]
    found: list[Life] = []
    for unit in units:
        found += await figures.lives(rows, unit.id, hours(since), hours(before), now)
    return tips(found)
