"""SQLite for the one writer: statements run where they are asked for, only the commit goes to a thread.

A statement on a row or two takes SQLite some microseconds; handing each of them to a thread and back, as the usual async
driver does, costs ten times that, and SQLAlchemy's way between async and not doubles what is left. Waiting for the disk
is what must not stop everybody else, so that is what the thread is for. Long queries belong to `Database.read`, whose
connections have threads of their own.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util import await_only
from sqlalchemy.util.concurrency import in_greenlet

from storage import prepared

NAME = "sqlite+inline"


class InlineCursor(sqlite3.Cursor):
    """A cursor whose rows are read where they are wanted."""

    async def _async_soft_close(self) -> None:
        """What SQLAlchemy's async face calls when it has the first rows: there is nothing to bring over from a thread."""


class InlineConnection(sqlite3.Connection):
    """The standard connection, with those cursors."""

    def cursor(self, *_arguments: Any) -> InlineCursor:  # type: ignore[override]
        return super().cursor(InlineCursor)


class InlineDialect(SQLiteDialect_pysqlite):
    """The standard driver behind SQLAlchemy's async face."""

    driver = "inline"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, _url: Any) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def get_driver_connection(self, connection: Any) -> Any:
        return connection

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        _owed()
        super().do_execute(cursor, statement, parameters, context)  # type: ignore[no-untyped-call]

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        _owed()
        super().do_executemany(cursor, statement, parameters, context)  # type: ignore[no-untyped-call]

    def do_execute_no_params(self, cursor: Any, statement: str, context: Any = None) -> None:
        _owed()
        super().do_execute_no_params(cursor, statement, context)  # type: ignore[no-untyped-call]

    def do_commit(self, dbapi_connection: Any) -> None:
        await_only(in_thread(dbapi_connection.commit))


class AtOnce(AsyncConnection):
    """SQLAlchemy's async connection. No statement waits for anything here, so none is carried into a greenlet and back."""

    async def execute(
        self, statement: sa.Executable, parameters: Any = None, *, execution_options: Any = None
    ) -> sa.CursorResult[Any]:
        """As the original."""
        assert self.sync_connection is not None
        answer = prepared.run(self.sync_connection, statement, parameters) if execution_options is None else None
        if answer is not None:
            return cast("sa.CursorResult[Any]", answer)  # what is asked of either is the same
        return self.sync_connection.execute(statement, parameters, execution_options=execution_options)


class InlineEngine(AsyncEngine):
    """The writer's engine: its connections do at once what they are asked."""

    def connect(self) -> AsyncConnection:
        return AtOnce(self)


def _owed() -> None:
    """Where SQLAlchemy carries a statement into a greenlet all the same (a stream), it insists on one await."""
    if in_greenlet():
        await_only(_at_once())


async def _at_once() -> None:
    """Nothing to wait for."""


async def in_thread(work: Callable[[], Any]) -> Any:
    """Run in a thread, and do not leave it behind when cancelled: nobody else may touch the connection meanwhile."""
    running = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


registry.register("sqlite.inline", __name__, "InlineDialect")
