"""Envelopes: a value opens with its key in its place, and nowhere else."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import padding
from storage.vault.envelope import Context, key_id, seal, seal_to, unseal, unseal_with
from storage.vault.keys import Key, Pair, Refused, fresh_secret

KEY = Key.of(fresh_secret())
PAIR = Pair.new()
HERE = Context("inbox", "body", b"row-1", "intake", PAIR.public)
ELSEWHERE = {
    "table": replace(HERE, table="outbox"),
    "column": replace(HERE, column="address"),
    "row": replace(HERE, row_id=b"row-2"),
    "purpose": replace(HERE, purpose="reply"),
    "owner": replace(HERE, owner=Pair.new().public),
    "no owner": replace(HERE, owner=b""),
    "a letter moved over": replace(HERE, table="inboxb", column="ody"),
}
SEALED = seal(KEY, b"nha ben cau", HERE, padding.inbox)
BOXED = seal_to(PAIR.public, b"k" * 32, HERE)


@given(st.binary(max_size=3000))
def test_what_was_sealed_opens_as_it_was(plain: bytes) -> None:
    assert unseal(KEY, seal(KEY, plain, HERE, padding.inbox), HERE) == plain
    assert unseal_with(PAIR, seal_to(PAIR.public, plain, HERE), HERE) == plain


@pytest.mark.parametrize("place", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_value_moved_to_another_place_is_refused(place: Context) -> None:
    with pytest.raises(Refused):
        unseal(KEY, SEALED, place)
    with pytest.raises(Refused):
        unseal_with(PAIR, BOXED, place)


@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_any_changed_byte_is_refused(place: int, change: int) -> None:
    changed = SEALED[:place] + bytes([SEALED[place] ^ change]) + SEALED[place + 1 :]
    with pytest.raises(Refused):
        unseal(KEY, changed, HERE)


@given(st.integers(0, len(BOXED) - 1), st.integers(1, 255))
def test_any_changed_byte_of_a_sealed_box_is_refused(place: int, change: int) -> None:
    changed = BOXED[:place] + bytes([BOXED[place] ^ change]) + BOXED[place + 1 :]
    with pytest.raises(Refused):
        unseal_with(PAIR, changed, HERE)


@given(st.integers(0, len(SEALED) - 1))
def test_a_cut_envelope_is_refused(length: int) -> None:
    with pytest.raises(Refused):
        unseal(KEY, SEALED[:length], HERE)


@given(st.integers(0, len(BOXED) - 1))
def test_a_cut_sealed_box_is_refused(length: int) -> None:
    with pytest.raises(Refused):
        unseal_with(PAIR, BOXED[:length], HERE)


@given(st.binary(max_size=200))
def test_bytes_that_never_were_sealed_are_refused(noise: bytes) -> None:
    with pytest.raises(Refused):
        unseal(KEY, noise, HERE)
    with pytest.raises(Refused):
        unseal_with(PAIR, noise, HERE)


def test_two_rows_cannot_swap_their_envelopes() -> None:
    second = replace(HERE, row_id=b"row-2")
    other = seal(KEY, b"cho khac", second, padding.inbox)
    with pytest.raises(Refused):
        unseal(KEY, other, HERE)
    with pytest.raises(Refused):
        unseal(KEY, SEALED, second)


def test_another_key_is_refused_even_under_the_same_id() -> None:
    with pytest.raises(Refused, match="not in the keyring"):
        unseal(Key.of(fresh_secret()), SEALED, HERE)
    with pytest.raises(Refused, match="changed or moved"):
        unseal(Key(KEY.id, fresh_secret()), SEALED, HERE)


def test_a_sealed_box_opens_for_its_own_pair_only() -> None:
    with pytest.raises(Refused):
        unseal_with(Pair.new(), BOXED, HERE)


def test_an_envelope_is_a_version_a_key_id_a_nonce_and_the_padded_body() -> None:
    assert SEALED[:1] == b"\x01"
    assert key_id(SEALED) == KEY.id
    assert len(SEALED) == 1 + 4 + 24 + 1024 + 16


def test_the_same_value_sealed_twice_shows_no_likeness() -> None:
    again = seal(KEY, b"nha ben cau", HERE, padding.inbox)
    assert again[5:] != SEALED[5:]
    assert again[5:29] != SEALED[5:29]


def test_a_refusal_holds_neither_the_key_nor_the_text() -> None:
    with pytest.raises(Refused) as refused:
        unseal(KEY, SEALED, ELSEWHERE["row"])
    assert refused.value.__suppress_context__
    assert "nha ben cau" not in str(refused.value)
    assert KEY.secret.hex() not in repr(refused.value)


@pytest.mark.parametrize("secret", [KEY, PAIR], ids=["key", "pair"])
def test_a_key_does_not_show_itself_and_cannot_be_copied(secret: Key | Pair) -> None:
    assert repr(secret) == str(secret) == f"<{type(secret).__name__}, hidden>"
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="neither copied nor pickled"):
            pickle.dumps(secret, protocol)
    with pytest.raises(TypeError, match="neither copied nor pickled"):
        copy.deepcopy(secret)


def test_keys_for_different_purposes_have_nothing_in_common() -> None:
    tags = {KEY.tag("audit", b"x"), KEY.tag("sketch", b"x"), KEY.tag("audit", b"y"), KEY.tag("audit")}
    assert len(tags) == 4
    assert KEY.tag("audit", b"x", 16) != KEY.tag("audit", b"x")[:16]
