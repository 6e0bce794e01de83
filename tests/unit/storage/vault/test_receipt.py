"""The receipt: read in any spelling that a frightened person may type, and never shown by accident."""

from __future__ import annotations

import pickle
import random
import unicodedata
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.syllables import SYLLABLES, number_of
from storage.vault.keys import Key
from storage.vault.receipt import Fault, Receipt, Slip, new_receipt, read

RECEIPTS = st.integers(0, 2**77 - 1).map(lambda value: new_receipt(lambda _: value))
LOOKUP, PEPPER = Key.of(bytes(32)), Key.of(bytes(range(32)))
KNOWN = new_receipt(lambda _: 0x1234_5678_9ABC_DEF0_123)
WORDS = ("bum", "goong", "quyet", "tich", "the", "sut", "thua", "bia", "cuom")
DIGITS = "00859680 58283706 962416186"
TAG = "d6ef114bbf0f39ff2a5a972daca37d14"
PUBLIC = "736299c85fb141ebb9af8cc01c96e45ff4054c43997d98d39a3362e319425b64"
TONES = "\u0300\u0301\u0303\u0309\u0323"
MARKS = {"a": "ăâ", "e": "ê", "o": "ôơ", "u": "ư"}
SOUNDS_LIKE = [("x", "s"), ("s", "x"), ("tr", "ch"), ("ch", "tr"), ("d", "v"), ("v", "d")]
ENDS_LIKE = [("ng", "n"), ("nh", "n"), ("n", "ng"), ("ch", "t"), ("t", "c"), ("c", "t"), ("i", "y"), ("y", "i")]


def bits(found: Receipt | Slip | None) -> int:
    assert isinstance(found, Receipt), found
    return found.bits


def as_typed(syllable: str, hand: random.Random) -> str:
    """One syllable as somebody might write it: another spelling of the same sound, tones, marks, capitals."""
    for before, after in hand.sample(SOUNDS_LIKE, len(SOUNDS_LIKE)):
        if syllable.startswith(before) and hand.random() < 0.3:
            syllable = after + syllable.removeprefix(before)
            break
    for before, after in hand.sample(ENDS_LIKE, len(ENDS_LIKE)):
        if syllable.endswith(before) and hand.random() < 0.3:
            syllable = syllable.removesuffix(before) + after
            break
    letters = [hand.choice(MARKS.get(letter, letter) + letter) for letter in syllable]
    if letters[0] == "d" and hand.random() < 0.5:
        letters[0] = "đ"
    vowel = next((place for place, letter in enumerate(syllable) if letter in "aeiouy"), 0)
    letters[vowel] += hand.choice(TONES)
    word = unicodedata.normalize(hand.choice(["NFC", "NFD"]), "".join(letters))
    return hand.choice([word, word.upper(), word.title()])


@given(RECEIPTS)
def test_a_receipt_is_read_from_its_words_and_from_its_digits(receipt: Receipt) -> None:
    assert bits(read(" ".join(receipt.words()))) == receipt.bits
    assert bits(read(receipt.digits())) == receipt.bits


@given(RECEIPTS, st.randoms(use_true_random=False))
def test_any_spelling_that_sounds_alike_is_the_same_receipt(receipt: Receipt, hand: random.Random) -> None:
    words = [as_typed(word, hand) for word in receipt.words()]
    text = "".join(word + hand.choice([" ", "  ", "\n", " - ", ", ", " / ", ". "]) for word in words)
    assert bits(read(text)) == receipt.bits


@given(RECEIPTS)
def test_words_without_spaces_are_the_same_receipt_or_asked_for_with_spaces(receipt: Receipt) -> None:
    found = read("".join(receipt.words()))
    assert isinstance(found, Receipt | Slip)
    assert found.bits == receipt.bits if isinstance(found, Receipt) else found.fault is Fault.SPACES


@given(RECEIPTS)
def test_numbered_lines_and_a_space_too_few_do_no_harm(receipt: Receipt) -> None:
    words = receipt.words()
    assert bits(read("\n".join(f"{number}. {word}" for number, word in enumerate(words, 1)))) == receipt.bits
    lines = ["".join(words[place : place + 3]) for place in (0, 3, 6)]
    found = read("\n".join(lines))
    assert isinstance(found, Slip) or bits(found) == receipt.bits


