"""Officers: the PIN opens nothing without the button's secret and the pepper, and guessing is slow and short."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b

import pytest
from nacl.bindings import crypto_pwhash_ALG_ARGON2ID13
from nacl.bindings.crypto_pwhash import crypto_pwhash_alg

from storage.vault.envelope import Context, unseal
from storage.vault.keys import Key, Pair, fresh_secret
from storage.vault.officer import KEK_ID, OfficerKeys, PinCost, WrongPin, enrol, open_officer

PIN, DEVICE, OFFICER, SALT, PEPPER = "402951", b"d" * 32, b"o" * 16, b"s" * 16, Key.of(fresh_secret())


@pytest.fixture(scope="module")
def keys() -> OfficerKeys:
    return enrol(PIN, DEVICE, OFFICER, SALT, PEPPER)


def test_the_right_pin_with_the_right_button_opens(keys: OfficerKeys) -> None:
    opened = open_officer(PIN, DEVICE, OFFICER, SALT, PEPPER, keys)
    assert Pair.of(opened.private).public == keys.public == opened.public


@pytest.mark.parametrize(
    ("pin", "device", "pepper"),
    [("402952", DEVICE, PEPPER), (PIN, b"e" * 32, PEPPER), (PIN, DEVICE, Key.of(fresh_secret()))],
    ids=["pin", "device secret", "pepper"],
)
def test_each_of_the_three_is_needed_and_none_is_named(keys: OfficerKeys, pin: str, device: bytes, pepper: Key) -> None:
    with pytest.raises(WrongPin) as wrong:
        open_officer(pin, device, OFFICER, SALT, pepper, keys)
    assert str(wrong.value) == "The PIN is wrong, or the button belongs to an older enrolment."
    assert wrong.value.__suppress_context__


def test_an_officers_key_does_not_open_as_another_officers(keys: OfficerKeys) -> None:
    with pytest.raises(WrongPin):
        open_officer(PIN, DEVICE, b"p" * 16, SALT, PEPPER, keys)
    with pytest.raises(WrongPin):
        open_officer(PIN, DEVICE, OFFICER, SALT, PEPPER, replace(keys, public=Pair.new().public))


def test_the_key_is_derived_exactly_as_the_vault_says(keys: OfficerKeys) -> None:
    slow = crypto_pwhash_alg(32, PIN.encode(), SALT, 3, 64 * 1024 * 1024, crypto_pwhash_ALG_ARGON2ID13)
    kek = blake2b(slow + DEVICE + OFFICER, key=PEPPER.secret, digest_size=32, person=b"hl1.officer.kek").digest()
    here = Context("person", "sealed_key", OFFICER, "open shift", keys.public)
    private = unseal(Key(KEK_ID, kek), keys.sealed_private, here)
    assert Pair.of(private).public == keys.public


@pytest.mark.parametrize(("ops", "memory"), [(2, 64 << 20), (3, (64 << 20) - 1), (0, 0)])
def test_a_cheaper_pin_is_refused(ops: int, memory: int) -> None:
    with pytest.raises(ValueError, match="64 MiB"):
        PinCost(ops, memory)


@pytest.mark.parametrize(("device", "salt"), [(b"d" * 31, SALT), (DEVICE, b"s" * 15), (b"", b"")])
def test_a_short_secret_or_salt_is_refused_at_once(device: bytes, salt: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        enrol(PIN, device, OFFICER, salt, PEPPER)
