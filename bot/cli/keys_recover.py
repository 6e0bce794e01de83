"""`hotline keys recover`: both papers open a unit that nobody can open any more, for a newcomer who has chosen a PIN.

Using the papers spends them: a new recovery key is written down before anything changes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cli.papers import hand_out
from bot.cli.place import Place, place
from bot.cli.terminal import Wrong, agreed, ask, choose, say
from bot.letters import Letters
from bot.perform.doing import Doing
from content.locales import DEFAULT, _, speaking
from content.terms import PersonState
from handlers.admin.approve import welcome_screen
from handlers.messages import Show
from handlers.screens import MAIN
from handlers.triage.permissions import READERS
from storage import audit, people, stations
from storage.audit import Line
from storage.people import Lock, Person
from storage.seals import Seals
from storage.stations import Station
from storage.times import Ticks, micros
from storage.tombstones import Kind
from storage.vault.keys import Pair
from storage.vault.public import Owner, check_public_key
from storage.vault.recovery import Circle, Spent, WrappedStation, combine, new_recovery, spend
from storage.vault.station import open_station, share_with, voice_code


@dataclass(frozen=True)
class Newcomer:
    """Somebody who has a PIN and no key of their unit yet."""

    person: Person
    lock: Lock
    unit: Station


def command(
    circle: Annotated[Circle, typer.Argument(help=_("Whose papers."), metavar="province|inspectorate")],
) -> None:
    asyncio.run(carry_out(circle, time.time()))


async def carry_out(circle: Circle, now: float) -> None:
    """Papers, newcomer, code by voice, new papers; then everything at once."""
    async with place() as here:
        async with here.database.read() as rows:
            public = await stations.recovery_public(rows, here.keyring, circle)
            waiting = await newcomers(rows, here, circle)
            wrapped = await wrapped_stations(rows, circle)
        if public is None:
            await begin_anew(here, circle, now)
            return
        if not waiting:
            raise Wrong(_("Nobody waits for a key. First: hotline invite officer --station ID; they choose a PIN."))
        pair = combine(circle, (ask(_("Paper 1:")), ask(_("Paper 2:"))), public)
        names = [f"{one.person.name}, {one.unit.name}" for one in waiting]
        chosen = waiting[choose(_("Who gets the key?"), names)]
        code = voice_code(here.keyring.server, chosen.unit.id.encode(), chosen.person.row, chosen.lock.key)
        say(_("The code on their phone must be: {code}").format(code=code))
        if not agreed(_("Did they read you the same code?")):
            raise Wrong(_("Nothing was changed. If the codes differ, report it."))
        spent = spend(circle, pair, wrapped)
        hand_out(circle, spent.recovery)
        await write(here, circle, pair, chosen, wrapped, spent, now)
    say(
        _("{name} can open a shift now. The old papers open nothing any more: destroy them.").format(
            name=chosen.person.name
        )
    )


async def begin_anew(here: Place, circle: Circle, now: float) -> None:
    """After a restore that found the old papers used: a new recovery key. Each unit joins when an officer of it opens a shift."""
    say(_("There is no recovery key for these units any more. A new one is made now."))
    made = new_recovery(circle)
    hand_out(circle, made)
    async with here.database.write() as rows:
        await stations.set_recovery(rows, here.keyring, circle, made.public)
        await audit.append(rows, here.keyring.audit, [Line(micros(now), None, "recovery made", circle.value)])
    say(_("Done. Each unit joins them by itself when one of its officers next opens a shift."))


async def newcomers(rows: AsyncConnection, here: Place, circle: Circle) -> list[Newcomer]:
    """Readers of this circle's units who chose a PIN and hold no key; units that recovery can open."""
    found = []
    for unit in (await stations.every(rows)).values():
        if stations.circle_of(unit) is not circle or await stations.recovery_key(rows, unit.id) is None:
            continue
        for person in await people.of_station(rows, here.keyring, unit.id):
            lock = await people.lock(rows, person.id)
            open_to = person.state in (PersonState.WAITING, PersonState.ACTIVE) and person.role in READERS
            if lock and open_to and not person.holds_key:
                check_public_key(here.keyring, Owner.OFFICER, person.row, lock.key, lock.key_mac)
                found.append(Newcomer(person, lock, unit))
    return found


async def wrapped_stations(rows: AsyncConnection, circle: Circle) -> list[WrappedStation]:
    """Every unit's private key as it lies sealed to the circle's recovery key."""
    found = []
    for unit in (await stations.every(rows)).values():
        body = await stations.recovery_key(rows, unit.id)
        if stations.circle_of(unit) is circle and unit.key and body:
            found.append(WrappedStation(unit.id.encode(), unit.key, body))
    return found


async def write(
    here: Place, circle: Circle, pair: Pair, chosen: Newcomer, seen: Sequence[WrappedStation], spent: Spent, now: float
) -> None:
    """All of it in one transaction. Raises Wrong where a unit's key has changed meanwhile: the old papers still hold."""
    name = chosen.unit.id.encode()
    old = next(one for one in seen if one.station_id == name)
    station = open_station(pair, name, old.station_public, old.wrapped)
    seals = Seals(here.keyring)
    async with here.database.write() as rows:
        if await wrapped_stations(rows, circle) != list(seen):
            raise Wrong(_("A unit's key changed meanwhile; the old papers still hold. Please begin again."))
        here.tombstones.add(Kind.SPENT, [pair.public.hex()])
        await people.give_key(
            rows, chosen.unit.id, chosen.person.id, share_with(station, name, [chosen.lock.key])[chosen.lock.key]
        )
        await people.set_state(rows, chosen.person.id, PersonState.ACTIVE)
        for one in spent.stations:
            await stations.set_recovery_key(rows, one.station_id.decode(), one.wrapped)
        await stations.set_recovery(rows, here.keyring, circle, spent.recovery.public)
        to = await Doing(rows, now, here.performer(now).tools).address_of(chosen.person)
        with speaking(DEFAULT):
            await Letters(seals, Ticks()).put(rows, [Show(to, MAIN, welcome_screen(), fresh=True)], now)
        lines = [
            Line(micros(now), None, "recovery used", circle.value),
            Line(micros(now), None, "approved", chosen.person.id),
        ]
        await audit.append(rows, here.keyring.audit, lines)
