"""What the shipped data say about a day: whether a piece may still be sent on it, whether anything may."""

from __future__ import annotations

from datetime import date

from content.library import shipped
from content.outreach import shipped as days_off
from content.policy import Policy
from handlers.triage.hours import local
from storage.mailing import Message


def expired(message: Message, now: float, policy: Policy) -> bool:
    """Whether its piece of the library is gone or its day is over."""
    if not message.piece:
        return False
    piece = shipped().pieces.get(message.piece)
    return piece is None or piece.expired(local(now, policy).date())


def off_on(day: date) -> bool:
    """Whether nothing is sent on a day."""
    return bool(days_off().why(day))
