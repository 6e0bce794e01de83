"""The proof of registration: it holds for what was written, and tells nothing by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storage.vault.commitment import Commitment, commit, proves


@given(st.binary(max_size=100), st.binary(max_size=100))
def test_a_commitment_proves_its_own_record_only(record: bytes, other: bytes) -> None:
    commitment = commit(record)
    assert proves(commitment, record)
    assert proves(commitment, other) is (other == record)


def test_the_same_record_committed_twice_shows_no_likeness() -> None:
    first, second = commit(b"so 12, 20/11"), commit(b"so 12, 20/11")
    assert first.value != second.value
    assert not proves(Commitment(first.value, second.salt), b"so 12, 20/11")


def test_a_commitment_has_at_least_80_bits_and_as_much_salt() -> None:
    commitment = commit(b"x")
    assert len(commitment.value) * 8 >= 80
    assert len(commitment.salt) * 8 >= 80
