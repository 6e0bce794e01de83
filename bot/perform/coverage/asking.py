"""Before the report is due, whoever enters figures is asked for those that are missing; less and less time between."""

from __future__ import annotations

from typing import Any

from bot.perform import daily
from bot.perform.doing import Doing
from bot.perform.news import show
from content.locales import DEFAULT, _, ngettext, speaking
from content.plans import shipped
from content.terms import PersonState, Role
from handlers.coverage.entry_rules import asks_on, missing
from handlers.messages import Button, Screen, Show
from handlers.screens import action
from handlers.triage.hours import local
from storage import entered, people, years
from storage.people import Person

ASKED: tuple[Role, ...] = (Role.OUTREACH, Role.DESK, Role.HEAD)
"""Who is asked: the first of these roles that somebody of the province has."""


async def came(doing: Doing, payload: dict[str, Any]) -> None:  # noqa: ARG001
    """Every morning; most mornings nobody is asked anything."""
    await daily.again(doing, daily.FIGURES)
    plan, today = shipped(doing.policy.plan), local(doing.now, doing.policy).date()
    year = today.year if plan.first_year <= today.year <= plan.last_year else None
    if year is None or not asks_on(today, plan.annual_due(year)):
        return
    lacking = missing(plan, await entered.of_year(doing.rows, plan.key, year))
    if not lacking or await years.closed_at(doing.rows, plan.key, year) is not None:
        return
    left = (plan.annual_due(year) - today).days
    with speaking(DEFAULT):
        text = ngettext(
            "The report of {year} is due in {n} day. Figures that are still missing: {ids}.",
            "The report of {year} is due in {n} days. Figures that are still missing: {ids}.",
            left,
        ).format(year=year, n=left, ids=", ".join(lacking))
        enter = Button(_("Enter figures"), payload=action("plan_figures", year))
    for person in await _asked(doing):
        to = await doing.address_of(person)
        await show(doing, Show(to, "figures_due", Screen(text, ((enter,),)), fresh=True))


async def _asked(doing: Doing) -> list[Person]:
    for role in ASKED:
        found = [
            one
            for one in await people.of_role(doing.rows, doing.keyring, role)
            if one.station == doing.policy.province_station and one.state is PersonState.ACTIVE and not one.training
        ]
        if found:
            return found
    return []
