"""`hotline invite`: the operator's way to let somebody in; a colleague still has to approve whoever reads tips."""

from __future__ import annotations

import asyncio
import secrets
import time
from typing import Annotated

import typer

from bot.cli.links import link
from bot.cli.place import place
from bot.cli.terminal import Wrong, say
from content.locales import _
from content.terms import Role
from handlers.effects import Invite
from handlers.triage.permissions import SEATS
from storage import stations

TOKEN_BYTES = 16


def command(
    role: Annotated[
        Role,
        typer.Argument(
            help=_("What they may do."), metavar="officer|head|desk|inspector|auditor|outreach|commander|admin"
        ),
    ],
    station: Annotated[str, typer.Option(help=_("Id of their unit; without it the province's."), metavar="ID")] = "",
) -> None:
    asyncio.run(carry_out(role, station.upper(), time.time()))


async def carry_out(role: Role, station: str, now: float) -> None:
    """One invitation."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    async with place() as here:
        name = station or here.policy.province_station
        async with here.database.write() as rows:
            unit = await stations.get(rows, name)
            if unit is None:
                raise Wrong(_("There is no unit {unit}. Its id stands in the units' file.").format(unit=name))
            if unit.kind not in SEATS[role]:
                raise Wrong(_("{role}: not at {unit}.").format(role=_(role.text), unit=unit.name))
            await here.performer(now).perform(rows, [Invite(token, role, name)], None, now)
        say(_("{role}, {unit}: give this to that one person. It works once, for 24 hours.").format(
            role=_(role.text), unit=unit.name
        ))  # fmt: skip
        say(await link(here.settings, f"i{token}"))
