"""Keys in memory: values that never show themselves, and the refusals of everything that is opened with them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import blake2b
from typing import NoReturn, Protocol, SupportsIndex

from nacl.bindings import crypto_box_keypair, crypto_scalarmult_base

KEY_BYTES = 32
KEY_ID_BYTES = 4


class VaultError(Exception):
    """Something the vault will not do; the sentence holds no secret."""


class Refused(VaultError):
    """A sealed value that does not open: changed, cut, moved elsewhere, or under another key. It never says which."""


class Hidden:
    """A value that shows only its kind in logs and tracebacks, and is neither copied nor pickled."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, hidden>"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("A secret is neither copied nor pickled.")


def framed(*fields: bytes) -> bytes:
    """Fields one after another, each behind its length, so that no two lists of fields give the same bytes."""
    return b"".join([len(field).to_bytes(4, "big") + field for field in fields])


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Key(Hidden):
    """A symmetric key of 32 bytes and the 4-byte id by which an envelope names it."""

    id: bytes
    secret: bytes

    @staticmethod
    def of(secret: bytes) -> Key:
        """The key of a stored secret. Its id is a hash of it, so that replicas need not agree on a second thing."""
        return Key(blake2b(key=secret, digest_size=KEY_ID_BYTES, person=b"hl1.key.id").digest(), secret)

    def find(self, key_id: bytes) -> Key | None:
        """Itself, where an envelope names it: a single key serves wherever a keyring does."""
        return self if key_id == self.id else None

    def tag(self, purpose: str, data: bytes = b"", size: int = 32) -> bytes:
        """A keyed hash for one purpose (at most 12 ASCII letters): a MAC of the data; a subkey where there is none."""
        return blake2b(data, key=self.secret, digest_size=size, person=f"hl1.{purpose}".encode()).digest()


class Keys(Protocol):
    """Whoever can find the key that an envelope names: a keyring, or one key."""

    def find(self, key_id: bytes) -> Key | None:
        """The key with this id; None when it is unknown or destroyed."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Pair(Hidden):
    """An X25519 key pair of a tip, a station, an officer, a citizen or of recovery."""

    public: bytes
    private: bytes

    @staticmethod
    def new() -> Pair:
        """A fresh random pair."""
        return Pair(*crypto_box_keypair())

    @staticmethod
    def of(private: bytes) -> Pair:
        """The pair of a private key."""
        return Pair(crypto_scalarmult_base(private), private)


def fresh_secret() -> bytes:
    """32 random bytes of the system."""
    return os.urandom(KEY_BYTES)
