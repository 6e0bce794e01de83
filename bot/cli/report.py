"""`hotline report annual`: the report of a year as a Word file, and beside it the rows behind its figures as an Excel file."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.place import place, today
from bot.cli.terminal import Wrong, say
from content.locales import _, speaking
from content.plans import shipped
from handlers.coverage.report import year_report
from storage import stations


def command(
    out: Annotated[Path, typer.Option("--out", help=_("The Word file; the Excel file gets the same name."))],
    year: Annotated[int, typer.Option("--year", help=_("Of the plan; the current one without it."))] = 0,
) -> None:
    if out.suffix.lower() != ".docx":
        raise Wrong(_("The name of the file ends in .docx."))
    if not out.absolute().parent.is_dir():
        raise Wrong(_("There is no folder {folder}.").format(folder=out.absolute().parent))
    document, rows = asyncio.run(carry_out(year, time.time()))
    for file, made in ((out, document), (out.with_suffix(".xlsx"), rows)):
        file.write_bytes(made)
        say(str(file))


async def carry_out(year: int, now: float) -> tuple[bytes, bytes]:
    """Both files, from one reading of the database."""
    from handlers.papers.annual import annual, sheets  # here: documents weigh, and no other verb needs them
    from handlers.papers.docx import docx
    from handlers.papers.xlsx import xlsx

    async with place() as here:
        plan = shipped(here.policy.plan)
        which = year or plan.current(today(now, here.policy))
        if not plan.first_year <= which <= plan.last_year:
            text = _("The plan has the years {first} to {last}.")
            raise Wrong(text.format(first=plan.first_year, last=plan.last_year))
        if plan.bounds(which)[0] > today(now, here.policy):
            raise Wrong(_("That year of the plan has not begun yet."))
        async with here.database.read() as rows:
            found = await year_report(rows, here.keyring, here.policy, plan, which, now)
            unit = await stations.get(rows, here.policy.province_station)
        if unit is None:
            raise Wrong(_("There are no units yet. First: hotline init"))
    with speaking("vi"):
        return docx(annual(found, here.policy, unit, now)), xlsx(sheets(found), now)
