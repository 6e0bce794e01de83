"""What the audit looked like at the end of each day, kept beside the keyring: a tail that is cut off is missed.

A chain shows by itself what was changed or taken out of its middle; only somebody who noted its end notices that the
end is gone. The file (`keyring.anchors`) is never in the database nor in a backup; its lines are only ever added. The
same code goes to people, who keep it where no machine reaches it.
"""

from __future__ import annotations

import os
import re
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from storage.vault.keyfiles import sync_folder
from storage.vault.keys import Key, framed

MODE = 0o600
CODE_BYTES = 10
RESTORED = "restored"
_CODE = re.compile(r"[A-Z2-7]{16}")


@dataclass(frozen=True)
class Anchor:
    """The audit had so many lines on the morning of a day, and its end made this code of 16 letters and digits."""

    day: date
    lines: int
    code: str


def code_of(key: Key, lines: int, mac: bytes) -> str:
    """The short code of the chain up to a line: 80 bits of a keyed hash, in base32."""
    return b32encode(key.tag("anchor", framed(lines.to_bytes(8, "big"), mac), CODE_BYTES)).decode()


def shown(code: str) -> str:
    """As people read and copy it: four groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def typed(text: str) -> str | None:
    """A code as somebody typed it, in any case and grouping; None where it is none."""
    code = re.sub(r"[\s.\-]", "", text).upper().replace("0", "O").replace("1", "I")
    return code if _CODE.fullmatch(code) else None


class Anchors:
    """The file beside one keyring."""

    def __init__(self, keyring_folder: Path) -> None:
        self.path = keyring_folder.with_name(f"{keyring_folder.name}.anchors")

    def add(self, anchor: Anchor) -> None:
        """Note the end of the chain; it is on the disk when this returns. Raises OSError where the disk refuses."""
        self._write(f"{anchor.day.isoformat()} {anchor.lines} {anchor.code}\n")

    def restored(self, day: date, lines: int) -> None:
        """A backup with so many lines was restored: what was noted beyond them is gone by right."""
        self._write(f"{day.isoformat()} {lines} {RESTORED}\n")

    def read(self) -> list[Anchor]:
        """What must still be found in the audit, oldest first. A line that a crash cut is left out."""
        if not self.path.exists():
            return []
        kept: list[Anchor] = []
        for anchor in map(_read, self.path.read_text("ascii").splitlines()):
            if anchor and anchor.code == RESTORED:
                kept = [one for one in kept if one.lines <= anchor.lines]
            elif anchor:
                kept.append(anchor)
        return kept

    def _write(self, line: str) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(self.path, flags, MODE), "wb") as file:
            file.write(f"\n{line}".encode())  # begins a line of its own, also after one that a crash cut
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.path.parent)


def missing(anchors: Iterable[Anchor], found: Iterable[str]) -> list[Anchor]:
    """Anchors whose code the chain has at no line any more, oldest first."""
    there = set(found)
    return [anchor for anchor in anchors if anchor.code not in there]


def _read(line: str) -> Anchor | None:
    words = line.split()
    if len(words) != 3 or not (words[2] == RESTORED or _CODE.fullmatch(words[2])):
        return None
    return Anchor(date.fromisoformat(words[0]), int(words[1]), words[2])
