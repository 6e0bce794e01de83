"""What a citizen's turn wants done: tips, their files, the way back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from content.terms import Contact, Detail, Reader, Topic, Urgency
from handlers.messages import Address, Media


@dataclass(frozen=True)
class SubmitTip:
    """Seal a tip for every station on its route and for its sender; ring the stations."""

    topic: Topic
    detail: Detail | None
    area: str | None  # id of today's area; None where the place is unknown or at sea
    stations: tuple[str, ...]  # ids, the one that acts first
    urgency: Urgency
    reader: Reader
    contact: Contact
    receipt: str = field(repr=False)  # the packed bits, hex
    story: dict[str, Any] = field(repr=False)  # what is sealed: parts, place as typed, when, flags
    files: tuple[dict[str, Any], ...] = field(default=(), repr=False)  # {kind, blob, key}
    way_back: Address | None = None
    language: str = "vi"
    test: bool = False
    at_sea: bool = False  # the place that was told lies out at sea
    told_here: tuple[int, ...] = ()  # of each tip that this chat has sent lately the first byte of its receipt's tag


@dataclass(frozen=True)
class AddToTip:
    """The sender adds words or files: sealed to the tip's public key, readable by who may read the tip."""

    tip: str  # the row, hex, as `own.by_receipt` and `own.asked` give it: never the id that officers see
    kind: str  # "details" or "answer"
    parts: tuple[dict[str, Any], ...] = field(repr=False)
    question: str = ""  # public id of the question answered


@dataclass(frozen=True)
class SetWayBack:
    """Change how the sender is reached, or forget it for good (`address` None)."""

    receipt: str = field(repr=False)  # the packed bits, hex
    contact: Contact = Contact.NONE
    address: Address | None = None


@dataclass(frozen=True)
class ForgetChat:
    """Nothing that waits to be said in this private chat is said, and nothing of it is remembered."""

    address: Address


@dataclass(frozen=True)
class Fetch:
    """Download a file from the platform, clean it, seal it under its own key."""

    media: Media
    blob: str
    key: str = field(repr=False)
    address: Address | None = None  # who is told when the file cannot be kept


@dataclass(frozen=True)
class ChangeVoice:
    """Replace a stored recording by one with another voice; the first is destroyed."""

    blob: str
    key: str = field(repr=False)


@dataclass(frozen=True)
class DropFiles:
    """Destroy stored files that belong to nothing any more."""

    blobs: tuple[str, ...]


@dataclass(frozen=True)
class TurnedAway:
    """Somebody wanted to send a tip while nobody could open one: the operator is alerted."""


@dataclass(frozen=True)
class CountMiss:
    """A receipt that was not found: the next look-ups of this chat are slowed."""

    chat: Address
