"""/baocao: the report of a year as a Word file to go on writing, and the rows behind its figures as an Excel file."""

from __future__ import annotations

import secrets

from content.locales import _
from content.terms import N_
from handlers.coverage.effects import MakeReport, ReportForm
from handlers.coverage.gate import OnYear, admit_year
from handlers.here import Here, Reply
from handlers.messages import Screen
from handlers.screens import action, menu
from handlers.triage.permissions import Right

PAGE = "year_report"
LABELS = {ReportForm.WORD: N_("Report (Word)"), ReportForm.EXCEL: N_("Rows (Excel)")}


async def baocao(here: Here) -> Reply:
    """The year that is spoken of today."""
    return await offer(here)


async def offer(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """What is made, and of which year: `year_report:<year>`."""
    on = await admit_year(here, Right.PAGE, "".join(arguments[:1]))
    if not isinstance(on, OnYear):
        return on
    due = f"{on.plan.annual_due(on.year):%d/%m/%Y}"
    lines = [_("Report of the year {year}, due on {day}.").format(year=on.year, day=due)]
    if not on.closed:
        lines.append(_("The year is open: its figures can still change."))
    lines.append(_("Number, signature and what to say of it are yours: fill in the Word file."))
    beside = [one for one in (on.year - 1, on.year + 1) if on.plan.first_year <= one <= on.plan.current(on.today)]
    ways = [(action("report_make", on.year, form.value), _(LABELS[form])) for form in ReportForm]
    years = [(action("year_report", one), str(one)) for one in beside]
    return Reply(Screen("\n".join(lines), menu(*ways, *years, (action("plan", on.year), _("Back")))), page=PAGE)


async def make(here: Here, arguments: tuple[str, ...]) -> Reply:
    """Order one of the files: `report_make:<year>:<form>`."""
    on = await admit_year(here, Right.PAGE, "".join(arguments[:1]))
    if not isinstance(on, OnYear):
        return on
    form = next((one for one in ReportForm if one.value == "".join(arguments[1:2])), None)
    if form is None or on.plan.bounds(on.year)[0] > on.today:
        return Reply(toast=_("That button was from before."))
    text = _("The report is being made. It comes below in a moment, and is gone from here after 15 minutes.")
    wanted = MakeReport(on.person.id, on.plan.key, on.year, form, secrets.token_hex(16))
    return Reply(Screen(text, menu((action("year_report", on.year), _("Back")))), effects=[wanted], page=PAGE)
