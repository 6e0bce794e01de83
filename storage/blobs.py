"""Sealed files, in chunks. The key of a file is in the tip's entry, never here; a file without a key is noise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import blob, blob_state
from storage.times import DAY_S, hours
from storage.vault.envelope import Context
from storage.vault.stream import seal_file, unseal_file

DRAFT_S = 2 * DAY_S  # a draft lives for a day
PENDING, READY, REFUSED = "pending", "ready", "refused"
VOICE = "voice"  # the reason for which a file is withheld: its sender wants another voice in it


@dataclass(frozen=True)
class BlobState:
    """What is known about a file without opening it. One whose voice is still to be changed is pending for all readers."""

    state: str
    reason: str = ""
    size_class: int = 0  # bytes after padding

    @property
    def awaits_voice(self) -> bool:
        return self.state == PENDING and self.reason == VOICE


def seal_chunks(which: bytes, key: bytes, plain: bytes) -> list[bytes]:
    """A file sealed under its own 32-byte key, in the chunks that `keep` stores."""
    return list(seal_file(key, [plain], _context(which)))


def open_chunks(which: bytes, key: bytes, chunks: Iterable[bytes]) -> bytes:
    """The whole file. Raises Refused where it was changed, cut or moved, or where the key is another."""
    return b"".join(unseal_file(key, chunks, _context(which)))


def _context(which: bytes) -> Context:
    return Context("blob", "body", which, "file")


async def begin(conn: AsyncConnection, new: bytes, now: float) -> None:
    """Announce a file that is still being fetched and cleaned. `new`: 16 random bytes."""
    await conn.execute(sa.insert(blob_state), {"id": new, "state": PENDING, "made_hour": hours(now)})


async def keep(conn: AsyncConnection, which: bytes, chunks: Iterable[bytes]) -> bool:
    """Store the sealed chunks of an announced file. False where it is not wanted any more, or here already: a download
    that is done twice must not bring back what was changed since.
    """
    first = sa.and_(blob_state.c.id == which, blob_state.c.state == PENDING)
    return await _store(conn, which, chunks, sa.update(blob_state).where(first))


async def withhold(conn: AsyncConnection, which: bytes) -> None:
    """Nobody gets this file, here already or still on its way, until `keep_voice` has replaced it."""
    held = sa.and_(blob_state.c.id == which, blob_state.c.state.in_((PENDING, READY)))
    await conn.execute(sa.update(blob_state).where(held).values(reason=VOICE))


async def keep_voice(conn: AsyncConnection, which: bytes, chunks: Iterable[bytes]) -> bool:
    """Replace a withheld file by the one with another voice: now it may be read. False where it is not withheld."""
    held = sa.and_(blob_state.c.id == which, blob_state.c.state == READY, blob_state.c.reason == VOICE)
    return await _store(conn, which, chunks, sa.update(blob_state).where(held).values(reason=""))


async def _store(conn: AsyncConnection, which: bytes, chunks: Iterable[bytes], known: sa.Update) -> bool:
    rows = [{"id": which, "seq": place, "body": chunk} for place, chunk in enumerate(chunks)]
    size = sum(len(row["body"]) for row in rows if isinstance(row["body"], bytes))
    if (await conn.execute(known.values(state=READY, size_class=size))).rowcount == 0:
        return False
    await conn.execute(sa.delete(blob).where(blob.c.id == which))
    await conn.execute(sa.insert(blob), rows)
    return True


async def refuse(conn: AsyncConnection, which: bytes, reason: str) -> None:
    """The file could not be kept; `reason` is a word, not a sentence."""
    chosen = sa.update(blob_state).where(blob_state.c.id == which)
    await conn.execute(chosen.values(state=REFUSED, reason=reason))


async def forget_content(conn: AsyncConnection, which: bytes, reason: str) -> None:
    """Destroy what is stored of a file, and say why it can't be shown."""
    await conn.execute(sa.delete(blob).where(blob.c.id == which))
    await refuse(conn, which, reason)


async def states(conn: AsyncConnection, which: Sequence[bytes]) -> dict[bytes, BlobState]:
    """What is known of each file; one that is gone is left out."""
    query = sa.select(blob_state).where(blob_state.c.id.in_(which))
    return {row.id: _state(row) for row in await conn.execute(query)}


def _state(row: Any) -> BlobState:
    withheld = row.state == READY and row.reason == VOICE
    return BlobState(PENDING if withheld else row.state, row.reason, row.size_class)


async def read(conn: AsyncConnection, which: bytes) -> list[bytes]:
    """The sealed chunks of a file in order; none where there is no such file."""
    query = sa.select(blob.c.body).where(blob.c.id == which).order_by(blob.c.seq)
    return list((await conn.execute(query)).scalars())


async def attach(conn: AsyncConnection, which: Sequence[bytes], tip: bytes) -> None:
    """These files belong to a tip now: they go when it goes."""
    if which:
        await conn.execute(sa.update(blob_state).where(blob_state.c.id.in_(which)).values(tip=tip))


async def sweep(conn: AsyncConnection, now: float) -> int:
    """Destroy files of drafts that were never sent."""
    old = sa.select(blob_state.c.id).where(blob_state.c.tip.is_(None), blob_state.c.made_hour < hours(now - DRAFT_S))
    gone = list((await conn.execute(old.limit(500))).scalars())
    await destroy(conn, gone)
    return len(gone)


async def destroy(conn: AsyncConnection, which: Sequence[bytes]) -> None:
    """Files that belong to nothing any more."""
    if which:
        await conn.execute(sa.delete(blob).where(blob.c.id.in_(which)))
        await conn.execute(sa.delete(blob_state).where(blob_state.c.id.in_(which)))
