"""What of a tip may leave the chat on paper, and under which password. Pure, but for chance."""

from __future__ import annotations

import secrets
from enum import StrEnum

from content.terms import Stage
from handlers.triage.state_rules import Barred
from storage.tips import Card

EXPORTABLE = frozenset(Stage) - {Stage.NEW}
"""What is not in the book yet has no paper."""
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""What nobody mistakes for something else when typing it from a phone."""
GROUPS, GROUP = 4, 4


class Form(StrEnum):
    """What the officer gets."""

    DOSSIER = "dossier"  # the paper and the cleaned files, in a ZIP with a password
    LIST = "list"  # ids alone, to be printed


def barred(card: Card) -> Barred | None:
    """Why there is no paper of this tip where it stands; None where there is one."""
    return None if card.stage in EXPORTABLE else Barred.STAGE


def offered(card: Card, viewer: str) -> bool:
    """Whether this officer is offered the paper on the card: whoever has the tip, once it is in the book."""
    return card.holder == viewer and barred(card) is None


def new_password() -> str:
    """Sixteen random letters, 79 bits, in groups that are easily read aloud; the hyphens belong to it."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(GROUP)) for _group in range(GROUPS))
