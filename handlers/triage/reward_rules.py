"""Who is proposed for a reward, who decides, and what the claim code looks like. Pure, but for chance.

Nobody's name is part of it: the merit is one of a few, never a sentence, and the code alone says whose tip it was.
Plan: Dự án 3 III.12, Dự án 2 III.8.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from content.policy import Policy
from content.terms import Outcome, PersonState, Role, Stage
from handlers.triage.move_rules import AFTER_HAND_OVER
from storage.people import Person
from storage.tips import Card

MERITED = frozenset({Outcome.PROSECUTED, Outcome.FINED, Outcome.HANDLED, Outcome.TRANSFERRED})
"""Ends after which a tip has helped."""
DIGITS = 10


def rewardable(card: Card) -> bool:
    """Whether a tip may be proposed: it has led somewhere, and it is no trial."""
    led = card.stage in AFTER_HAND_OVER or (card.stage is Stage.CLOSED and card.outcome in MERITED)
    return led and not card.test


def offered(card: Card, viewer: str) -> bool:
    """Whether this officer is offered to propose it on the card: whoever has the tip."""
    return card.holder == viewer and rewardable(card)


def deciders(card: Card, proposer: str, staff: Sequence[Person], policy: Policy) -> tuple[str, ...]:
    """Who decides: the head of the tip's station; where it has none, the province's head, else its desk.

    Never whoever proposed it, and nobody who may not read the tip.
    """
    there = [
        one for one in staff if one.state is PersonState.ACTIVE and one.id != proposer and one.station in card.stations
    ]
    levels = (
        [one.id for one in there if one.station == card.station and one.role is Role.HEAD],
        [one.id for one in there if one.station == policy.province_station and one.role is Role.HEAD],
        [one.id for one in there if one.station == policy.province_station and one.role is Role.DESK],
    )
    return next((tuple(level) for level in levels if level), ())


def new_code() -> str:
    """Ten random digits: tried with waits after five misses, and only by staff of the province."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def written(code: str) -> str:
    """As it is copied: in groups like a telephone number.

    >>> written("0123456789")
    '0123 456 789'
    """
    return f"{code[:4]} {code[4:7]} {code[7:]}"


def typed(text: str) -> str:
    """The digits of what was typed, with whatever gaps; "" where that is no code."""
    digits = "".join(char for char in text if char not in " .-\u00a0")
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdecimal() else ""
