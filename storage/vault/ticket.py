"""Tickets to the commander's page: who may look and until when, sealed under the server key.

Nothing of them is stored. Nobody makes or changes one without the keyring, and one reads as noise: it names nobody.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum

from storage.vault.envelope import Context, seal, unseal
from storage.vault.keyring import Keyring
from storage.vault.keys import Refused

PERSON_BYTES, UNTIL_BYTES = 16, 6
LONGEST = 200
"""Letters; whatever is longer is no ticket."""


class Purpose(StrEnum):
    """What a ticket is good for: one never serves as the other."""

    LINK = "link"  # what the bot gives; it stands in an address once
    VISIT = "visit"  # what the browser keeps in exchange


@dataclass(frozen=True)
class Ticket:
    """A person (hex) and the second at which their ticket ends."""

    person: str
    until: int


def issue(keyring: Keyring, ticket: Ticket, purpose: Purpose) -> str:
    """The ticket as letters that may stand in an address."""
    plain = bytes.fromhex(ticket.person) + ticket.until.to_bytes(UNTIL_BYTES, "big")
    return urlsafe_b64encode(seal(keyring.server, plain, _context(purpose), _size)).rstrip(b"=").decode()


def read(keyring: Keyring, text: str, purpose: Purpose, now: float) -> Ticket | None:
    """The ticket in these letters; None where it is forged, of another purpose, or has ended."""
    if len(text) > LONGEST:
        return None
    try:
        plain = unseal(keyring, urlsafe_b64decode(text + "=" * (-len(text) % 4)), _context(purpose))
    except (Refused, binascii.Error, ValueError):
        return None
    ticket = Ticket(plain[:PERSON_BYTES].hex(), int.from_bytes(plain[PERSON_BYTES:], "big"))
    return ticket if now < ticket.until else None


def _context(purpose: Purpose) -> Context:
    return Context("page", purpose.value, b"", "ticket")


def _size(length: int) -> int:
    return -(-length // 32) * 32
