"""`hotline keys rotate`: new keys for what is new. Old ones stay to open what is old."""

from __future__ import annotations

import asyncio
import time
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.place import place
from bot.cli.terminal import Wrong, agreed, say
from content.locales import _
from storage import audit
from storage.audit import Line
from storage.times import micros


class Which(StrEnum):
    """What can be rotated."""

    SERVER = "server"
    RECEIPTS = "receipts"


def command(
    which: Annotated[Which, typer.Argument(help=_("Which key."), metavar="server|receipts")] = Which.SERVER,
    retire: Annotated[
        str, typer.Option(help=_("Destroy an old receipt key; every receipt made under it dies."), metavar="ID")
    ] = "",
) -> None:
    asyncio.run(carry_out(which, retire, time.time()))


async def carry_out(which: Which, retire: str, now: float) -> None:
    """One rotation, or one old key for receipts gone."""
    async with place() as here:
        keyring = here.keyring
        if retire:
            if not agreed(_("Every receipt made under {id} will open nothing, for ever. Go on?").format(id=retire)):
                raise Wrong(_("Nothing was changed."))
            keyring.retire_receipt_pepper(_id(retire))
        elif which is Which.SERVER:
            keyring.rotate_server()
        else:
            keyring.rotate_receipt_pepper()
        done = "key retired" if retire else "key rotated"
        async with here.database.write() as rows:
            await audit.append(rows, keyring.audit, [Line(micros(now), None, done, which.value)])
        say(_("Done. Restart the hotline, so that it takes up the new keys."))
        say(_("Copy the folder {keyring} to its safe place again.").format(keyring=here.settings.keyring))
        if which is Which.RECEIPTS or retire:
            newest, *older = (pepper.id.hex() for pepper in keyring.receipt_peppers)
            say(_("Receipt keys: new {newest}; old {older}").format(newest=newest, older=", ".join(older) or "-"))


def _id(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Wrong(_("The id of a receipt key is eight digits and letters a to f.")) from None
