"""`hotline restore`: a backup becomes the database that the settings name. Before anybody is served."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.place import moment, sqlite_file
from bot.cli.terminal import Wrong, ask, say
from bot.settings import load
from content.locales import _
from content.policy import Policy
from storage import restore as storage
from storage.backup import read_key
from storage.engine import Database
from storage.tombstones import Tombstones
from storage.vault.keyring import Keyring
from storage.vault.keys import Pair


def command(
    file: Annotated[Path, typer.Argument(help=_("The backup."), metavar="FILE")],
    key: Annotated[
        Path | None, typer.Option(help=_("File of the offline backup key; without it you are asked."))
    ] = None,
) -> None:
    if not file.is_file():
        raise Wrong(_("There is no file {file}.").format(file=file))
    asyncio.run(carry_out(file, key, time.time()))


async def carry_out(file: Path, key: Path | None, now: float) -> None:
    """All of it or nothing."""
    settings = load()
    keyring = Keyring.open(settings.keyring)
    new = sqlite_file(settings)
    if new is not None and new.exists():
        raise Wrong(_("There is a database in {file} already. Move it away first.").format(file=new))
    pair = backup_key(key)
    if new is not None:
        new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = await Database.open(settings.database_url.get_secret_value())
    done = False
    try:
        back = await storage.restore(database, keyring, Tombstones(settings.keyring), file, pair, now)
        done = True
    finally:
        await database.close()
        if new is not None and not done:  # an empty file would look like a database
            new.unlink(missing_ok=True)
    policy = Policy()
    say(_("Restored to {time}: {rows} rows.").format(time=moment(back.made_at, policy), rows=back.rows))
    say(_("Kept dead: {count} things that were purged, withdrawn or revoked by now.").format(count=back.buried))
    say(_("Shifts are closed: every officer opens a new one. Invitations that were open are void."))
    say(_("Tips sent after {time} are not in it. Then: hotline doctor").format(time=moment(back.made_at, policy)))


def backup_key(key: Path | None) -> Pair:
    """The offline key, from its file or typed. Raises Wrong or Refused."""
    if key is None:
        return read_key(ask(_("The backup key, from its paper:")))
    if not key.is_file():
        raise Wrong(_("There is no file {file}.").format(file=key))
    return read_key(key.read_text("ascii", "replace"))
