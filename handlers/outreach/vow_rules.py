"""A pledge is made by a tap and taken back by another, even in a group, where nobody can be asked apart. Pure.

The first press pledges. One more asks "take it back?", and one after that, within a minute, does it. An impatient finger
that presses twice at once does neither.
"""

from __future__ import annotations

from enum import StrEnum

from storage.pledges import Vow

IMPATIENT_S = 3.0
ASKED_S = 60.0


class Step(StrEnum):
    """What a press on a pledge's button does."""

    MAKE = "make"
    STAY = "stay"  # pressed twice at once
    ASK = "ask"
    TAKE_BACK = "take_back"


def step(made: Vow | None, now: float) -> Step:
    """What the press of this moment does, given what this person pledged here before."""
    if made is None:
        return Step.MAKE
    since = now - made.pressed_at
    if since < IMPATIENT_S:  # also where the clock was set back
        return Step.STAY
    return Step.TAKE_BACK if made.asked and since <= ASKED_S else Step.ASK
