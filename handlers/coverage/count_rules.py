"""What counts as covered, and why something is not. Pure; the words of the rule are printed under every figure."""

from __future__ import annotations

from content.coverage_terms import Lack
from content.terms import N_
from storage.reached import Reached, Ways

RULE = N_(
    "Covered: somebody pressed “Seen” under a copy in the place's own group, its contact says that they posted it,"
    " or a second officer accepted a session there. What was only sent does not count."
)


def lack(reached: Reached, ways: Ways, *, contact: bool) -> Lack | None:
    """The ONE thing that is missing next, of a target (users.md B7); None where it was confirmed."""
    if reached.proven:
        return None
    if reached.held:
        return Lack.NOT_ACCEPTED
    if reached.handed:
        return Lack.NOT_POSTED
    if reached.sent or reached.unknown:
        return Lack.NOT_CONFIRMED
    if ways.chats or ways.contacts:
        return Lack.NOT_SENT
    return Lack.NO_GROUP if contact else Lack.NO_CONTACT
