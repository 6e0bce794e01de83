"""`hotline init`: from an empty machine to an installation that its first administrator can enter. Once.

Everything that can be refused or given up comes first; then all is made at once.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.invite import TOKEN_BYTES
from bot.cli.links import link
from bot.cli.papers import hand_out
from bot.cli.place import Place, sqlite_file, today
from bot.cli.terminal import Wrong, say
from bot.cli.units import founding, read_units
from bot.settings import Settings, load
from content.areas import load_aliases, shipped
from content.locales import _
from content.policy import Policy
from content.terms import Role
from handlers.effects import Invite
from storage import areas, audit, migrations, people, stations
from storage.audit import Line
from storage.backup import printed
from storage.engine import Database
from storage.stations import Station
from storage.times import micros
from storage.tombstones import Tombstones
from storage.vault.keyring import Keyring
from storage.vault.keys import Pair
from storage.vault.recovery import Circle, NewRecovery, new_recovery


@dataclass(frozen=True)
class Founding:
    """What a new installation begins with."""

    units: Sequence[Station]
    recovery: Mapping[Circle, NewRecovery] = field(repr=False)
    backup_public: bytes
    policy: Policy


def command(
    stations: Annotated[
        Path | None, typer.Option(help=_("CSV of the communes' units; they can be imported later too."), metavar="FILE")
    ] = None,
    backup_key: Annotated[
        Path,
        typer.Option(help=_("Where to write the key that opens backups; take it off this machine."), metavar="FILE"),
    ] = Path("hotline-backup.key"),
) -> None:
    if stations is not None and not stations.is_file():
        raise Wrong(_("There is no file {file}.").format(file=stations))
    settings = load()
    check_key_file(backup_key, settings)
    asyncio.run(carry_out(settings, stations, backup_key, time.time()))


async def carry_out(settings: Settings, file: Path | None, backup_key: Path, now: float) -> None:
    """Ask what must be asked, then make everything."""
    policy = Policy()
    units = {one.id: one for one in founding(policy)}
    if file is not None:
        units |= {one.id: one for one in read_units(file, shipped(), today(now, policy), policy)}
    database = await open_new(settings)
    try:
        recovery = {circle: new_recovery(circle) for circle in Circle}
        for circle, made in recovery.items():
            hand_out(circle, made)
        pair = Pair.new()
        write_key(backup_key, pair)
        token = await found(database, settings, Founding(list(units.values()), recovery, pair.public, policy), now)
    finally:
        await database.close()
    say(_("Ready: {count} units. Keys: {keyring}").format(count=len(units), keyring=settings.keyring))
    say(_("Copy the folder {keyring} to a safe place too: without it no tip opens.").format(keyring=settings.keyring))
    say(
        _("Take {file} off this machine now: only it opens backups, and this machine must not.").format(file=backup_key)
    )
    say(_("The first administrator, once, within 24 hours:"))
    say(await link(settings, f"i{token}"))
    say(_("Next: hotline doctor, then hotline run"))
    say(
        _("No tip can be received before the first officer of {unit} has chosen a PIN: invite them first.").format(
            unit=policy.province_station
        )
    )


async def open_new(settings: Settings) -> Database:
    """The database, if nothing was begun in it. Raises Wrong."""
    keyring = settings.keyring
    if keyring.exists() and (not keyring.is_dir() or any(keyring.iterdir())):
        raise Wrong(_("There is a keyring in {keyring} already: init runs once.").format(keyring=keyring))
    file = sqlite_file(settings)
    if file is not None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = await Database.open(settings.database_url.get_secret_value())
    if await migrations.revision(database) is not None:
        async with database.read() as rows:
            begun = await people.anybody(rows) or bool(await stations.every(rows))
        if begun:
            await database.close()
            raise Wrong(_("The database is in use already: init runs once."))
    return database


async def found(database: Database, settings: Settings, founding: Founding, now: float) -> str:
    """Schema, keyring, areas, units, recovery keys, and the first administrator's invitation, whose token is returned."""
    await migrations.upgrade(database)
    settings.keyring.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    keyring = Keyring.create(settings.keyring, now, founding.backup_public)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    here = Place(settings, database, keyring, Tombstones(settings.keyring), founding.policy)
    try:
        async with database.write() as rows:
            await areas.apply_import(rows, shipped(), load_aliases())
            await stations.save(rows, founding.units)
            for circle, made in founding.recovery.items():
                await stations.set_recovery(rows, keyring, circle, made.public)
            await audit.append(rows, keyring.audit, [Line(micros(now), None, "founded")])
            invitation = Invite(token, Role.ADMIN, founding.policy.province_station)
            await here.performer(now).perform(rows, [invitation], None, now)
    except BaseException:
        shutil.rmtree(settings.keyring)  # nothing was sealed with it
        raise
    return token


def check_key_file(path: Path, settings: Settings) -> None:
    """Raises Wrong where the key would lie beside what it opens, or on another file."""
    if path.exists():
        raise Wrong(_("There is a file {file} already.").format(file=path))
    if not path.absolute().parent.is_dir():
        raise Wrong(_("There is no folder {folder}.").format(folder=path.absolute().parent))
    if settings.keyring.absolute() in path.absolute().parents:
        raise Wrong(_("The key that opens backups must not lie in the keyring."))


def write_key(path: Path, pair: Pair) -> None:
    """The private key of backups, as text that can also be printed. Raises OSError."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w") as file:
        file.write(printed(pair) + "\n")
        file.flush()
        os.fsync(file.fileno())
