"""`hotline stations import`: units from a CSV file. Keys, officers and groups of units that exist stay as they are."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.place import place, today
from bot.cli.terminal import Wrong, say
from bot.cli.units import Plan, plan, read_units
from content.areas import shipped
from content.locales import _
from storage import audit, stations
from storage.audit import Line
from storage.times import micros


def command(
    file: Annotated[Path, typer.Argument(help=_("CSV: id,name,kind,area,parent"), metavar="FILE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Say what would change, change nothing."))] = False,
) -> None:
    if not file.is_file():
        raise Wrong(_("There is no file {file}.").format(file=file))
    asyncio.run(carry_out(file, dry_run, time.time()))


async def carry_out(file: Path, dry_run: bool, now: float) -> None:
    """All of the file or nothing."""
    async with place() as here:
        units = read_units(file, shipped(), today(now, here.policy), here.policy)
        async with here.database.write() as rows:
            wanted = plan(units, await stations.every(rows))
            if not dry_run:
                await stations.save(rows, wanted.all)
                lines = [Line(micros(now), None, "station imported", one.id) for one in wanted.all]
                await audit.append(rows, here.keyring.audit, lines)
    for line in summary(wanted):
        say(line)
    say(_("Nothing was changed: this was a dry run.") if dry_run else _("Done."))


def summary(wanted: Plan) -> list[str]:
    """A line for each unit that is touched, and how many are not."""
    lines = [_("New: {unit} {name}").format(unit=one.id, name=one.name) for one in wanted.new]
    lines += [_("Changed: {unit} {name}").format(unit=one.id, name=one.name) for one in wanted.changed]
    return [*lines, _("Unchanged: {count}").format(count=wanted.same)]
