"""`hotline run`: real operation, until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys

from bot import logs
from bot.app import App
from bot.cli.place import check_schema, database_of
from bot.cli.terminal import Wrong, say
from bot.files.confine import harden_main_process
from bot.settings import Settings, load
from content.locales import _
from storage import stations
from storage.vault.keyring import Keyring


def command() -> None:
    harden_main_process()
    logs.setup(as_json=not sys.stderr.isatty())
    asyncio.run(operate(load()))


async def operate(settings: Settings) -> None:
    """Serve. SIGTERM and Ctrl+C end it: what is under way is on disk already."""
    await check_begun(settings)
    async with App.open(settings) as app:
        for one in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(one, app.stopping.set)
        running = asyncio.create_task(app.run())
        ready = asyncio.create_task(app.ready.wait())
        await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if app.ready.is_set():
            gc.freeze()  # what is built by now stays: no search for garbage looks at it again
            how = _("updates are delivered to us") if settings.by_webhook else _("updates are polled")
            say(_("The hotline runs; {how}. Stop with Ctrl+C.").format(how=how))
        await running
    say(_("The hotline has stopped."))


async def check_begun(settings: Settings) -> None:
    """Raises Wrong where `init` has not been run, or the tables are of another version."""
    Keyring.open(settings.keyring)
    async with database_of(settings) as database:
        await check_schema(database)
        async with database.read() as rows:
            if not await stations.every(rows):
                raise Wrong(_("There are no units. Begin with: hotline init"))
