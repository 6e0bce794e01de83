"""The desk of a year of the plan: what is entered, fixed, agreed and closed, and the ways to each."""

from __future__ import annotations

from content.locales import _, ngettext
from handlers.coverage.entry_rules import asked_of, missing
from handlers.coverage.gate import OnYear, admit_year
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action, menu
from handlers.triage.hours import local
from handlers.triage.permissions import KEYLESS, Right
from storage import entered

PAGE = "plan"


async def kehoach(here: Here) -> Reply:
    """/kehoach: the year that is spoken of today."""
    return await desk(here, ())


async def desk(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """The same for any year, from a button: `plan:<year>`."""
    found = await admit_year(here, Right.PLAN, "".join(arguments[:1]))
    if not isinstance(found, OnYear):
        return found
    return Reply(await desk_screen(here, found), page=PAGE)


async def desk_screen(here: Here, on: OnYear, note: str = "") -> Screen:
    """How far the year has come, and the ways on."""
    plan, year = on.plan, on.year
    lines = [note] if note else []
    lines += [_("Plan of the year {year} · {title}").format(year=year, title=plan.title), _deadline(on)]
    if on.closed:
        day = f"{local(on.closed, here.policy):%d/%m/%Y}"
        lines.append(_("The year is closed since {day}: nothing of it changes.").format(day=day))
    if not plan.indicators:
        lines.append(_("This plan has no indicators yet: fill in its file first."))
        return Screen("\n".join(lines), (*menu(*_years(on)), _out(on)))
    known = await entered.of_year(here.rows, plan.key, year)
    asked, lacking = len(asked_of(plan)), len(missing(plan, known))
    lines += [
        _("Figures entered: {n} of {all}.").format(n=asked - lacking, all=asked),
    ]
    ways = [
        (action("plan_figures", year), _("Figures")),
        *_years(on),
    ]
    return Screen("\n".join(lines), (*menu(*ways), _out(on)))


def _deadline(on: OnYear) -> str:
    due = on.plan.annual_due(on.year)
    left = (due - on.today).days
    if left < 0:
        return _("The report was due on {day}.").format(day=f"{due:%d/%m/%Y}")
    text = ngettext("The report is due on {day}: {n} day left.", "The report is due on {day}: {n} days left.", left)
    return text.format(day=f"{due:%d/%m/%Y}", n=left)


def _years(on: OnYear) -> list[tuple[str, str]]:
    """The years beside this one."""
    beside = (on.year - 1, on.year + 1)
    return [(action("plan", one), str(one)) for one in beside if on.plan.first_year <= one <= on.plan.last_year]


def _out(on: OnYear) -> tuple[Button, ...]:
    home = "outreach" if on.person.role in KEYLESS else "desk"
    return (Button(_("Back"), payload=action(home)),)
