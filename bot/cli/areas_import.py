"""`hotline areas import`: a newer list of areas. Areas end and pass on, they never vanish."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.place import place
from bot.cli.terminal import Wrong, say
from content.areas import FOLDER, load, load_aliases
from content.locales import _
from storage.areas import apply_import, plan_import, summary
from storage.areas import load as stored
from storage.areas import load_aliases as stored_aliases

ALIASES = "aliases.csv"
"""Where a folder has none, those that are stored stay."""


def command(
    folder: Annotated[
        Path, typer.Argument(help=_("Folder with versions.csv, changes.csv, links.csv."), metavar="FOLDER")
    ] = FOLDER,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Say what would change, change nothing."))] = False,
) -> None:
    if not (folder / "versions.csv").is_file():
        raise Wrong(_("There is no file {file}.").format(file=folder / "versions.csv"))
    asyncio.run(carry_out(folder, dry_run))


async def carry_out(folder: Path, dry_run: bool) -> None:
    """All of it or nothing. Raises AreasError with every fault."""
    new = load(folder)
    async with place() as here, here.database.write() as rows:
        changes = plan_import(await stored(rows), new)
        aliases = load_aliases(folder / ALIASES) if (folder / ALIASES).is_file() else await stored_aliases(rows)
        if not dry_run:
            await apply_import(rows, new, aliases)
    for line in summary(changes):
        say(line)
    say(_("Nothing was changed: this was a dry run.") if dry_run else _("Done."))
