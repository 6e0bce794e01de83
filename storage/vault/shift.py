"""A shift: the officer's opened key, kept for some hours so that the PIN is pressed once.

Both the day key and the server key must be there.
"""

from __future__ import annotations

import struct

from storage.vault import padding
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keys import Key, Keys, Pair, VaultError

LONGEST = 12 * 3_600
CLOSING = struct.Struct(">d")


class ShiftOver(VaultError):
    """The shift has ended; the PIN opens a new one."""


def seal_shift(day: Key, server: Key, officer: Pair, officer_id: bytes, now: float, closes_at: float) -> bytes:
    """The row of an open shift.

    It closes 12 hours from now at the latest, whatever is asked; the time is sealed inside.
    """
    closing = CLOSING.pack(min(closes_at, now + LONGEST))
    context = _context(officer_id, officer.public)
    inner = seal(server, closing + officer.private, context, padding.exact)
    return seal(day, inner, context.at("outer"), padding.exact)


def open_shift(keys: Keys, sealed: bytes, officer_id: bytes, officer_public: bytes, now: float) -> Pair:
    """The officer's pair during the shift.

    Raises ShiftOver after it, Refused for a changed row or a destroyed day key.
    """
    context = _context(officer_id, officer_public)
    inside = unseal(keys, unseal(keys, sealed, context.at("outer")), context)
    (closes_at,) = CLOSING.unpack(inside[: CLOSING.size])
    if now >= closes_at:
        raise ShiftOver("The shift has ended.")
    return Pair(officer_public, inside[CLOSING.size :])


def _context(officer_id: bytes, officer_public: bytes) -> Context:
    return Context("shift", "body", officer_id, "shift", officer_public)
