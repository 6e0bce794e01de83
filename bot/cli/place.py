"""The installation that the settings name, opened for a verb: database, keyring, and what lies beside them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.alerts import Alerts
from bot.cli.terminal import Wrong
from bot.letters import Letters
from bot.perform import Performer
from bot.perform.doing import Tools
from bot.settings import Settings, load
from content.areas import load_aliases, load_everyday, shipped
from content.locales import _
from content.policy import Policy
from handlers.here import Facts
from handlers.places import Gazetteer
from storage import migrations
from storage.engine import Database
from storage.seals import Seals
from storage.times import Ticks
from storage.tombstones import Tombstones
from storage.vault.keyring import Keyring


@dataclass(frozen=True)
class Place:
    """Everything that a verb works on."""

    settings: Settings
    database: Database
    keyring: Keyring
    tombstones: Tombstones
    policy: Policy

    def performer(self, now: float) -> Performer:
        """Carries out effects as the running hotline does."""
        seals, ticks = Seals(self.keyring), Ticks()
        gazetteer = Gazetteer(shipped(), load_aliases(), load_everyday(), today(now, self.policy))
        alerts = Alerts(self.database, Letters(seals, ticks), None, time.time)
        return Performer(
            Tools(self.keyring, seals, self.policy, gazetteer, {"telegram": Facts("Telegram")}, ticks), alerts
        )


@asynccontextmanager
async def database_of(settings: Settings) -> AsyncIterator[Database]:
    """The database as it is, whatever its version. Raises Wrong where there is none: looking must not make one."""
    file = sqlite_file(settings)
    if file is not None and not file.exists():
        raise Wrong(_("There is no database in {file}. Make one: hotline init").format(file=file))
    database = await Database.open(settings.database_url.get_secret_value())
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def place() -> AsyncIterator[Place]:
    """The installation, ready to work on. Raises SettingsError, KeyringError, Wrong, Busy."""
    settings = load()
    async with database_of(settings) as database:
        await check_schema(database)
        keyring = Keyring.open(settings.keyring)
        yield Place(settings, database, keyring, Tombstones(settings.keyring), Policy(plan=settings.plan))


async def check_schema(database: Database) -> None:
    """Raises Wrong where the tables are not those of this version."""
    found = await migrations.revision(database)
    if found is None:
        raise Wrong(_("The database is empty. Begin with: hotline init"))
    if found != migrations.head():
        raise Wrong(_("The database is of another version. First: hotline migrate"))


def sqlite_file(settings: Settings) -> Path | None:
    """SQLite's file; None for PostgreSQL."""
    url = make_url(settings.database_url.get_secret_value())
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def today(now: float, policy: Policy) -> date:
    """The day where the hotline works."""
    return datetime.fromtimestamp(now + policy.utc_offset, UTC).date()


def moment(at: float, policy: Policy) -> str:
    """A moment as people there read it: 15/01/2027 15:00."""
    return datetime.fromtimestamp(at + policy.utc_offset, UTC).strftime("%d/%m/%Y %H:%M")
