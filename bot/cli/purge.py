"""`hotline purge`: what the rules of retention give up today."""

from __future__ import annotations

import asyncio
import time
from typing import Annotated

import typer

from bot.cli.place import place, today
from bot.cli.terminal import say
from content import retention
from content.locales import _
from storage.purge import due, purge, ways_back_due


def command(
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Say what would go, destroy nothing."))] = False,
) -> None:
    asyncio.run(carry_out(dry_run, time.time()))


async def carry_out(dry_run: bool, now: float) -> None:
    """Destroy, or say what would be destroyed."""
    async with place() as here:
        rules = retention.load(today(now, here.policy))
        say(_("Rules since {day}: tips go {months} months after closing.").format(
            day=rules.valid_from, months=rules.tip_months
        ))  # fmt: skip
        if dry_run:
            async with here.database.read() as rows:
                tips, ways_back = len(await due(rows, rules, now)), len(await ways_back_due(rows, rules, now))
            say(_("Would go: {tips} tips, {ways_back} ways back to reporters.").format(tips=tips, ways_back=ways_back))
            return
        gone = await purge(here.database, here.keyring, here.tombstones, rules, now)
    text = _("Gone for good: {tips} tips, {ways_back} ways back to reporters, {files} unsent files.")
    say(text.format(tips=gone.tips, ways_back=gone.ways_back, files=gone.files))
    if not gone.tidy:
        say(_("The database's log could not be emptied while somebody was reading; please run this again."))
    say(_("Backups still hold them until they are {days} days old.").format(days=rules.backup_days))
