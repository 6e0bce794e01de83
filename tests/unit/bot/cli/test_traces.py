"""A mark is found in every form in which it could lie on a disk, wherever it lies."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.traces import Mark, found_in, new_marks

MARK = Mark("first name", "qwxzjkvbpt")
NUMBER = Mark("account number", "7100000042")


@given(before=st.binary(max_size=40), after=st.binary(max_size=40))
def test_base64_is_found_at_any_place(before: bytes, after: bytes) -> None:
    assert found_in(b64encode(before + MARK.text.encode() + after), [MARK]) == ["first name"]


@pytest.mark.parametrize(
    "form",
    [
        MARK.text.encode(),
        MARK.text.encode("utf-16-le"),
        MARK.text.encode().hex().encode(),
        MARK.text.encode().hex().upper().encode(),
    ],
)
def test_other_forms_are_found(form: bytes) -> None:
    assert found_in(b"\0\1" + form + b"\xff", [MARK]) == ["first name"]


@pytest.mark.parametrize("order", ["big", "little"])
def test_a_number_is_found_as_eight_bytes(order: str) -> None:
    assert found_in(b"x" + int(NUMBER.text).to_bytes(8, order) + b"y", [NUMBER]) == ["account number"]  # type: ignore[arg-type]


@given(st.binary(max_size=500))
def test_chance_makes_no_mark(content: bytes) -> None:
    assert found_in(content, new_marks()) == []
