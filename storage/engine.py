"""One door to the database, the same for both engines: `read` for looking, `write` for one transaction.

SQLite has one writer connection behind a lock, so nobody ever spins on a locked file; PostgreSQL has a pool. Errors
that
say nothing about the work itself (disk full, locked, deadlock, connection lost) come out as `Busy`: roll back, try
again,
never count it against a message. Bound values may be secrets, so errors carry their type only.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

from storage import inline

READERS = 4  # SQLite reader connections
POOL = 8  # PostgreSQL connections of one replica
STEP_S = 0.02  # how often it is asked for meanwhile
WAIT_S = 5.0  # how long SQLite waits for another process (a backup, a command) to let go of the file

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a commit has reached the disk when it returns
    "PRAGMA secure_delete=ON",  # blanked bytes are overwritten, not only unlinked
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",  # nothing sealed spills into a temporary file
)
_BUSY_SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}
# SQLSTATE classes and codes (PostgreSQL, appendix A): connection, resources, operator intervention, system error,
# serialisation failure, deadlock, lock not available, read-only server.
_BUSY_CLASSES = ("08", "53", "57", "58")
_BUSY_STATES = {"40001", "40P01", "55P03", "25006"}


class Busy(Exception):
    """The database could not do it now. The same work may succeed later: it is never the fault of what was written."""


class Broken(Exception):
    """The database refused the statement itself. Carries the driver's error type, never its text or values."""


class Database:
    """Both engines behind one face. Use `open`, never the constructor."""

    def __init__(self, engine: AsyncEngine, readers: AsyncEngine, file: Path | None) -> None:
        self.engine = engine
        self.file = file  # SQLite's file; None on PostgreSQL
        self._readers = readers
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, url: str) -> Database:
        """Open `sqlite:///path` or `postgresql://user:pass@host/name`. Raises Busy where it does not answer."""
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            database = cls._sqlite(parsed)
        elif parsed.get_backend_name() == "postgresql":
            engine = create_async_engine(
                parsed.set(drivername="postgresql+asyncpg"),
                pool_size=POOL,
                max_overflow=POOL,
                pool_pre_ping=True,
                isolation_level="READ COMMITTED",
                hide_parameters=True,
            )
            database = cls(engine, engine, None)
        else:
            raise ValueError("The database address must start with sqlite:/// or postgresql://")
        async with database.read() as conn:
            await conn.execute(sa.text("SELECT 1"))
        return database

    @classmethod
    def _sqlite(cls, url: sa.URL) -> Database:
        if not url.database or url.database == ":memory:":
            raise ValueError("The database must be a file: what is in memory is lost at a crash")
        more: dict[str, Any] = {"cached_statements": 512, "check_same_thread": False}
        inlined = {**more, "timeout": 0, "factory": inline.InlineConnection}
        writer = inline.InlineEngine(
            _engine(url.set(drivername=inline.NAME), 1, "BEGIN IMMEDIATE", inlined).sync_engine
        )
        readers = _engine(url.set(drivername="sqlite+aiosqlite"), READERS, "BEGIN", {**more, "timeout": WAIT_S})
        return cls(writer, readers, Path(url.database))

    @property
    def is_sqlite(self) -> bool:
        return self.file is not None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A consistent look that waits for no writer. Nothing written in it is kept."""
        with _plain_errors():
            async with self._readers.connect() as conn:
                yield conn

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed, on disk, when the block ends; undone when it raises."""
        if not self.is_sqlite:
            with _plain_errors():
                async with self.engine.begin() as conn:
                    yield conn
            return
        async with self._turn:
            with _plain_errors():
                async with self.engine.begin() as conn:
                    yield conn

    async def tidy(self) -> None:
        """After a purge: empty SQLite's write-ahead log, so that what was blanked is in no file any more.

        Raises Busy where a reader (a backup) still needs the log.
        """
        if not self.is_sqlite:
            return
        async with self._turn:
            with _plain_errors():
                async with self.engine.connect() as conn:
                    raw = (await conn.get_raw_connection()).driver_connection
                    if await inline.in_thread(lambda: _checkpoint(raw)):
                        raise Busy("a reader holds the write-ahead log")

    async def close(self) -> None:
        await self.engine.dispose()
        await self._readers.dispose()


def _engine(url: sa.URL, size: int, begin: str, arguments: dict[str, Any]) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=size, max_overflow=0, hide_parameters=True, connect_args=arguments)
    _own_transactions(engine, begin)
    return engine


def _own_transactions(engine: AsyncEngine, begin: str) -> None:
    """Take BEGIN out of the driver's hands: it would begin late and deferred, and break savepoints."""

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def began(connection: sa.Connection) -> None:
        """Another process (a backup, a command) may hold the file: wait for it without stopping this one."""
        waited = 0.0
        while True:
            try:
                connection.exec_driver_sql(begin)
            except sa.exc.OperationalError as error:
                if waited >= WAIT_S or not is_busy(error):
                    raise
            else:
                return
            await_only(asyncio.sleep(STEP_S))
            waited += STEP_S


def _checkpoint(connection: Any) -> bool:
    """Whether somebody prevented it."""
    return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn database errors into Busy or Broken, with nothing chained to them: the driver's exception holds bound
    values.
    """
    plain: Exception | None = None
    try:
        yield
    except sa.exc.DBAPIError as error:
        plain = _plain(error)
    except (sa.exc.TimeoutError, ConnectionError) as error:
        plain = Busy(type(error).__name__)
    if plain is not None:
        try:
            raise plain
        finally:
            plain.__context__ = None  # Python links what is being handled around us


def _plain(error: sa.exc.DBAPIError) -> Exception:
    return Busy(_name(error)) if is_busy(error) else Broken(_name(error))


def _name(error: sa.exc.DBAPIError) -> str:
    cause = error.orig.__cause__ if error.orig is not None else None
    return type(cause or error.orig or error).__name__


def is_busy(error: BaseException) -> bool:
    """Whether an error speaks of the moment (full, locked, deadlock, gone) and not of the work."""
    if isinstance(error, (Busy, ConnectionError)):
        return True
    if not isinstance(error, sa.exc.DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    cause = error.orig
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return (int(code) & 0xFF) in _BUSY_SQLITE  # extended codes keep the class in the low byte
    state = str(getattr(cause, "sqlstate", "") or "")
    return state in _BUSY_STATES or state.startswith(_BUSY_CLASSES)
