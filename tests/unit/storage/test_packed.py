"""JSON by a fast library, and by Python's own where that one refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.packed import dumps, loads

TEXTS = st.text(st.characters(codec="utf-8"))


def values(most: int) -> st.SearchStrategy[Any]:
    """Anything that JSON holds, whole numbers up to `most`."""
    plain = st.none() | st.booleans() | st.integers(-most, most) | st.floats(allow_nan=False, allow_infinity=False)
    return st.recursive(
        plain | TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)
    )


@given(values(2**63 - 1))
def test_what_was_packed_is_read_by_us_and_by_anybody(value: Any) -> None:
    assert loads(dumps(value)) == json.loads(dumps(value)) == value


@given(st.integers(2**64) | st.integers(max_value=-(2**63) - 1))
def test_a_number_that_would_come_back_as_another_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="64 bits"):
        dumps({"number": number})


@given(values(2**63 - 1))
def test_what_anybody_packed_is_read(value: Any) -> None:
    assert loads(json.dumps(value).encode()) == value


@given(st.text())
def test_half_characters_are_no_reason_to_lose_a_text(text: str) -> None:
    assert loads(dumps({"text": text})) == {"text": text.encode("utf-8", "replace").decode()}


def test_half_a_character_that_came_escaped_is_read() -> None:
    assert loads(rb'{"text": "a \ud83d"}') == {"text": "a \ud83d"}


@pytest.mark.parametrize("broken", [b"", b"nonsense", b'{"a":', b"\xff"])
def test_what_is_no_json_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError):
        loads(broken)
