"""What `doctor` looks at on this machine: keyring, database, disk, units, and work that does not get done."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cli.findings import Finding, care, good, wrong
from bot.cli.place import sqlite_file
from bot.ingress import LEAST_FREE
from bot.settings import Settings
from bot.web.health import STUCK_S
from content.clocks.calendar import Calendar
from content.locales import _
from content.outreach import NoSending
from content.policy import Policy
from storage import inbox, migrations, stations
from storage.engine import Broken, Busy, Database
from storage.stations import Station
from storage.tables import due, job, lease, outbox
from storage.tables import inbox as inbox_table
from storage.vault.keyring import Keyring
from storage.vault.keys import VaultError
from storage.vault.recovery import Circle
from storage.vault.ring import ends_at

LITTLE_FREE = 0.15
GIB = 1 << 30
KEYS_LATE_S = 3600.0  # the clock sweeps every ten minutes


def check_keys(settings: Settings, now: float) -> tuple[list[Finding], Keyring | None]:
    """The keyring opens, nobody else can read it, and keys whose time has come are gone."""
    what = _("Keys")
    try:
        keyring = Keyring.open(settings.keyring)
    except (VaultError, OSError) as error:
        return [wrong(what, str(error))], None
    late = [path.name for path in settings.keyring.iterdir() if ends_at(path.name) + KEYS_LATE_S < now]
    if late:
        text = _("{count} old day keys are still there: is the hotline running? It destroys them.")
        return [wrong(what, text.format(count=len(late)))], keyring
    return [good(what, _("{folder}, whole, readable for this user only.").format(folder=settings.keyring))], keyring


def check_disk(folder: Path) -> Finding:
    """Room on the disk of a folder."""
    usage = shutil.disk_usage(folder)
    what, share = _("Disk"), usage.free / usage.total
    text = _("{free} GB free ({share} %).").format(free=f"{usage.free / GIB:.1f}", share=int(share * 100))
    if share < LEAST_FREE:
        return wrong(what, text + " " + _("Nothing is taken in any more until there is room."))
    return care(what, text) if share < LITTLE_FREE else good(what, text)


def check_calendar(known: Calendar, today: date) -> Finding:
    """The days off by which deadlines are counted: of this year, and a month before its end of the next one."""
    what, missing = _("Days off"), known.lacks(today)
    if missing is None:
        return good(what, _("known until the end of {year}.").format(year=max(known.years)))
    text = _(
        "the list of {year} is missing: deadlines there leave out weekends and sure holidays only. Add content/clocks/years/{year}.toml."
    )
    return care(what, text.format(year=missing))


def check_quiet_days(known: NoSending, today: date) -> Finding:
    """The examinations during which groups are left in peace."""
    what, missing = _("Quiet days"), known.lacks(today)
    if missing is None:
        return good(what, _("nothing is missing."))
    text = _(
        "the examination days of {year} are missing: groups are written to then. Add them to content/outreach/no_sending.toml."
    )
    return care(what, text.format(year=missing))


async def check_database(settings: Settings, database: Database) -> list[Finding]:
    """Engine, version, schema; room for SQLite's file."""
    what = _("Database")
    try:
        async with database.read() as rows:
            version = await _version(rows)
            sound = not database.is_sqlite or await rows.scalar(sa.text("PRAGMA quick_check(1)")) == "ok"
        schema = await migrations.revision(database)
    except (Busy, Broken) as error:
        return [wrong(what, _("It does not answer ({name}).").format(name=error))]
    found = [good(what, version)]
    if not sound:
        found.append(wrong(what, _("The file is damaged. Stop, keep it, restore the last backup.")))
    if schema == migrations.head():
        found.append(good(_("Schema"), str(schema)))
    else:
        found.append(wrong(_("Schema"), _("{schema}, but {head} is needed. Run: hotline migrate").format(
            schema=schema or _("nothing"), head=migrations.head()
        )))  # fmt: skip
    file = sqlite_file(settings)
    return [*found, check_disk(file.absolute().parent)] if file else found


async def _version(rows: AsyncConnection) -> str:
    if rows.dialect.name == "postgresql":
        return f"PostgreSQL {await rows.scalar(sa.text('SHOW server_version'))}"
    return f"SQLite {await rows.scalar(sa.text('SELECT sqlite_version()'))}"


async def check_work(database: Database, now: float) -> list[Finding]:
    """Is somebody working, and does anything wait for too long?"""
    at = int(now * 1e6)
    overdue = int((now - STUCK_S) * 1e6)
    counts: Mapping[str, sa.Select[Any]] = {
        _("messages without an answer"): _count(
            inbox_table, inbox_table.c.state == "waiting", inbox_table.c.arrived < overdue
        ),
        _("letters not sent"): _count(outbox, outbox.c.state.in_(("queued", "sending")), outbox.c.not_before < overdue),
        _("slow work not done"): _count(job, job.c.run_at < overdue, job.c.lease_until < at),
        _("moments that passed"): _count(due, due.c.at < overdue),
    }
    async with database.read() as rows:
        working = lease.c.name.not_like("alert:%")  # an alarm outlives whoever raised it
        running = await rows.scalar(_count(lease, lease.c.until > at, working))
        found = [(name, int(await rows.scalar(query) or 0)) for name, query in counts.items()]
        parked = await rows.scalar(_count(inbox_table, inbox_table.c.state == inbox.PARKED))
    what = _("Work")
    stuck = [
        wrong(what, _("{count} {name}, for more than {minutes} minutes.").format(
            count=count, name=name, minutes=int(STUCK_S // 60)
        ))
        for name, count in found if count
    ]  # fmt: skip
    if parked:
        stuck.append(
            care(what, _("{count} messages could not be processed; what they held was rescued.").format(count=parked))
        )
    if not running:
        stuck.append(care(what, _("The hotline is not running now.")))
    return stuck or [good(what, _("Nothing waits too long."))]


def _count(table: sa.Table, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(table).where(*conditions)


async def check_units(database: Database, keyring: Keyring, policy: Policy) -> list[Finding]:
    """Who can receive, and can every unit be recovered?"""
    async with database.read() as rows:
        units = await stations.every(rows)
        found = unit_findings(units, policy)
        for circle in Circle:
            try:
                if await stations.recovery_public(rows, keyring, circle) is None:
                    found.append(
                        wrong(_("Recovery"), _("There is no recovery key for: {circle}.").format(circle=circle.value))
                    )
            except VaultError as error:
                found.append(wrong(_("Recovery"), str(error)))
        for unit in units.values():
            if unit.receives and await stations.recovery_key(rows, unit.id) is None:
                found.append(
                    care(
                        _("Recovery"),
                        _("{unit} could not be recovered if its officers were lost.").format(unit=unit.id),
                    )
                )
    return found


def unit_findings(units: Mapping[str, Station], policy: Policy) -> list[Finding]:
    """A unit receives once its first officer has set a PIN; without the province nobody does."""
    what = _("Units")
    province, inspectorate = units.get(policy.province_station), units.get(policy.inspectorate_station)
    if province is None or not province.receives:
        return [
            wrong(
                what,
                _("{unit} has no officer with a PIN: no tip can be received.").format(unit=policy.province_station),
            )
        ]
    ready = sum(unit.receives for unit in units.values())
    found = [good(what, _("{ready} of {count} receive tips; the tips of the others go to the province.").format(
        ready=ready, count=len(units)
    ))]  # fmt: skip
    if inspectorate is None or not inspectorate.receives:
        found.append(
            care(what, _("The inspectorate has no officer with a PIN: tips about officials go to the province."))
        )
    return found
