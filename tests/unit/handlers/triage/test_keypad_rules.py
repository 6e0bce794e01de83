"""A PIN on shuffled buttons: places, never digits; nothing shows what was typed."""

from __future__ import annotations

import secrets

from hypothesis import given
from hypothesis import strategies as st

from handlers.triage.keypad_rules import (
    CLEAR,
    DIGITS,
    from_json,
    new_keypad,
    payload,
    press,
    pressed,
    to_json,
)

DEVICE = secrets.token_urlsafe(32)


@given(st.text(alphabet=DIGITS, min_size=6, max_size=6))
def test_pressing_the_places_of_the_digits_types_the_pin(pin: str) -> None:
    keypad = new_keypad("open", 100.0)
    for digit in pin:
        keypad = press(keypad, str(keypad.order.index(digit)))
    assert keypad.typed == pin
    assert keypad.whole


def test_every_keypad_has_all_digits_in_another_order_under_another_nonce() -> None:
    keypads = [new_keypad("open", 100.0) for _number in range(20)]
    assert all(sorted(keypad.order) == list(DIGITS) for keypad in keypads)
    assert len({keypad.order for keypad in keypads}) > 15
    assert len({keypad.nonce for keypad in keypads}) == 20


def test_clear_begins_again_and_a_seventh_press_changes_nothing() -> None:
    keypad = new_keypad("open", 100.0)
    for _press in range(7):
        keypad = press(keypad, "3")
    assert len(keypad.typed) == 6
    assert press(keypad, CLEAR).typed == ""


@given(st.text(max_size=4).filter(lambda place: place not in {*DIGITS, CLEAR}))
def test_a_forged_place_changes_nothing(place: str) -> None:
    keypad = new_keypad("open", 100.0)
    assert press(keypad, place) == keypad


def test_a_press_belongs_to_one_keypad_and_to_its_time() -> None:
    keypad, other = new_keypad("open", 100.0), new_keypad("open", 100.0)
    rest = payload(keypad, "4", DEVICE).removeprefix("p:")
    assert pressed(keypad, rest, 99.0) == ("4", DEVICE)
    assert pressed(keypad, rest, 100.0) is None
    assert pressed(other, rest, 99.0) is None


@given(st.text(max_size=70))
def test_no_forged_payload_is_a_press(rest: str) -> None:
    assert pressed(new_keypad("open", 100.0), rest, 0.0) is None


def test_a_button_fits_the_platform() -> None:
    assert len(payload(new_keypad("open", 100.0), "0", DEVICE).encode()) <= 64


def test_the_stored_keypad_comes_back_and_holds_no_device_secret() -> None:
    keypad = press(new_keypad("enrol", 100.0, first="482913"), "1")
    stored = to_json(keypad)
    assert from_json(stored) == keypad
    assert from_json({}) is None
    assert DEVICE not in str(stored)


def test_no_digit_shows_in_a_repr_or_in_the_dots() -> None:
    keypad = press(press(new_keypad("open", 100.0), "1"), "2")
    assert keypad.typed not in repr(keypad)
    assert keypad.order not in repr(keypad)
    assert keypad.dots == "●●"
