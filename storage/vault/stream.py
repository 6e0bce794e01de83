"""Files are sealed as streams, a frame at a time, so that a large one is never whole in memory.

``version(1) || header(24) || frames``: libsodium's secretstream refuses frames that are changed, reordered, repeated or
left out, and its FINAL tag shows a stream that was cut. The content ends in a frame tagged PUSH (or FINAL); frames of
zeros follow, up to the padded size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nacl.bindings import crypto_secretstream as sodium
from nacl.exceptions import CryptoError

from storage.vault.envelope import VERSION, Context
from storage.vault.keys import Refused
from storage.vault.padding import MARK, file, unpad

FRAME = 64 * 1024
FRAME_EXTRA = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
HEADER_BYTES = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
PUSH = sodium.crypto_secretstream_xchacha20poly1305_TAG_PUSH
FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL


def seal_file(key: bytes, chunks: Iterable[bytes], context: Context) -> Iterator[bytes]:
    """Seal a file of chunks of any size under a 32-byte key that seals nothing else. Grows it by Padmé."""
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    bound = context.encode()
    yield VERSION + sodium.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    length = 0
    rest = b""
    for frame in _frames(chunks, FRAME):
        if len(frame) < FRAME:
            rest = frame
            break
        length += FRAME
        yield sodium.crypto_secretstream_xchacha20poly1305_push(state, frame, bound, MESSAGE)
    size = file(length + len(rest) + 1)
    tail = list(_frames(_ending(rest, size - length), FRAME))
    for place, frame in enumerate(tail, 1):
        tag = FINAL if place == len(tail) else PUSH if place == 1 else MESSAGE
        yield sodium.crypto_secretstream_xchacha20poly1305_push(state, frame, bound, tag)


def unseal_file(key: bytes, chunks: Iterable[bytes], context: Context) -> Iterator[bytes]:
    """Open a sealed file from chunks of any size.

    Raises Refused where it was changed, moved, cut or lengthened. A cut is seen only at the end, so whoever reads keeps
    the content to himself until the iterator has ended.
    """
    source = _Source(chunks)
    if source.take(1) != VERSION:
        raise Refused("This is not a sealed file.")
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    bound = context.encode()
    content, tag = True, MESSAGE
    try:
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, source.take(HEADER_BYTES), key)
        while tag != FINAL:
            frame, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(
                state, source.take(FRAME + FRAME_EXTRA), bound
            )
            if content:
                yield frame if tag == MESSAGE else unpad(frame)
            content = content and tag == MESSAGE
    except (CryptoError, ValueError, TypeError):
        raise Refused("The sealed file was changed, cut or moved.") from None
    if source.take(1):
        raise Refused("The sealed file was lengthened.")


class _Source:
    """Bytes in the amounts in which they are asked for."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._buffer = bytearray()

    def take(self, count: int) -> bytes:
        """So many bytes, fewer at the end."""
        while len(self._buffer) < count:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._buffer += chunk
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken


def _frames(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    source = _Source(chunks)
    while frame := source.take(size):
        yield frame


def _ending(rest: bytes, size: int) -> Iterator[bytes]:
    """The last content, the mark, and zeros up to the size."""
    yield rest + MARK
    zeros = size - len(rest) - 1
    while zeros > 0:
        yield bytes(min(zeros, FRAME))
        zeros -= FRAME
