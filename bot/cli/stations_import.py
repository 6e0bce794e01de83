"""`hotline stations import`: units from a CSV file. Keys, officers and groups of units that exist stay as they are."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.place import place, today
from bot.cli.terminal import Wrong, say
from bot.cli.units import Plan, differences, plan, read_units
from content.areas import shipped
from content.locales import _
from content.policy import Policy
from content.terms import PersonState, Role
from handlers.triage.routing_rules import LIAISONS
from storage import audit, people, stations
from storage.audit import Line
from storage.stations import Station
from storage.times import micros


def command(
    file: Annotated[Path, typer.Argument(help=_("CSV: id,name,kind,area,parent,contact"), metavar="FILE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Say what would change, change nothing."))] = False,
) -> None:
    if not file.is_file():
        raise Wrong(_("There is no file {file}.").format(file=file))
    asyncio.run(carry_out(file, dry_run, time.time()))


async def carry_out(file: Path, dry_run: bool, now: float) -> None:
    """All of the file or nothing."""
    async with place() as here:
        units = read_units(file, shipped(), today(now, here.policy), here.policy)
        async with here.database.write() as rows:
            wanted = plan(units, await stations.every(rows))
            heads = await people.of_role(rows, here.keyring, Role.HEAD)
            if not dry_run:
                await stations.save(rows, wanted.all)
                lines = [Line(micros(now), None, "station imported", one.id) for one in wanted.all]
                await audit.append(rows, here.keyring.audit, lines)
    headed = {one.station for one in heads if one.state is PersonState.ACTIVE}
    for line in [*summary(wanted), *headless(units, headed, here.policy)]:
        say(line)
    say(_("Nothing was changed: this was a dry run.") if dry_run else _("Done."))


def summary(wanted: Plan) -> list[str]:
    """A line for each unit that is touched, with what becomes of it, and how many are not."""
    lines = [
        _("New: {unit} {name} ({kind})").format(unit=one.id, name=one.name, kind=_(one.kind.text)) for one in wanted.new
    ]
    for one in wanted.changed:
        what = "; ".join(f"{column}: “{was}” → “{will}”" for column, (was, will) in differences(one).items())
        lines.append(_("Changed: {unit} {what}").format(unit=one.after.id, what=what))
    return [*lines, _("Unchanged: {count}").format(count=wanted.same)]


def headless(units: Sequence[Station], headed: Collection[str], policy: Policy) -> list[str]:
    """The units of the file that nobody heads yet: what is their head's goes one level up until somebody is invited.

    Liaisons decide nothing here, so nobody is missed there.
    """
    lacking = [one.id for one in units if one.id not in headed and one.kind not in LIAISONS]
    if not lacking:
        return []
    return [
        _("No head yet, so {province} is told instead: {units}").format(
            province=policy.province_station, units=", ".join(lacking)
        ),
        _("Invite one: hotline invite head --station {unit}").format(unit=lacking[0]),
    ]
