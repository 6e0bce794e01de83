"""`hotline backup`: a sealed copy, and those that are too old are deleted."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.place import place, today
from bot.cli.terminal import Wrong, say
from content import retention
from content.locales import _
from storage.backup import back_up, discard, expired


def command(
    folder: Annotated[Path, typer.Argument(help=_("Where to put it; best another disk."), metavar="FOLDER")],
) -> None:
    if not folder.is_dir():
        raise Wrong(_("There is no folder {folder}.").format(folder=folder))
    asyncio.run(carry_out(folder, time.time()))


async def carry_out(folder: Path, now: float) -> None:
    """One more backup, and fewer old ones."""
    async with place() as here:
        rules = retention.load(today(now, here.policy))
        count = len(here.tombstones.read())
        made = await back_up(here.database, here.keyring.backup_public, count, folder, now)
    old = expired(folder, rules.backup_days, now)
    discard(old)
    say(_("Backup: {file}, {size} MB.").format(file=made, size=f"{made.stat().st_size / 1e6:.1f}"))
    if old:
        say(_("Deleted, older than {days} days: {count}.").format(days=rules.backup_days, count=len(old)))
    say(_("It opens only with the offline backup key, and works only together with the folder {keyring}.").format(
        keyring=here.settings.keyring
    ))  # fmt: skip
