"""The two ways in which a value is sealed: under a key, and to somebody's public key.

Under a key: ``version(1) || key_id(4) || nonce(24, random) || XChaCha20-Poly1305`` with the context as associated data.
To a public key: ``version(1) || SealedBox(digest of the context || value)``, since a SealedBox has no associated data.
A value opens only in the place for which it was sealed. Rolling back a whole row is not noticed here: the audit chain
carries row versions.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from hashlib import blake2b
from hmac import compare_digest

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_ABYTES,
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_box_seal,
    crypto_box_seal_open,
)
from nacl.exceptions import CryptoError

from storage.vault.keys import KEY_ID_BYTES, Key, Keys, Pair, Refused, framed
from storage.vault.padding import Size, pad, unpad

VERSION = b"\x01"
NONCE_BYTES = 24
HEAD_BYTES = 1 + KEY_ID_BYTES
LEAST_BYTES = HEAD_BYTES + NONCE_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES
DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class Context:
    """Where a sealed value belongs: nothing of it is secret.

    `owner` is the public key of whose value it is, empty where nobody's.
    """

    table: str
    column: str
    row_id: bytes
    purpose: str
    owner: bytes = b""

    def encode(self) -> bytes:
        """The associated data: table, column, row id, owner's public key, purpose, each behind its length."""
        return framed(self.table.encode(), self.column.encode(), self.row_id, self.owner, self.purpose.encode())

    def digest(self) -> bytes:
        """The context in 32 bytes, to be put inside a SealedBox."""
        return blake2b(self.encode(), digest_size=DIGEST_BYTES, person=b"hl1.context").digest()

    def at(self, column: str) -> Context:
        """Another column of the same row."""
        return replace(self, column=column)

    def owned_by(self, public: bytes) -> Context:
        """The same place, bound to its owner's public key."""
        return replace(self, owner=public)


def seal(key: Key, plain: bytes, context: Context, size: Size) -> bytes:
    """Seal a value under a key, grown to a size of `padding`."""
    nonce = os.urandom(NONCE_BYTES)
    body = crypto_aead_xchacha20poly1305_ietf_encrypt(pad(plain, size), context.encode(), nonce, key.secret)
    return VERSION + key.id + nonce + body


def key_id(sealed: bytes) -> bytes:
    """The id of the key that opens an envelope. Raises Refused where this is no envelope."""
    if sealed[:1] != VERSION or len(sealed) < LEAST_BYTES:
        raise Refused("This is not a sealed value.")
    return sealed[1:HEAD_BYTES]


def unseal(keys: Keys, sealed: bytes, context: Context) -> bytes:
    """Open an envelope with the key that it names. Raises Refused for a lost key, a change, or another place."""
    key = keys.find(key_id(sealed))
    if key is None:
        raise Refused("The key of this value is not in the keyring; it may have been destroyed in time.")
    nonce, body = sealed[HEAD_BYTES : HEAD_BYTES + NONCE_BYTES], sealed[HEAD_BYTES + NONCE_BYTES :]
    try:
        return unpad(crypto_aead_xchacha20poly1305_ietf_decrypt(body, context.encode(), nonce, key.secret))
    except CryptoError:
        raise Refused("The sealed value was changed or moved.") from None


def seal_to(public: bytes, plain: bytes, context: Context) -> bytes:
    """Seal a value to a public key: whoever sealed it cannot open it again. Nothing is padded: these are keys."""
    return VERSION + crypto_box_seal(context.digest() + plain, public)


def unseal_with(pair: Pair, sealed: bytes, context: Context) -> bytes:
    """Open what was sealed to a pair's public key. Raises Refused for another pair, a change, or another place."""
    if sealed[:1] != VERSION:
        raise Refused("This is not a sealed value.")
    try:
        inside = crypto_box_seal_open(sealed[1:], pair.public, pair.private)
    except (CryptoError, ValueError, TypeError):
        raise Refused("The sealed value was changed or is for somebody else.") from None
    if not compare_digest(inside[:DIGEST_BYTES], context.digest()):
        raise Refused("The sealed value was moved.")
    return inside[DIGEST_BYTES:]
