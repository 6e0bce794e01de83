"""Who may change a year of the plan, asked under the lock; whoever may no longer is told why."""

from __future__ import annotations

from bot.perform.doing import Doing
from bot.perform.news import show
from bot.perform.refusing import refused
from content.locales import DEFAULT, _, speaking
from handlers.coverage.plan_rules import SENTENCES, Bar, may_change
from handlers.effects import Refused
from handlers.messages import Screen, Show
from handlers.triage.permissions import Refusal, Right, case_of, refusal
from storage import people, years
from storage.people import Person


async def entitled(doing: Doing, officer: str, right: Right) -> Person | None:
    """Whoever pressed, where they still have the right."""
    person = await people.get(doing.rows, doing.keyring, officer)
    why = refusal(right, case_of(person, doing.now)) if person else Refusal.STRANGER
    if why:
        await refused(doing, Refused(officer, right.value, why.value))
    return None if why else person


async def changer(doing: Doing, officer: str, right: Right, plan: str, year: int) -> Person | None:
    """The same, where the year may be changed by them. A year that is being closed meanwhile waits for this, or this for it."""
    person = await entitled(doing, officer, right)
    if person is None:
        return None
    await years.hold(doing.rows, plan, year)
    closed = await years.closed_at(doing.rows, plan, year) is not None
    why = may_change(person, doing.policy.province_station, closed=closed)
    if why:
        await told(doing, person, right, why)
    return None if why else person


async def told(doing: Doing, person: Person, right: Right, why: Bar) -> None:
    """What their screen said is not so any more: one plain sentence, and a line of the audit."""
    with speaking(DEFAULT):
        screen = Screen(_(SENTENCES[why]))
    await refused(doing, Refused(person.id, right.value, why.value))
    await show(doing, Show(await doing.address_of(person), "plan_bar", screen, fresh=True))
