"""`hotline migrate`: the schema as this version needs it."""

from __future__ import annotations

import asyncio

from bot.cli.place import database_of
from bot.cli.terminal import say
from bot.settings import load
from content.locales import _
from storage import migrations


def command() -> None:
    asyncio.run(migrate())


async def migrate() -> None:
    """Go up, all of it or nothing."""
    async with database_of(load()) as database:
        before = await migrations.revision(database)
        await migrations.upgrade(database)
        after = await migrations.revision(database)
    if before == after:
        say(_("The database is up to date ({version}).").format(version=after))
    else:
        say(_("The database went from {before} to {after}.").format(before=before or _("nothing"), after=after))
