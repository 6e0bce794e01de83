"""The door of whatever concerns a year of the plan: who presses, which year it is about, whether that can still change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from content.locales import _
from content.plans import Plan, shipped
from handlers.coverage.plan_rules import SENTENCES, Bar, may_change
from handlers.effects import Refused
from handlers.here import Here, Reply
from handlers.triage.gate import Admitted, admit, number
from handlers.triage.hours import local
from handlers.triage.permissions import Right
from storage import years


@dataclass(frozen=True)
class OnYear(Admitted):
    """Somebody who may, and the year they look at."""

    plan: Plan
    year: int
    today: date
    closed: float | None  # since when, in seconds


async def admit_year(here: Here, right: Right, year: str = "", *, change: bool = False) -> OnYear | Reply:
    """Whether the presser has this right; `year` is what a button says, which anybody can forge: else the current one.

    `change`: they want to change something of that year, so they are at the province and it is open.
    """
    found = await admit(here, right)
    if not isinstance(found, Admitted):
        return found
    plan, today = shipped(here.policy.plan), local(here.now, here.policy).date()
    named = number(year)
    which = named if plan.first_year <= named <= plan.last_year else plan.current(today)
    closed = await years.closed_at(here.rows, plan.key, which)
    why = may_change(found.person, here.policy.province_station, closed=closed is not None) if change else None
    return barred(right, why, found.person.id) if why else OnYear(found.person, plan, which, today, closed)


def barred(right: Right, why: Bar, person: str) -> Reply:
    """One plain sentence, and a line of the audit."""
    return Reply(toast=_(SENTENCES[why]), alert=True, effects=[Refused(person, right.value, why.value)])
