"""What the words of a story point to: danger, the teller's own family, coming forward, a topic. Findings, none of the words."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.citizen.danger_rules import hints
from handlers.citizen.exposure_rules import kin
from handlers.citizen.phrase_rules import any_of, words
from handlers.citizen.topic_rules import Guess, guess, sounds_like_tip
from handlers.remembered import Remembered

SURRENDER = any_of(
    "tôi muốn đầu thú|tui muốn đầu thú|em muốn đầu thú|tôi ra đầu thú|em ra đầu thú|tôi muốn tự thú|em muốn tự thú",
    "muốn ra đầu thú|muốn ra tự thú|tôi đang bị truy nã|em đang bị truy nã",
)


@dataclass(frozen=True)
class Signs:
    """Hints that ask or propose, and never decide."""

    danger: bool  # somebody may be in danger now
    kin: bool  # it is about the teller's own family
    surrender: bool  # the teller wants to come forward
    tip: bool  # it sounds like a tip
    guess: Guess  # what it may be about


def _signs(text: str) -> Signs:
    spoken = words(text)
    return Signs(hints(spoken), kin(spoken), SURRENDER.among(spoken), sounds_like_tip(spoken), guess(spoken))


signs = Remembered(_signs)
"""`signs(text)`: what a `plain` text points to. A story's words are read once, however often its dialogue runs."""
