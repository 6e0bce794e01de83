"""`hotline areas shapes`: outlines of today's communes for the chart, from a GeoJSON file; without them it is drawn of tiles."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.place import place, today
from bot.cli.terminal import Wrong, say
from content.areas.shapes import ShapesError, read_shapes
from content.locales import _
from storage import areas


def command(
    file: Annotated[Path, typer.Argument(help=_("GeoJSON with the code of each commune."), metavar="FILE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Say what would change, change nothing."))] = False,
) -> None:
    if not file.is_file():
        raise Wrong(_("There is no file {file}.").format(file=file))
    asyncio.run(carry_out(file, dry_run, time.time()))


async def carry_out(file: Path, dry_run: bool, now: float) -> None:
    """All of the file or nothing; says which communes have no outline yet."""
    async with place() as here:
        day = today(now, here.policy)
        async with here.database.write() as rows:
            atlas = await areas.load(rows)
            if not atlas.versions:
                raise Wrong(_("There are no areas. First: hotline areas import"))
            try:
                found = read_shapes(file, atlas, day)
            except ShapesError as fault:
                raise Wrong(str(fault)) from None
            known = found.keys() | (await areas.shapes(rows)).keys()
            if not dry_run:
                await areas.save_shapes(rows, found)
    communes = [one for one in atlas.on(day).values() if one.type.level == 3]
    lacking = sorted(one.name for one in communes if one.area not in known)
    say(_("Outlines: {count} of {all} communes.").format(count=len(communes) - len(lacking), all=len(communes)))
    if lacking:
        say(_("Without an outline: {names}").format(names=", ".join(lacking)))
    say(_("Nothing was changed: this was a dry run.") if dry_run else _("Done."))
