"""A PIN typed on shuffled buttons: what is shown, what a press means, when it is whole. Pure.

The keypad is shown once and not edited at each tap: a toast of dots is all that moves (users.md B10). A press
carries a place, not a digit; which digit stands where is known to the conversation alone and forgotten with the
last press. The device secret rides on every button, so that it never enters the conversation.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from hmac import compare_digest
from typing import Any

from storage.vault.pin import LENGTH

CLEAR, LEAVE = "c", "x"
DIGITS = "0123456789"
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Keypad:
    """A keypad on the screen, as it lives in the conversation."""

    nonce: str
    order: str = field(repr=False)  # the digit at each of the ten places
    purpose: str  # "open", "enrol" or "change"
    until: float
    typed: str = field(default="", repr=False)
    first: str = field(default="", repr=False)  # a new PIN, typed once already
    old: str = field(default="", repr=False)  # the PIN that a new one is to replace

    @property
    def whole(self) -> bool:
        return len(self.typed) == LENGTH

    @property
    def dots(self) -> str:
        """All that is ever shown of a PIN."""
        return "●" * len(self.typed) or "○"


Shuffle = Callable[[str], str]


def shuffled(digits: str = DIGITS) -> str:
    """The ten digits in an order that nobody can foresee."""
    return "".join(secrets.SystemRandom().sample(digits, len(digits)))


def new_keypad(purpose: str, until: float, first: str = "", old: str = "") -> Keypad:
    """A fresh keypad: another order, another nonce; buttons of an earlier one mean nothing."""
    return Keypad(secrets.token_urlsafe(6), shuffled(), purpose, until, "", first, old)


def press(keypad: Keypad, place: str) -> Keypad:
    """One press. A place that is none leaves it as it is."""
    if place == CLEAR:
        return replace(keypad, typed="")
    if keypad.whole or len(place) != 1 or place not in DIGITS:
        return keypad
    return replace(keypad, typed=keypad.typed + keypad.order[int(place)])


def payload(keypad: Keypad, place: str, device: str) -> str:
    """What a button carries: p:<nonce>:<place>:<device secret>, 57 bytes."""
    return f"p:{keypad.nonce}:{place}:{device}"


def pressed(keypad: Keypad, rest: str, now: float) -> tuple[str, str] | None:
    """(place, device secret) of a press on this keypad; None for another one's, an old one's or a forged one."""
    nonce, _colon, more = rest.partition(":")
    place, _colon, device = more.partition(":")
    fits = compare_digest(nonce.encode(), keypad.nonce.encode()) and SECRET.fullmatch(device)
    return (place, device) if fits and now < keypad.until else None


def to_json(keypad: Keypad) -> dict[str, Any]:
    """For the conversation's sealed state."""
    return asdict(keypad)


def from_json(stored: Mapping[str, Any]) -> Keypad | None:
    """The keypad that is on the screen, or none."""
    return Keypad(**stored) if stored else None
