"""The receipt: 81 bits that only the citizen keeps; with it the tip is found and its answers open, on any phone.

77 bits are random and 4 are a check. It is shown as nine syllables or as 25 digits, and hashed as packed bits, never as
text. No slow hash is needed: the secret is made by a machine, so there is nothing to guess. What `read` says of a slip
depends on the public list alone, never on what is stored.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from hashlib import blake2b
from itertools import islice

from nacl.bindings import crypto_box_seed_keypair

from content.syllables import LONGEST, SYLLABLES, fold, number_of
from storage.vault.keys import Hidden, Key, Pair

WORDS = 9
WORD_BITS = 9
CHECK_BITS = 4
RANDOM_BITS = WORDS * WORD_BITS - CHECK_BITS
PACKED_BYTES = 11
DIGITS = 25
DIGIT_GROUPS = (8, 8, 9)
LONGEST_TEXT = 200
MOST_WALKS = 256


class Fault(Enum):
    """What is wrong with a text that is nearly a receipt."""

    COUNT = "count"  # too few or too many syllables or digits
    UNKNOWN = "unknown"  # syllables that are not in the list
    CHECK = "check"  # every part is possible, but they do not belong together
    SPACES = "spaces"  # written in one piece, it reads in more than one way


@dataclass(frozen=True, slots=True)
class Slip:
    """A receipt with a mistake: how many parts were read, and which of them (from 1) are unknown."""

    fault: Fault
    count: int
    unknown: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Receipt(Hidden):
    """A citizen's receipt."""

    bits: int

    def packed(self) -> bytes:
        """The 81 bits in 11 bytes, the form in which they are hashed."""
        return self.bits.to_bytes(PACKED_BYTES, "big")

    def words(self) -> tuple[str, ...]:
        """Nine syllables, to be shown as three lines of three."""
        shifts = range((WORDS - 1) * WORD_BITS, -1, -WORD_BITS)
        return tuple(SYLLABLES[self.bits >> shift & (1 << WORD_BITS) - 1] for shift in shifts)

    def digits(self) -> str:
        """25 digits in three groups, to be hidden among telephone numbers, or where Vietnamese is not read."""
        digits = iter(f"{self.bits:0{DIGITS}d}")
        return " ".join("".join(islice(digits, size)) for size in DIGIT_GROUPS)

    def tag(self, lookup_pepper: Key) -> bytes:
        """The 16 bytes that find the tip."""
        return blake2b(b"hl1.receipt.tag" + self.packed(), key=lookup_pepper.secret, digest_size=16).digest()

    def citizen_key(self, receipt_pepper: Key) -> Pair:
        """The citizen's key pair. Look-up tries every live pepper."""
        seed = blake2b(b"hl1.citizen.key" + self.packed(), key=receipt_pepper.secret, digest_size=32).digest()
        return Pair(*crypto_box_seed_keypair(seed))


def new_receipt(random: Callable[[int], int] = secrets.randbits) -> Receipt:
    """A fresh receipt; `random` gives so many random bits."""
    value = random(RANDOM_BITS)
    return Receipt(value << CHECK_BITS | _check(value))


def read(text: str) -> Receipt | Slip | None:
    """A receipt as somebody types it: syllables in any case, tones, spacing and spelling that sounds alike, or digits.

    A Slip where the text is nearly one; None where it is none at all.
    """
    if len(text) > LONGEST_TEXT:
        return None
    digits = "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())
    words = "".join(letter if letter.isalpha() else " " for letter in fold(text)).split()
    if len(digits) == DIGITS or not words:
        return _read_digits(digits)
    return _read_words(words)


def _check(value: int) -> int:
    digest = blake2b(value.to_bytes(10, "big"), digest_size=1, person=b"hl1.receipt.chk").digest()
    return digest[0] >> 8 - CHECK_BITS


def _valid(bits: int) -> bool:
    return bits >> WORDS * WORD_BITS == 0 and bits & (1 << CHECK_BITS) - 1 == _check(bits >> CHECK_BITS)


def _read_digits(digits: str) -> Receipt | Slip | None:
    if len(digits) != DIGITS:
        return Slip(Fault.COUNT, len(digits)) if abs(len(digits) - DIGITS) <= 3 else None
    return Receipt(int(digits)) if _valid(int(digits)) else Slip(Fault.CHECK, DIGITS)


def _read_words(words: list[str]) -> Receipt | Slip | None:
    if len(words) == WORDS:
        numbers = [number_of(word) for word in words]
        unknown = tuple(place for place, number in enumerate(numbers, 1) if number is None)
        if unknown:
            return Slip(Fault.UNKNOWN, WORDS, unknown) if len(unknown) <= 3 else None
        bits = _pack(tuple(number for number in numbers if number is not None))
        return Receipt(bits) if _valid(bits) else Slip(Fault.CHECK, WORDS)
    return _read_unspaced(words)


def _read_unspaced(words: list[str]) -> Receipt | Slip | None:
    """Words with spaces missing or too many, read in one piece: good where one way of cutting passes the check."""
    walks = tuple(islice(_cuts("".join(words)), MOST_WALKS))
    found = {bits for bits in map(_pack, walks) if _valid(bits)}
    if len(found) == 1:
        return Receipt(found.pop())
    if found:
        return Slip(Fault.SPACES, len(words))
    if walks:
        return Slip(Fault.CHECK, WORDS)
    known = sum(number_of(word) is not None for word in words)
    return Slip(Fault.COUNT, len(words)) if abs(len(words) - WORDS) <= 2 and known >= len(words) - 1 else None


def _cuts(letters: str) -> Iterator[tuple[int, ...]]:
    """Every way to cut letters into nine syllables of the list, as their numbers."""

    @cache
    def possible(start: int, left: int) -> tuple[tuple[int, int], ...]:
        """(end, number) of each first syllable from which `left` syllables can reach the end."""
        ends = range(start + 1, min(start + LONGEST + 1, len(letters)) + 1)
        numbered = ((end, number_of(letters[start:end])) for end in ends)
        return tuple((end, number) for end, number in numbered if number is not None and reaches(end, left - 1))

    def reaches(end: int, left: int) -> bool:
        return end == len(letters) if left == 0 else bool(possible(end, left))

    def walk(start: int, left: int) -> Iterator[tuple[int, ...]]:
        if left == 0:
            yield ()
            return
        for end, number in possible(start, left):
            for rest in walk(end, left - 1):
                yield (number, *rest)

    return walk(0, WORDS)


def _pack(numbers: tuple[int, ...]) -> int:
    bits = 0
    for number in numbers:
        bits = bits << WORD_BITS | number
    return bits
