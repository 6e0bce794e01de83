"""A JPEG inside a PDF keeps its exact pixels and loses everything beside them."""

import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.files.jpeg import only_drawing
from bot.files.outcome import Rejected


def encoded(**settings: object) -> bytes:
    content = io.BytesIO()
    Image.effect_noise((70, 50), 60).convert("RGB").save(content, "JPEG", **settings)
    return content.getvalue()


def pixels(content: bytes) -> bytes:
    return Image.open(io.BytesIO(content)).tobytes()


@pytest.mark.parametrize(
    "settings", [{}, {"progressive": True}, {"optimize": True, "subsampling": 0}, {"restart_marker_blocks": 2}]
)
def test_pixels_stay_the_same_and_marks_go(settings: dict[str, object]) -> None:
    source = encoded(comment=b"MARKcomment", icc_profile=b"MARKprofile", xmp=b"MARKxmp", **settings)
    kept = only_drawing(source + b"MARKtail")
    assert b"MARK" not in kept
    assert pixels(kept) == pixels(source)


def test_the_stored_colours_of_print_are_not_inverted() -> None:
    content = io.BytesIO()
    Image.new("CMYK", (40, 30), (10, 200, 30, 5)).save(content, "JPEG", comment=b"MARK")
    assert pixels(only_drawing(content.getvalue())) == pixels(content.getvalue())


def test_a_photo_with_a_place_keeps_none(photo: bytes, marks: Callable[[bytes], set[bytes]]) -> None:
    assert marks(only_drawing(photo)) == set()


@given(st.binary(max_size=300))
def test_junk_after_a_start_is_refused_or_shortened(junk: bytes) -> None:
    try:
        kept = only_drawing(b"\xff\xd8" + junk)
    except Rejected:
        return
    assert kept.startswith(b"\xff\xd8")
    assert kept.endswith(b"\xff\xd9")
    assert len(kept) <= len(junk) + 4
