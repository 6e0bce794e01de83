"""An officer's key pair, closed by the PIN, the secret in the officer's own chat and the server's pepper together.

The device secret lives in the payload of the button that opens a shift and has no column: without that message a PIN
opens nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from nacl.bindings import crypto_pwhash_ALG_ARGON2ID13
from nacl.bindings.crypto_pwhash import crypto_pwhash_alg

from storage.vault import padding
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keys import KEY_BYTES, Key, Pair, Refused, VaultError

SALT_BYTES = 16
DEVICE_SECRET_BYTES = 32
LEAST_OPS = 3
LEAST_MEMORY = 64 * 1024 * 1024
KEK_ID = b"kek1"


class WrongPin(VaultError):
    """The PIN, the device secret or the pepper is not the right one; which of them is not said."""


@dataclass(frozen=True, slots=True)
class PinCost:
    """What one try costs: passes of Argon2id and its memory in bytes, 75 ms at the least that is allowed."""

    ops: int = LEAST_OPS
    memory: int = LEAST_MEMORY

    def __post_init__(self) -> None:
        if self.ops < LEAST_OPS or self.memory < LEAST_MEMORY:
            raise ValueError("A PIN needs at least 3 passes over 64 MiB.")


@dataclass(frozen=True, slots=True)
class OfficerKeys:
    """What is stored of an officer: the public key, and the private key sealed under the PIN."""

    public: bytes
    sealed_private: bytes


def enrol(
    pin: str, device_secret: bytes, officer_id: bytes, salt: bytes, pepper: Key, cost: PinCost | None = None
) -> OfficerKeys:
    """A new pair under a new PIN (`pin.fault` is asked before).

    Salt: 16 random bytes, stored; device secret: 32, never stored. In a thread.
    """
    return close_officer(Pair.new(), pin, device_secret, officer_id, salt, pepper, cost)


def close_officer(
    pair: Pair, pin: str, device_secret: bytes, officer_id: bytes, salt: bytes, pepper: Key, cost: PinCost | None = None
) -> OfficerKeys:
    """A pair under a new PIN and a new salt: whoever changes the PIN keeps the pair, and all that is sealed to it."""
    kek = _kek(pin, device_secret, officer_id, salt, pepper, cost or PinCost())
    return OfficerKeys(pair.public, seal(kek, pair.private, _context(officer_id, pair.public), padding.exact))


def open_officer(
    pin: str,
    device_secret: bytes,
    officer_id: bytes,
    salt: bytes,
    pepper: Key,
    keys: OfficerKeys,
    cost: PinCost | None = None,
) -> Pair:
    """The officer's pair.

    The failed attempt is committed before this is called, and undone after it. In a thread. Raises WrongPin.
    """
    kek = _kek(pin, device_secret, officer_id, salt, pepper, cost or PinCost())
    try:
        return Pair(keys.public, unseal(kek, keys.sealed_private, _context(officer_id, keys.public)))
    except Refused:
        raise WrongPin("The PIN is wrong, or the button belongs to an older enrolment.") from None


def _kek(pin: str, device_secret: bytes, officer_id: bytes, salt: bytes, pepper: Key, cost: PinCost) -> Key:
    if len(device_secret) != DEVICE_SECRET_BYTES or len(salt) != SALT_BYTES:
        raise ValueError("The device secret has 32 bytes and the salt 16.")
    slow = crypto_pwhash_alg(KEY_BYTES, pin.encode(), salt, cost.ops, cost.memory, crypto_pwhash_ALG_ARGON2ID13)
    digest = blake2b(
        slow + device_secret + officer_id, key=pepper.secret, digest_size=KEY_BYTES, person=b"hl1.officer.kek"
    )
    return Key(KEK_ID, digest.digest())


def _context(officer_id: bytes, public: bytes) -> Context:
    return Context("person", "sealed_key", officer_id, "open shift", public)
