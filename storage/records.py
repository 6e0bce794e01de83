"""The database as a stream of records, the same for both engines: what a backup holds inside its seal.

A record is `length(4) || JSON || bytes`: binary values follow the JSON that gives their lengths. First comes a heading
(an object), then for each table an object with its name and columns and a list for each row, last an object that counts
the rows. Tables come in the order in which they can be filled again.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from content.locales import _
from storage.tables import metadata
from storage.vault.keys import Refused

LENGTH = struct.Struct(">I")
ROWS = 500  # at once


def dump(conn: sa.Connection, heading: Mapping[str, Any]) -> Iterator[bytes]:
    """Every row of every table, read in the connection's one transaction."""
    yield _packed(dict(heading))
    count = 0
    for table in metadata.sorted_tables:
        yield _packed({"table": table.name, "columns": [column.name for column in table.columns]})
        for row in conn.execution_options(yield_per=ROWS).execute(sa.select(table)):
            yield _packed(list(row))
            count += 1
    yield _packed({"rows": count})


def records(chunks: Iterable[bytes]) -> Iterator[dict[str, Any] | list[Any]]:
    """The records of a stream. Raises Refused where it is none of ours."""
    buffer, source = bytearray(), iter(chunks)

    def take(count: int) -> bytes:
        while len(buffer) < count:
            chunk = next(source, None)
            if chunk is None:
                raise Refused(_("The backup ends too early."))
            buffer.extend(chunk)
        taken = bytes(buffer[:count])
        del buffer[:count]
        return taken

    while True:
        (length,) = LENGTH.unpack(take(LENGTH.size))
        record = json.loads(take(length))
        if isinstance(record, list):
            yield [_value(one, take) for one in record]
            continue
        yield record
        if "rows" in record:
            break
    for _padding in source:  # reading on to its end shows whether the stream was cut
        continue


def fill(conn: sa.Connection, rest: Iterator[dict[str, Any] | list[Any]]) -> int:
    """Insert the rows that follow a heading; how many. Raises Refused where rows are missing."""
    insert: sa.Insert | None = None
    names: list[str] = []
    waiting: list[dict[str, Any]] = []
    count = 0

    def flush() -> None:
        nonlocal count
        if waiting and insert is not None:
            conn.execute(insert, waiting)
            count += len(waiting)
            waiting.clear()

    for record in rest:
        if isinstance(record, list):
            waiting.append(dict(zip(names, record, strict=True)))
            if len(waiting) == ROWS:
                flush()
            continue
        flush()
        if "rows" in record:
            if record["rows"] != count:
                raise Refused(_("Rows are missing in the backup."))
            continue
        names = record["columns"]
        insert = sa.insert(_shape(record["table"], names))
    return count


def _shape(name: str, columns: Sequence[str]) -> sa.TableClause:
    """A table as it was when the backup was made; its columns may be others today."""
    known = {column.name: column.type for column in metadata.tables[name].columns} if name in metadata.tables else {}
    return sa.table(name, *(sa.column(one, known.get(one)) for one in columns))


def _packed(record: dict[str, Any] | list[Any]) -> bytes:
    tail = b""
    if isinstance(record, list):
        tail = b"".join(value for value in record if isinstance(value, bytes))
        record = [_plain(value) for value in record]
    head = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    return LENGTH.pack(len(head)) + head + tail


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": len(value)}
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _value(stored: Any, take: Any) -> Any:
    if not isinstance(stored, dict):
        return stored
    return take(stored["bytes"]) if "bytes" in stored else date.fromisoformat(stored["date"])
