"""The citizen's proof that a tip was registered: a commitment that tells nothing without its salt."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest

SALT_BYTES = 16
COMMITMENT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Commitment:
    """128 bits for the audit chain, and the salt, which is sealed into the tip."""

    value: bytes
    salt: bytes


def commit(record: bytes, salt: bytes = b"") -> Commitment:
    """Commit to what was written into the book; with the salt of an earlier commitment, that one once more."""
    salt = salt or os.urandom(SALT_BYTES)
    return Commitment(_digest(record, salt), salt)


def proves(commitment: Commitment, record: bytes) -> bool:
    """Whether this record is the one that was committed to."""
    return compare_digest(commitment.value, _digest(record, commitment.salt))


def _digest(record: bytes, salt: bytes) -> bytes:
    return blake2b(record, key=salt, digest_size=COMMITMENT_BYTES, person=b"hl1.registered").digest()
