"""The citizen's proof of registration: a code that ties what they told to a line of the audit's chain.

The line holds a salted commitment to the story, the salt lies inside the tip. So the code by itself tells nothing, not
even which tip it belongs to, and two codes never show that they come from one person. With the receipt the story opens,
and then anybody can see that just this story was taken in at that hour, and that the line still stands where it stood.
"""

from __future__ import annotations

import json
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.anchors import CODE_BYTES, shown
from storage.audit import GENESIS, Line, link
from storage.tables import audit
from storage.times import seconds, to_the_hour
from storage.vault.commitment import Commitment, commit
from storage.vault.keys import Key

REGISTERED = "registered"
SALT = "salt"
"""Where the salt stands in the sealed story: numbers, so that nothing takes them for something told."""


@dataclass(frozen=True)
class Proof:
    """The code as people copy it, and the hour in which the story was taken in (seconds)."""

    code: str
    hour: float


def register(story: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """A new story: as it is to be sealed, and the subject of its line in the audit."""
    made = commit(_record(story))
    return {**story, SALT: list(made.salt)}, made.value.hex()


async def of_story(rows: AsyncConnection, key: Key, story: Mapping[str, Any]) -> Proof | None:
    """The proof for a story that was opened; None where its line is gone, was changed, or was never written."""
    if SALT not in story:
        return None
    made = commit(_record(story), bytes(story[SALT]))
    chosen = sa.and_(audit.c.action == REGISTERED, audit.c.subject == made.value.hex())
    query = sa.select(audit).where(chosen, audit.c.at == to_the_hour(float(story["at"])))
    row = (await rows.execute(query)).one_or_none()
    if row is None:
        return None
    before = await rows.scalar(sa.select(audit.c.mac).where(audit.c.seq == row.seq - 1))
    expected = link(key, before or GENESIS, row.seq, Line(row.at, row.person, row.action, row.subject, row.version))
    return Proof(code_of(made), seconds(row.at)) if compare_digest(expected, row.mac) else None


async def hour_of(rows: AsyncConnection, code: str) -> float | None:
    """When the story of a code was taken in (seconds): for whoever is shown the code alone. None where no line fits."""
    query = sa.select(audit.c.at, audit.c.subject).where(audit.c.action == REGISTERED)
    async for row in await rows.stream(query):
        if code_of(Commitment(bytes.fromhex(row.subject), b"")) == shown(code):
            return seconds(row.at)
    return None


def code_of(made: Commitment) -> str:
    """The first 80 bits, in four groups of four."""
    return shown(b32encode(made.value[:CODE_BYTES]).decode())


def _record(story: Mapping[str, Any]) -> bytes:
    told = {name: value for name, value in story.items() if name != SALT}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")