@given(RECEIPTS, st.lists(st.integers(0, 24), max_size=8), st.sampled_from(list(" .-+()/\n")))
def test_digits_are_read_in_any_grouping(receipt: Receipt, breaks: list[int], sign: str) -> None:
    digits = receipt.digits().replace(" ", "")
    text = "".join(digit + sign * (place in breaks) for place, digit in enumerate(digits))
    assert bits(read(text)) == receipt.bits
    assert bits(read("".join(chr(0x17E0 + int(digit)) for digit in digits))) == receipt.bits  # Khmer digits


def test_the_digits_come_in_three_groups_like_telephone_numbers() -> None:
    assert [len(group) for group in KNOWN.digits().split()] == [8, 8, 9]


def test_a_receipt_has_nine_words_of_the_list_and_77_random_bits() -> None:
    asked: list[int] = []
    receipt = new_receipt(lambda count: asked.append(count) or 0)
    assert asked == [77]
    assert len(receipt.words()) == 9
    assert set(receipt.words()) <= set(SYLLABLES)
    assert new_receipt().bits != new_receipt().bits


def test_what_was_given_out_is_read_for_ever() -> None:
    """The list, the check and both hashes are promises to people with paper in their hands: this never changes."""
    assert KNOWN.words() == WORDS
    assert KNOWN.digits() == DIGITS
    assert KNOWN.tag(LOOKUP).hex() == TAG
    assert KNOWN.citizen_key(PEPPER).public.hex() == PUBLIC


def test_the_hash_is_of_the_packed_bits_under_the_right_pepper() -> None:
    data = b"hl1.receipt.tag" + KNOWN.bits.to_bytes(11, "big")
    assert KNOWN.tag(LOOKUP) == blake2b(data, key=bytes(32), digest_size=16).digest()
    assert KNOWN.tag(PEPPER) != KNOWN.tag(LOOKUP)
    assert KNOWN.citizen_key(LOOKUP).public != KNOWN.citizen_key(PEPPER).public


@given(RECEIPTS, st.integers(0, 8))
def test_an_unknown_syllable_is_named_by_its_place(receipt: Receipt, place: int) -> None:
    words = list(receipt.words())
    words[place] = "xyz"
    assert read(" ".join(words)) == Slip(Fault.UNKNOWN, 9, (place + 1,))


def test_the_check_finds_fifteen_of_sixteen_wrong_syllables() -> None:
    hand = random.Random(3)
    missed = 0
    for _ in range(1000):
        words = list(new_receipt(hand.getrandbits).words())
        place = hand.randrange(9)
        words[place] = hand.choice([word for word in SYLLABLES if word != words[place]])
        missed += isinstance(read(" ".join(words)), Receipt)
    assert missed < 100


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        (" ".join(KNOWN.words()[:8]), Slip(Fault.COUNT, 8)),
        (" ".join((*KNOWN.words(), "sen")), Slip(Fault.COUNT, 10)),
        (KNOWN.digits()[:-1], Slip(Fault.COUNT, 24)),
        (KNOWN.digits() + "1", Slip(Fault.COUNT, 26)),
        ("9" * 25, Slip(Fault.CHECK, 25)),
    ],
)
def test_a_slip_says_what_the_public_list_alone_can_tell(text: str, slip: Slip) -> None:
    found = read(text)
    assert found == slip or (isinstance(found, Slip) and found.fault is Fault.CHECK)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "...",
        "chao ban",
        "0912 345 678",
        "toi bi mat giay roi khong nho duoc nua",
        "x" * 5000,
        "sen " * 60,
        "🌾",
    ],
)
def test_what_is_no_receipt_is_none(text: str) -> None:
    assert read(text) is None


@given(st.text(max_size=250))
def test_any_text_is_answered(text: str) -> None:
    assert isinstance(read(text), Receipt | Slip | None)


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=14).map("".join))
def test_any_run_of_syllables_is_answered(text: str) -> None:
    assert isinstance(read(text), Receipt | Slip | None)


def test_a_receipt_does_not_show_itself() -> None:
    assert repr(KNOWN) == f"{KNOWN}" == "<Receipt, hidden>"
    with pytest.raises(TypeError):
        pickle.dumps(KNOWN)


def test_typed_spellings_of_the_test_sound_like_the_list() -> None:
    hand = random.Random(5)
    for word in SYLLABLES:
        typed = as_typed(word, hand)
        folded = "".join(
            sign for sign in unicodedata.normalize("NFD", typed.lower()) if not unicodedata.combining(sign)
        )
        assert number_of(folded.replace("đ", "d")) == SYLLABLES.index(word), typed
