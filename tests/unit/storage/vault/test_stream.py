"""Sealed files: streams that are changed, reordered, cut or lengthened are refused."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.vault import padding
from storage.vault.envelope import Context
from storage.vault.keys import Refused, fresh_secret
from storage.vault.stream import FRAME, FRAME_EXTRA, HEADER_BYTES, seal_file, unseal_file

KEY = fresh_secret()
HERE = Context("entry", "body", b"row-1", "file")
HEAD = 1 + HEADER_BYTES
SEALED_FRAME = FRAME + FRAME_EXTRA
PHOTO = random.Random(7).randbytes(3 * FRAME + 500)
SEALED = b"".join(seal_file(KEY, [PHOTO], HERE))


def chunks(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def opened(sealed: bytes, key: bytes = KEY, context: Context = HERE) -> bytes:
    return b"".join(unseal_file(key, [sealed], context))


def frames() -> list[bytes]:
    return list(chunks(SEALED[HEAD:], SEALED_FRAME))


@settings(max_examples=40)
@given(
    st.sampled_from([0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME - 1, 2 * FRAME]) | st.integers(0, 3 * FRAME),
    st.integers(1000, 2 * FRAME),
    st.integers(1000, 2 * FRAME),
)
def test_a_file_comes_back_however_it_is_cut_into_chunks(length: int, written: int, read: int) -> None:
    plain = PHOTO[:length]
    sealed = b"".join(seal_file(KEY, chunks(plain, written), HERE))
    assert b"".join(unseal_file(KEY, chunks(sealed, read), HERE)) == plain


@given(st.binary(max_size=40).map(lambda head: head + b"\x80" + bytes(200)))
def test_a_file_that_looks_like_padding_comes_back_too(plain: bytes) -> None:
    assert opened(b"".join(seal_file(KEY, [plain], HERE))) == plain


def test_a_sealed_file_shows_only_its_padded_size() -> None:
    for length in (10, 70_000, len(PHOTO)):
        sealed = b"".join(seal_file(KEY, [PHOTO[:length]], HERE))
        size = padding.file(length + 1)
        assert len(sealed) == HEAD + size + -(-size // FRAME) * FRAME_EXTRA


@settings(max_examples=60)
@given(st.integers(0, len(SEALED) - 1))
def test_a_cut_file_is_refused(length: int) -> None:
    with pytest.raises(Refused):
        opened(SEALED[:length])


@pytest.mark.parametrize("kept", range(4))
def test_a_file_cut_between_two_frames_is_refused(kept: int) -> None:
    with pytest.raises(Refused):
        opened(SEALED[: HEAD + kept * SEALED_FRAME])


@settings(max_examples=60)
@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_any_changed_byte_is_refused(place: int, change: int) -> None:
    with pytest.raises(Refused):
        opened(SEALED[:place] + bytes([SEALED[place] ^ change]) + SEALED[place + 1 :])


@given(st.permutations(range(4)).filter(lambda order: list(order) != [0, 1, 2, 3]))
def test_reordered_frames_are_refused(order: list[int]) -> None:
    all_frames = frames()
    with pytest.raises(Refused):
        opened(SEALED[:HEAD] + b"".join(all_frames[place] for place in order))


@pytest.mark.parametrize("place", range(4))
def test_a_frame_left_out_or_repeated_is_refused(place: int) -> None:
    all_frames = frames()
    for changed in (all_frames[:place] + all_frames[place + 1 :], all_frames[: place + 1] + all_frames[place:]):
        with pytest.raises(Refused):
            opened(SEALED[:HEAD] + b"".join(changed))


def test_a_frame_of_another_file_is_refused() -> None:
    other = b"".join(seal_file(KEY, [PHOTO], HERE))
    with pytest.raises(Refused):
        opened(SEALED[: HEAD + SEALED_FRAME] + other[HEAD + SEALED_FRAME :])


def test_a_lengthened_file_is_refused() -> None:
    with pytest.raises(Refused):
        opened(SEALED + b"x")
    with pytest.raises(Refused):
        opened(SEALED + SEALED[HEAD:])


def test_a_file_that_ends_with_a_whole_frame_cannot_be_lengthened() -> None:
    whole = b"".join(seal_file(KEY, [bytes(2 * FRAME - 1)], HERE))
    assert opened(whole) == bytes(2 * FRAME - 1)
    with pytest.raises(Refused, match="lengthened"):
        opened(whole + b"x")


def test_a_file_of_another_row_or_key_is_refused() -> None:
    with pytest.raises(Refused):
        opened(SEALED, context=replace(HERE, row_id=b"row-2"))
    with pytest.raises(Refused):
        opened(SEALED, key=fresh_secret())


def test_sealing_reads_no_further_than_it_writes() -> None:
    read: list[int] = []

    def source() -> Iterator[bytes]:
        for place in range(8):
            read.append(place)
            yield bytes(FRAME)

    sealed = seal_file(KEY, source(), HERE)
    next(sealed)
    next(sealed)
    assert len(read) <= 2
