"""A backup: the whole database at one moment, sealed to a key that lies offline, without anything of the keyring.

``magic || id(16) || the file's key, sealed to the backup key || the records as a sealed stream``. It is read in one
transaction while the hotline goes on: a snapshot on SQLite (WAL), REPEATABLE READ on PostgreSQL. Whoever finds one learns
its size; whoever has the key too learns what a stolen database tells (docs/threat-model.md).
"""

from __future__ import annotations

import os
import re
import secrets
from base64 import b32decode, b32encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path
from typing import Any, BinaryIO

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.locales import _
from storage import migrations
from storage.engine import Database
from storage.records import dump
from storage.times import DAY_S
from storage.vault.envelope import Context, seal_to, unseal_with
from storage.vault.keyfiles import sync_folder
from storage.vault.keys import Pair, Refused, fresh_secret
from storage.vault.stream import seal_file, unseal_file

MAGIC = b"hotline backup 1\n"
ID_BYTES = 16
BOX_BYTES = 113  # version, sealed box, digest of the context, key
CHUNK = 1 << 20
SUFFIX = ".backup"
NAME = re.compile(r"hotline-(\d{8}T\d{6})Z\.backup")
TIME = "%Y%m%dT%H%M%S"
CHECK_BYTES = 3
GROUP = 4


async def back_up(database: Database, backup_public: bytes, tombstones: int, folder: Path, now: float) -> Path:
    """Write a backup into a folder; its path. Raises OSError where the disk refuses, Refused for an old schema.

    `tombstones`: how many there are now; `restore` refuses where fewer are found beside the keyring.
    """
    revision = await migrations.revision(database)
    if revision != migrations.head():
        raise Refused(_("The database is of another version. First: hotline migrate"))
    heading = {"made_at": now, "revision": revision, "tombstones": tombstones}
    path = folder / f"hotline-{datetime.fromtimestamp(now, UTC):{TIME}}Z{SUFFIX}"
    draft = path.with_suffix(".part")
    try:
        async with database.read() as conn:
            await _one_moment(conn)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                await conn.run_sync(_write, file, backup_public, heading)
                file.flush()
                os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(folder)
    return path


async def _one_moment(conn: AsyncConnection) -> None:
    if conn.dialect.name == "postgresql":  # on SQLite a reader has its own moment anyway
        await conn.execution_options(isolation_level="REPEATABLE READ")


def _write(conn: sa.Connection, file: BinaryIO, public: bytes, heading: dict[str, Any]) -> None:
    key, which = fresh_secret(), secrets.token_bytes(ID_BYTES)
    file.write(MAGIC + which + seal_to(public, key, _context(which)))
    for chunk in seal_file(key, dump(conn, heading), _context(which).at("body")):
        file.write(chunk)


def opened(path: Path, pair: Pair) -> Iterator[bytes]:
    """What a backup holds. Raises Refused for another key or a changed file; a cut shows only at the end."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise Refused(_("This file is no backup of the hotline."))
        which, box = file.read(ID_BYTES), file.read(BOX_BYTES)
        try:
            key = unseal_with(pair, box, _context(which))
        except Refused:
            raise Refused(_("This key does not open this backup, or its beginning was changed.")) from None
        yield from unseal_file(key, iter(lambda: file.read(CHUNK), b""), _context(which).at("body"))


def _context(which: bytes) -> Context:
    return Context("backup", "key", which, "backup")


def expired(folder: Path, days: int, now: float) -> list[Path]:
    """Backups of ours in a folder that are older than they may be, by the time in their names."""
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        match = NAME.fullmatch(path.name)
        if match:
            made = datetime.strptime(match[1], TIME).replace(tzinfo=UTC).timestamp()
            found += [path] if made < now - days * DAY_S else []
    return found


def discard(paths: Iterable[Path]) -> None:
    """Delete backups; one that is gone already is no error."""
    for path in paths:
        with suppress(FileNotFoundError):
            path.unlink()


def printed(pair: Pair) -> str:
    """The private key of backups, to be kept offline: groups of four signs, with a check."""
    text = b32encode(pair.private + _check(pair.private)).decode().rstrip("=")
    return " ".join(text[place : place + GROUP] for place in range(0, len(text), GROUP))


def read_key(text: str) -> Pair:
    """The way back, from a file or typed. Raises Refused for a slip."""
    clean = "".join(text.upper().split()).translate(str.maketrans("018", "OIB"))
    try:
        data = b32decode(clean)
    except ValueError:
        raise Refused(_("This is no backup key: a sign or a group is missing.")) from None
    private, check = data[:-CHECK_BYTES], data[-CHECK_BYTES:]
    if not compare_digest(check, _check(private)):
        raise Refused(_("This backup key has a slip."))
    return Pair.of(private)


def _check(private: bytes) -> bytes:
    return blake2b(private, digest_size=CHECK_BYTES, person=b"hl1.backup.key").digest()
