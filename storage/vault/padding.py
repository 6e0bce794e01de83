"""Lengths say much about a text, so what is sealed first grows to one of few sizes (vault.md, Envelope)."""

from __future__ import annotations

from collections.abc import Callable

from storage.vault.keys import Refused

Size = Callable[[int], int]
"""A rule of growth: least bytes needed -> bytes taken."""

MARK = b"\x80"


def entry(length: int) -> int:
    """Entries of a tip (answers, questions, notes) grow in steps of 512 bytes."""
    return -(-length // 512) * 512


def address(length: int) -> int:
    """Addresses of subscribers grow in steps of 128 bytes: there may be a million."""
    return -(-length // 128) * 128


def inbox(length: int) -> int:
    """Rows of the inbox, the outbox and of talks grow in steps of 1 KiB."""
    return -(-length // 1024) * 1024


def tip(length: int) -> int:
    """A tip as it was sent grows to a power of two, 1 KiB at least."""
    return max(1024, 1 << (length - 1).bit_length())


def file(length: int) -> int:
    """Files grow by Padmé: at most 12 % more, and a length gives away only a few bits (Nikitin et al., 2019)."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    low_bits = exponent - exponent.bit_length()
    mask = (1 << low_bits) - 1
    return (length + mask) & ~mask


def exact(length: int) -> int:
    """Values of one fixed length, such as keys, need no growth."""
    return length


def pad(plain: bytes, size: Size) -> bytes:
    """The text, a mark, and zeros up to the size."""
    return (plain + MARK).ljust(size(len(plain) + 1), b"\0")


def unpad(padded: bytes) -> bytes:
    """The text before the mark. Raises Refused where there is no mark."""
    plain = padded.rstrip(b"\0")
    if not plain.endswith(MARK):
        raise Refused("The sealed value has no end.")
    return plain[:-1]
