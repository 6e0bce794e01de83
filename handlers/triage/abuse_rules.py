"""What two officers together may do against abuse: put a tip into the junk box, mute the chat it came from. Pure.

One alone does neither. Danger is never junk, and whoever reports danger is never muted (users.md, the prankster).
"""

from __future__ import annotations

from content.terms import Kind, Mark, Outcome, Stage, Urgency, Verified
from storage.tips import Card

BOTH = frozenset({Mark.JUNK, Mark.MUTE})
"""Marks that take effect with the second officer."""
CONFIRMED = frozenset({Outcome.PROSECUTED, Outcome.FINED, Outcome.HANDLED})


def offered(card: Card) -> bool:
    """Whether a tip may be called abuse: it is open, and no danger."""
    return card.stage is not Stage.CLOSED and card.urgency is not Urgency.DANGER


def marked_by(card: Card, mark: Mark) -> tuple[str, ...]:
    """The officers who want it, in order."""
    return tuple(person for what, person, _at in card.marks if what is mark)


def agreed(card: Card, mark: Mark, officer: str) -> bool:
    """Whether another officer wants the same already."""
    return any(other != officer for other in marked_by(card, mark))


def in_junk(card: Card) -> bool:
    """Whether it lies in the junk box."""
    return card.stage is Stage.CLOSED and card.outcome is Outcome.JUNK


def reliability(card: Card) -> str:
    """What is known of a source from this very receipt and nothing else: "confirmed", "false" or "".

    It counts for what is added later under the same receipt; two receipts are never compared.
    """
    if card.outcome is Outcome.FALSE_REPORT:
        return "false"
    confirmed = card.outcome in CONFIRMED or card.verified is Verified.YES
    return "confirmed" if confirmed and card.kind is not Kind.ORDER else ""
