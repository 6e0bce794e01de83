"""What must stay dead when an older backup is restored: purged tips, withdrawn ways back, staff without rights.

A file beside the keyring (`keyring.tombstones`), never in the database, never in a backup. Lines are only ever added,
each on the disk before the database changes; ids say nothing without the rows they once named.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from storage.vault.keyfiles import sync_folder

MODE = 0o600


class Kind(StrEnum):
    """What a tombstone stands for; in brackets what its subject is."""

    PURGED = "purged"  # a tip is gone (inner id, hex)
    WITHDRAWN = "withdrawn"  # a reporter can't be reached any more (inner id of the tip, hex)
    REVOKED = "revoked"  # a member of staff was suspended or left (id, hex)
    CLAIMED = "claimed"  # a reward was taken up (inner id of its tip, hex)
    UNSUBSCRIBED = "unsubscribed"  # a chat wants no more messages (id of its subscription, hex)
    UNPLEDGED = "unpledged"  # a pledge by a tap was taken back (its id, hex)
    SPENT = "spent"  # a recovery key was used (its public key, hex)


@dataclass(frozen=True)
class Tombstone:
    """One line."""

    kind: Kind
    subject: str


class Tombstones:
    """The file beside one keyring."""

    def __init__(self, keyring_folder: Path) -> None:
        self.path = keyring_folder.with_name(f"{keyring_folder.name}.tombstones")

    def add(self, kind: Kind, subjects: Iterable[str]) -> None:
        """Write tombstones; they are on the disk when this returns. Raises OSError where the disk refuses."""
        lines = "".join(f"{kind} {subject}\n" for subject in subjects)
        if not lines:
            return
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(self.path, flags, MODE), "r+b") as file:
            if file.seek(0, os.SEEK_END) and not _ends_a_line(file.fileno()):
                lines = "\n" + lines  # a crash cut the last line: it must not swallow this one
            file.write(lines.encode())
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.path.parent)

    def read(self) -> list[Tombstone]:
        """Every tombstone, oldest first; a line that a crash cut is left out: its change was never made."""
        if not self.path.exists():
            return []
        kinds = {kind.value: kind for kind in Kind}
        words = (line.split() for line in self.path.read_text("ascii").splitlines(keepends=True) if line.endswith("\n"))
        return [Tombstone(kinds[two[0]], two[1]) for two in words if len(two) == 2 and two[0] in kinds]


def _ends_a_line(handle: int) -> bool:
    return os.pread(handle, 1, os.fstat(handle).st_size - 1) == b"\n"
