"""Padding: lengths come in few sizes, and the text comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import padding
from storage.vault.keys import Refused

RULES = {rule.__name__: rule for rule in (padding.entry, padding.inbox, padding.tip, padding.file, padding.exact)}


@pytest.mark.parametrize(
    ("rule", "length", "size"),
    [
        (padding.entry, 1, 512),
        (padding.entry, 512, 512),
        (padding.entry, 513, 1024),
        (padding.inbox, 1024, 1024),
        (padding.inbox, 1025, 2048),
        (padding.tip, 1, 1024),
        (padding.tip, 1024, 1024),
        (padding.tip, 1025, 2048),
        (padding.tip, 5000, 8192),
        (padding.file, 1, 1),
        (padding.file, 8, 8),
        (padding.file, 9, 10),
        (padding.file, 1_000_000, 1_015_808),
    ],
)
def test_a_length_grows_to_its_size(rule: padding.Size, length: int, size: int) -> None:
    assert rule(length) == size


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@given(plain=st.binary(max_size=1500) | st.binary(max_size=20).map(lambda head: head + b"\x80" + bytes(600)))
def test_the_text_comes_back_whatever_it_ends_in(rule: padding.Size, plain: bytes) -> None:
    padded = padding.pad(plain, rule)
    assert len(padded) == rule(len(plain) + 1)
    assert padding.unpad(padded) == plain


@given(st.integers(1, 50 * 1024 * 1024))
def test_a_file_grows_by_twelve_percent_at_most_and_shows_few_bits_of_its_length(length: int) -> None:
    size = padding.file(length)
    assert length <= size <= length * 1.12
    assert padding.file(size) == size
    significant = size >> (size & -size).bit_length() - 1
    assert significant.bit_length() <= length.bit_length().bit_length() + 1


@pytest.mark.parametrize("unmarked", [b"", bytes(512), b"text", b"text" + bytes(8)])
def test_what_has_no_mark_is_refused(unmarked: bytes) -> None:
    with pytest.raises(Refused):
        padding.unpad(unmarked)
