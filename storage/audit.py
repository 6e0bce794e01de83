"""The audit: who did what to which, never content. Append-only, each row bound by a keyed hash to the one before.

A removed, changed or reordered row breaks the chain from there on. The row also carries the version of what it speaks of, so that a row of
another table cannot be rolled back unnoticed (vault.md, Envelope).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.anchors import code_of
from storage.prepared import prepared
from storage.tables import audit
from storage.vault.keys import Key, framed

GENESIS = bytes(32)
_HEAD = prepared(sa.select(audit.c.seq, audit.c.mac).order_by(audit.c.seq.desc()).limit(1))
_ADD = prepared(sa.insert(audit))


@dataclass(frozen=True)
class Line:
    """One line: `person` is empty where the house itself acted; times are microseconds."""

    at: int
    person: bytes | None
    action: str
    subject: str = ""
    version: int = 0


def link(key: Key, before: bytes, seq: int, line: Line) -> bytes:
    """The keyed hash that ties a line to the one before."""
    fields = (
        before,
        seq.to_bytes(8, "big"),
        line.at.to_bytes(8, "big"),
        line.person or b"",
        line.action.encode(),
        line.subject.encode(),
        line.version.to_bytes(4, "big"),
    )
    return blake2b(framed(*fields), key=key.secret, digest_size=32, person=b"hl1.audit").digest()


async def append(rows: AsyncConnection, key: Key, lines: list[Line]) -> None:
    """Add lines at the end. Call it last in a transaction: the head of the chain is shared by everybody."""
    if not lines:
        return
    if rows.dialect.name == "postgresql":
        # Two replicas must not read the same head; the lock ends with the transaction.
        await rows.execute(sa.text("SELECT pg_advisory_xact_lock(746163)"))
    seq, before = await head(rows)
    values = []
    for line in lines:
        seq += 1
        before = link(key, before, seq, line)
        values.append({"seq": seq, **line.__dict__, "mac": before})
    await rows.execute(_ADD, values)


async def count(rows: AsyncConnection, person: bytes, actions: Sequence[str], since: int) -> int:
    """How often somebody did these things since a moment (microseconds)."""
    query = sa.select(sa.func.count()).where(audit.c.person == person, audit.c.at >= since, audit.c.action.in_(actions))
    return int(await rows.scalar(query) or 0)


async def read(rows: AsyncConnection) -> AsyncIterator[tuple[int, Line, bytes]]:
    """Every line in order, with its number and its hash."""
    result = await rows.stream(sa.select(audit).order_by(audit.c.seq))
    async for row in result:
        yield row.seq, Line(row.at, row.person, row.action, row.subject, row.version), row.mac


@dataclass(frozen=True)
class Scope:
    """Which lines somebody may look at: those of these people, and of the house itself where it is named."""

    people: tuple[bytes, ...]
    since: int | None = None
    until: int | None = None
    house: tuple[str, ...] = ()  # actions of the house
    of_units: tuple[str, ...] = ()  # its actions on a unit, where that is one of
    units: tuple[str, ...] = ()


async def page(rows: AsyncConnection, scope: Scope, limit: int, offset: int) -> list[Line]:
    """Lines in a scope, the newest first."""
    nobody = audit.c.person.is_(None)
    within = sa.or_(
        audit.c.person.in_(scope.people),
        sa.and_(nobody, audit.c.action.in_(scope.house)),
        sa.and_(nobody, audit.c.action.in_(scope.of_units), audit.c.subject.in_(scope.units)),
    )
    query = sa.select(audit).where(within).order_by(audit.c.seq.desc()).limit(limit).offset(offset)
    if scope.since is not None:
        query = query.where(audit.c.at >= scope.since)
    if scope.until is not None:
        query = query.where(audit.c.at < scope.until)
    return [Line(row.at, row.person, row.action, row.subject, row.version) for row in await rows.execute(query)]


@dataclass(frozen=True)
class Check:
    """What walking the whole chain showed: how many lines are sound, the last of them, and the first that is not."""

    lines: int
    last: Line | None
    broken: Line | None
    found: frozenset[str]  # which of the wanted codes of its end it has, at some line


async def check(rows: AsyncConnection, key: Key, codes: Collection[str] = ()) -> Check:
    """Follow the chain from its beginning to its end, or to the first line that does not follow from the one before."""
    before, count, last = GENESIS, 0, None
    found: set[str] = set()
    async for seq, line, mac in read(rows):
        if seq != count + 1 or not compare_digest(link(key, before, seq, line), mac):
            return Check(count, last, line, frozenset(found))
        before, count, last = mac, seq, line
        if codes and (code := code_of(key, seq, mac)) in codes:
            found.add(code)
    return Check(count, last, None, frozenset(found))


async def first_break(rows: AsyncConnection, key: Key) -> Line | None:
    """The first line that does not follow from the one before, or None where the chain is whole."""
    return (await check(rows, key)).broken


async def head(rows: AsyncConnection) -> tuple[int, bytes]:
    """The number and the hash of the last line; 0 and the beginning's where there is none."""
    last = (await rows.execute(_HEAD)).one_or_none()
    return (last.seq, last.mac) if last else (0, GENESIS)
