"""A tip's own keys: who may read it is who holds its private key; who may add to it needs only the public one.

The private key is wrapped for every station on the tip's route and for the citizen. Each entry has a fresh key, sealed
to the tip.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from storage.vault import padding
from storage.vault.envelope import Context, seal, seal_to, unseal, unseal_with
from storage.vault.keys import Key, Keys, Pair, fresh_secret
from storage.vault.padding import Size

ENTRY_KEY_ID = b"entr"


@dataclass(frozen=True, slots=True)
class Entry:
    """A narrative, answer or question as it is stored: its key sealed to the tip, its body under that key."""

    key: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Move:
    """One opened entry on its way to another tip: where it will lie, and how it grows."""

    plain: bytes = field(repr=False)
    target: Context
    size: Size


@dataclass(frozen=True, slots=True)
class Moved:
    """A transferred tip: its new pair, its private key for each reader's public key, its entries in order."""

    pair: Pair
    wrapped: dict[bytes, bytes]
    entries: tuple[Entry, ...]


def wrap_for(tip: Pair, tip_id: bytes, readers: Iterable[bytes]) -> dict[bytes, bytes]:
    """The tip's private key sealed to each reader (a station's or the citizen's public key)."""
    return {reader: seal_to(reader, tip.private, _wrap_context(tip_id, reader)) for reader in readers}


def unwrap(reader: Pair, tip_id: bytes, tip_public: bytes, wrapped: bytes) -> Pair:
    """The tip's pair, for one of its readers. `tip_public`: as stored, its MAC checked. Raises Refused."""
    return Pair(tip_public, unseal_with(reader, wrapped, _wrap_context(tip_id, reader.public)))


def rewrap(reader: Pair, tip_id: bytes, wrapped: bytes, new_reader: bytes) -> bytes:
    """The same private key for another reader, such as a station's new key. Raises Refused."""
    private = unseal_with(reader, wrapped, _wrap_context(tip_id, reader.public))
    return seal_to(new_reader, private, _wrap_context(tip_id, new_reader))


def add_entry(tip_public: bytes, plain: bytes, context: Context, size: Size = padding.entry) -> Entry:
    """Seal an entry so that only the tip's readers can open it.

    The context is bound to the tip; its owner need not be set.
    """
    context = context.owned_by(tip_public)
    secret = fresh_secret()
    sealed_key = seal_to(tip_public, secret, context)
    return Entry(sealed_key, seal(Key(ENTRY_KEY_ID, secret), plain, context, size))


def open_entry(tip: Pair, entry: Entry, context: Context) -> bytes:
    """The plain entry. Raises Refused where it was changed, swapped or moved."""
    context = context.owned_by(tip.public)
    secret = unseal_with(tip, entry.key, context)
    return unseal(Key(ENTRY_KEY_ID, secret), entry.body, context)


def transfer(moves: Sequence[Move], new_id: bytes, readers: Iterable[bytes]) -> Moved:
    """Move a tip to other readers under a new id, a new pair and new entry keys: the old keys open nothing of it.

    An entry that holds a file's key comes with a new one, under which the file was sealed anew. The way back follows
    with `open_address` and `seal_address`.
    """
    new = Pair.new()
    entries = tuple(add_entry(new.public, move.plain, move.target, move.size) for move in moves)
    return Moved(new, wrap_for(new, new_id, readers), entries)


def seal_address(server: Key, tip: Pair, address: bytes, tip_id: bytes) -> bytes:
    """The way back to the citizen, under the server's key and the tip's together: neither opens it alone."""
    return seal(_address_key(server, tip), address, _address_context(tip_id, tip), padding.entry)


def open_address(keys: Keys, tip: Pair, sealed: bytes, tip_id: bytes) -> bytes:
    """The way back, for the server while the tip is open (an officer's shift, or the citizen's receipt).

    Raises Refused.
    """
    return unseal(_AddressKeys(keys, tip), sealed, _address_context(tip_id, tip))


@dataclass(frozen=True, slots=True)
class _AddressKeys:
    """Finds the address key of whichever server key sealed it."""

    keys: Keys
    tip: Pair

    def find(self, key_id: bytes) -> Key | None:
        server = self.keys.find(key_id)
        return server and _address_key(server, self.tip)


def _address_key(server: Key, tip: Pair) -> Key:
    subkey = blake2b(key=tip.private, digest_size=32, person=b"hl1.tip.address").digest()
    return Key(server.id, blake2b(subkey, key=server.secret, digest_size=32, person=b"hl1.address").digest())


def _address_context(tip_id: bytes, tip: Pair) -> Context:
    return Context("tip", "way_back", tip_id, "reply", tip.public)


def _wrap_context(tip_id: bytes, reader: bytes) -> Context:
    return Context("tip_key", "body", tip_id, "read tip", reader)
