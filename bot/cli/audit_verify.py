"""`hotline audit verify`: is the chain of the audit whole?"""

from __future__ import annotations

import asyncio

import typer

from bot.cli.place import Place, moment, place
from bot.cli.terminal import say
from content.locales import _
from storage import audit


def command() -> None:
    asyncio.run(verify())


async def verify() -> None:
    """Says the result; exit code 1 where a line does not follow from the one before."""
    async with place() as here, here.database.read() as rows:
        broken = await audit.first_break(rows, here.keyring.audit)
        if broken is None:
            lines = [line async for _seq, line, _mac in audit.read(rows)]
            say(_("The audit is whole: {count} lines.").format(count=len(lines)))
            if lines:
                say(_("The last one is of {time}.").format(time=_time(here, lines[-1].at)))
            return
    say(_("The audit was changed, from the line of {time} on.").format(time=_time(here, broken.at)))
    say(_("Do not repair it: keep the database as it is and report to the one in charge."))
    raise typer.Exit(1)


def _time(here: Place, at: int) -> str:
    return moment(at / 1e6, here.policy)
