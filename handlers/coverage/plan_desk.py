"""The desk of a year of the plan: what is entered, fixed, agreed and closed, and the ways to each."""

from __future__ import annotations

from content.coverage_terms import MotionState
from content.locales import _, ngettext
from content.plans import Counted, Plan
from handlers.coverage.entry_rules import asked_of, missing
from handlers.coverage.gate import OnYear, admit_year
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action, menu
from handlers.triage.hours import local
from handlers.triage.permissions import KEYLESS, Right, case_of, refusal
from storage import entered, motions, sessions, sets
from storage.motions import Motion
from storage.people import Person

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
    fixed, listed = len(await sets.of_year(here.rows, plan.key, year)), len(covering(plan))
    waiting = await open_motions(here, on)
    lines += [
        _("Figures entered: {n} of {all}.").format(n=asked - lacking, all=asked),
        _("Lists fixed: {n} of {all}.").format(n=fixed, all=listed),
    ]
    lines += [
        _("{first} to {last}: {name}").format(first=f"{first:%d/%m}", last=f"{last:%d/%m/%Y}", name=name)
        for first, last, name in sorted((*one.next(on.today), one.name) for one in plan.campaigns)
    ]
    if waiting:
        text = ngettext("{n} change waits for a second person.", "{n} changes wait for a second person.", len(waiting))
        lines.append(text.format(n=len(waiting)))
    ways = [
        (action("phu", year), _("Covered, not covered")),
        (action("plan_figures", year), _("Figures")),
        (action("year_report", year), _("Report of a year")),
        (action("plan_lists", year), _("Lists")),
        *(await _sessions(here, on)),
        *([(action("motions", year), _("Second person: {n}").format(n=len(waiting)))] if waiting else []),
        *page_way(here, on.person, year),
        *(_closing(here, on) if on.today >= plan.bounds(year)[1] else []),
        *([(action("plan_duties", year, 0), _("Who does what"))] if plan.agencies else []),
        *_years(on),
    ]
    return Screen("\n".join(lines), (*menu(*ways), _out(on)))


def page_way(here: Here, person: Person, year: int) -> list[tuple[str, str]]:
    """The way to the commander's page, where there is one and this person may see it."""
    if not here.policy.page_url or refusal(Right.PAGE, case_of(person, here.now)):
        return []
    return [(action("page", year), _("See the page"))]


async def _sessions(here: Here, on: OnYear) -> list[tuple[str, str]]:
    """Writing one down, and what waits for a second officer."""
    case = case_of(on.person, here.now)
    ways = [] if refusal(Right.RECORD_SESSION, case) else [(action("session_new"), _("Record a session"))]
    own = None if on.person.station == here.policy.province_station else on.person.station
    waiting = len(await sessions.waiting(here.rows, here.keyring, own))
    if waiting and not refusal(Right.ACCEPT_SESSION, case):
        ways.append((action("sessions", 0), _("Sessions waiting: {n}").format(n=waiting)))
    return ways


def covering(plan: Plan) -> tuple[str, ...]:
    """The indicators that have a list of what has to be covered."""
    return tuple(one.id for one in plan.indicators.values() if one.counts is Counted.COVERED)


async def open_motions(here: Here, on: OnYear) -> list[Motion]:
    """What of this year waits for a second person."""
    found = await motions.of_year(here.rows, here.keyring, on.plan.key, on.year)
    return [one for one in found if one.state is MotionState.OPEN]


def _deadline(on: OnYear) -> str:
    due = on.plan.annual_due(on.year)
    left = (due - on.today).days
    if left < 0:
        return _("The report was due on {day}.").format(day=f"{due:%d/%m/%Y}")
    text = ngettext("The report is due on {day}: {n} day left.", "The report is due on {day}: {n} days left.", left)
    return text.format(day=f"{due:%d/%m/%Y}", n=left)


def _closing(here: Here, on: OnYear) -> list[tuple[str, str]]:
    if refusal(Right.CLOSE_YEAR, case_of(on.person, here.now)):
        return []
    if on.closed:
        return [(action("year_open", on.year), _("Open it again"))]
    return [(action("year_close", on.year), _("Close the year"))]


def _years(on: OnYear) -> list[tuple[str, str]]:
    """The years beside this one."""
    beside = (on.year - 1, on.year + 1)
    return [(action("plan", one), str(one)) for one in beside if on.plan.first_year <= one <= on.plan.last_year]


def _out(on: OnYear) -> tuple[Button, ...]:
    home = "outreach" if on.person.role in KEYLESS else "desk"
    return (Button(_("Back"), payload=action(home)),)
