"""Statements that are built once: on SQLite's writer their SQL is written once, too, and goes straight to the driver.

SQLAlchemy's own way of a statement (cache key, context, events, cursor) takes ten times what SQLite takes for a row or two,
and a tip has some thirty. What is not marked here, and PostgreSQL, go the usual way; results look the same on all ways.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Dialect, IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.sql.compiler import SQLCompiler

MOST_LISTED = 64
"""A list of values (x IN ..) makes another text for each of its lengths; a longer list goes the usual way."""

Statement = TypeVar("Statement", bound=sa.Executable)
Values = Mapping[str, Any]
Process = Callable[[Any], Any]


class Answer(IteratorResult[Any]):
    """SQLAlchemy's result, over rows that were read already."""

    def __init__(self, shape: SimpleResultMetaData, rows: Sequence[Any], rowcount: int) -> None:
        super().__init__(shape, iter(rows))
        self.rowcount = rowcount


@dataclass(frozen=True)
class Slot:
    """What one parameter takes its value from."""

    name: str
    process: Process | None
    listed: bool


@dataclass
class Written:
    """A statement's SQL for one set of names that are given values, and a text of it for each length of its lists."""

    compiled: SQLCompiler
    slots: tuple[Slot, ...]
    constants: Values
    shape: SimpleResultMetaData
    texts: dict[tuple[int, ...], str] = field(default_factory=dict)

    def run(self, connection: sqlite3.Connection, given: Values | Sequence[Values]) -> Answer | None:
        """Ask the driver; None where a list is too long for that. Raises the driver's errors, KeyError for a missing value."""
        if isinstance(given, Mapping):
            values = {**self.constants, **given}
            text = self._text(values)
            if text is None:
                return None
            cursor = connection.execute(text, self._bound(values))
            return Answer(self.shape, cursor.fetchall(), cursor.rowcount)
        many = [self._bound({**self.constants, **values}) for values in given]
        return Answer(self.shape, (), connection.executemany(self.compiled.string, many).rowcount)

    def _text(self, values: Values) -> str | None:
        lengths = tuple([len(values[slot.name]) for slot in self.slots if slot.listed])
        text = self.texts.get(lengths)
        if text is None and max(lengths, default=0) <= MOST_LISTED:
            text = self.texts[lengths] = self.compiled.construct_expanded_state(dict(values)).statement
        return text

    def _bound(self, values: Values) -> list[Any]:
        bound: list[Any] = []
        for slot in self.slots:
            value = values[slot.name]
            if slot.listed:
                bound += value if slot.process is None else map(slot.process, value)
            else:
                bound.append(value if slot.process is None else slot.process(value))
        return bound


_PREPARED: dict[sa.Executable, dict[tuple[str, ...], Written | None]] = {}


def prepared(statement: Statement) -> Statement:
    """Mark a statement that is built once, where its module is imported: it is never forgotten."""
    _PREPARED[statement] = {}
    return statement


def run(connection: sa.Connection, statement: sa.Executable, given: Any) -> Answer | None:
    """The statement's answer; None where it is to go the usual way. Raises sa.exc.DBAPIError as that way does."""
    known = _PREPARED.get(statement)
    if known is None or not connection.in_transaction():
        return None
    first: Values = given if isinstance(given, Mapping) else given[0] if given else {}
    names = tuple(first)
    if names not in known:
        known[names] = _write(statement, connection.dialect, names)
    written = known[names]
    if written is None:
        return None
    driver: Any = connection.connection.dbapi_connection
    try:
        return written.run(driver, given or {})
    except sqlite3.Error as error:
        failure = error
    raise sa.exc.DBAPIError.instance(
        written.compiled.string, None, failure, sqlite3.Error, hide_parameters=True
    ) from failure


def _write(statement: Any, dialect: Dialect, names: tuple[str, ...]) -> Written | None:
    """None where SQLAlchemy has to fill in a value that is not given."""
    compiled: SQLCompiler = statement.compile(dialect=dialect, column_keys=list(names), for_executemany=True)
    if compiled.insert_prefetch or compiled.update_prefetch or compiled.literal_execute_params:
        return None
    binds = [compiled.binds[place] for place in compiled.positiontup or ()]
    columns = compiled._result_columns
    processors: Any = [_from_driver(column.type, dialect) for column in columns]
    return Written(
        compiled,
        tuple(Slot(bind.key, _to_driver(bind.type, dialect), bind.expanding) for bind in binds),
        {bind.key: bind.effective_value for bind in binds if not bind.required},
        SimpleResultMetaData(
            [column.keyname for column in columns],
            _processors=processors,
        ),
    )


def _to_driver(kind: Any, dialect: Dialect) -> Process | None:
    """Bytes and truth are taken as they are."""
    if isinstance(kind, (sa.LargeBinary, sa.Boolean)):
        return None
    process: Process | None = kind._cached_bind_processor(dialect)
    return process


def _from_driver(kind: Any, dialect: Dialect) -> Process | None:
    if isinstance(kind, sa.LargeBinary):
        return None
    process: Process | None = kind._cached_result_processor(dialect, None)
    return process
