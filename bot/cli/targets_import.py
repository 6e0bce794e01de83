"""`hotline targets import`: what prevention must reach, from a CSV file; communes and wards from the areas."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.place import place, today
from bot.cli.targets import TEMPLATE, Plan, communes, differences, plan, read_targets
from bot.cli.terminal import Wrong, say
from content.locales import _
from storage import areas, audit, targets
from storage.audit import Line
from storage.times import micros


def command(
    file: Annotated[
        Path | None, typer.Argument(help=_("CSV: id,kind,name,area,audience,contact,until"), metavar="FILE")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Say what would change, change nothing."))] = False,
    template: Annotated[bool, typer.Option("--template", help=_("Print a file to begin with."))] = False,
) -> None:
    if template:
        say(TEMPLATE.rstrip())
        return
    if file is not None and not file.is_file():
        raise Wrong(_("There is no file {file}.").format(file=file))
    asyncio.run(carry_out(file, dry_run, time.time()))


async def carry_out(file: Path | None, dry_run: bool, now: float) -> None:
    """All of the file or nothing; without a file the communes alone are brought up to the areas."""
    async with place() as here:
        day = today(now, here.policy)
        async with here.database.write() as rows:
            atlas = await areas.load(rows)
            if not atlas.versions:
                raise Wrong(_("There are no areas. First: hotline areas import"))
            listed = [*communes(atlas, day), *(read_targets(file, atlas, day) if file else ())]
            wanted = plan(listed, await targets.every(rows, here.keyring), day, atlas)
            if not dry_run:
                await targets.save(rows, here.keyring, wanted.all)
                await audit.append(rows, here.keyring.audit, [Line(micros(now), None, "targets imported")])
    for line in summary(wanted):
        say(line)
    say(_("Nothing was changed: this was a dry run.") if dry_run else _("Done."))


def summary(wanted: Plan) -> list[str]:
    """A line for each target that is touched, and how many are not."""
    lines = [
        _("New: {unit} {name} ({kind})").format(unit=one.id, name=one.name, kind=_(one.kind.text)) for one in wanted.new
    ]
    for one in wanted.changed:
        what = "; ".join(f"{name}: “{was}” → “{will}”" for name, (was, will) in differences(one).items())
        lines.append(_("Changed: {unit} {what}").format(unit=one.after.id, what=what))
    return [*lines, _("Unchanged: {count}").format(count=wanted.same)]
