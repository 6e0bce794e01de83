"""What a turn wants done, as data. A dialogue never writes: `bot/perform/` carries these out, in the transaction of the turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from content.terms import Contact, Detail, Outcome, Reader, Role, Topic, Urgency
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


@dataclass(frozen=True)
class AddToTip:
    """The sender adds words or files: sealed to the tip's public key, readable by who may read the tip."""

    tip: str  # public id
    kind: str  # "details" or "answer"
    parts: tuple[dict[str, Any], ...] = field(repr=False)
    question: str = ""  # public id of the question answered


@dataclass(frozen=True)
class SetWayBack:
    """Change how the sender is reached, or forget it for good (`address` None)."""

    tip: str
    receipt: str = field(repr=False)
    contact: Contact = Contact.NONE
    address: Address | None = None


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
class CountMiss:
    """A receipt that was not found: the next look-ups of this chat are slowed."""

    chat: Address


@dataclass(frozen=True)
class ClaimTip:
    """An officer takes a tip. `version` is the one on the card that was pressed: the second of two gets a fresh card."""

    tip: str
    version: int
    officer: str


@dataclass(frozen=True)
class MarkTip:
    """A step on an urgent tip, with its time: `going`, `called_province`, `to_province`, `involved`."""

    tip: str
    version: int
    officer: str
    mark: str


@dataclass(frozen=True)
class ReadTip:
    """An officer opened a tip: audited, and taken from the screen after a quarter of an hour."""

    tip: str
    officer: str


@dataclass(frozen=True)
class AskReporter:
    """An officer's question to the reporter; the way back opens only through the open tip and is shown to nobody."""

    tip: str
    version: int
    officer: str
    text: str = field(repr=False)
    prepared: str = ""  # the key of a prepared question, which holds nothing of the tip


@dataclass(frozen=True)
class CloseTip:
    """An officer closes a tip with an outcome."""

    tip: str
    version: int
    officer: str
    outcome: Outcome


@dataclass(frozen=True)
class RealTip:
    """An officer makes a test tip real."""

    tip: str
    version: int
    officer: str


@dataclass(frozen=True)
class Invite:
    """A single-use link for a new member of staff, for a day."""

    token: str = field(repr=False)
    role: Role = Role.OFFICER
    station: str = ""
    by: str = ""


@dataclass(frozen=True)
class Enrol:
    """A new member of staff, known by the keyed hash of their account; waits for a colleague unless the first of a station."""

    token: str = field(repr=False)
    address: Address | None = None
    name: str = field(default="", repr=False)


@dataclass(frozen=True)
class TryPin:
    """A typed PIN goes to the slow work; the failed attempt is committed before Argon2id runs."""

    officer: str
    purpose: str  # "enrol", "open"
    pin: str = field(repr=False)
    device: str = field(repr=False)  # the secret of the button, base64url
    address: Address | None = None


@dataclass(frozen=True)
class CloseShift:
    """Lock: the opened key is gone at once."""

    officer: str


@dataclass(frozen=True)
class Approve:
    """A colleague on shift lets a new officer read: the station's key is sealed to them too."""

    officer: str
    newcomer: str


@dataclass(frozen=True)
class Suspend:
    """Somebody loses their rights now; what is open is sealed anew under a new station key."""

    person: str
    by: str


@dataclass(frozen=True)
class LinkGroup:
    """A group becomes a station's group."""

    station: str
    address: Address
    by: str


@dataclass(frozen=True)
class Note:
    """A line of the audit: who did what to which, never content."""

    person: str
    action: str
    subject: str = ""


Effect = (
    SubmitTip | AddToTip | SetWayBack | Fetch | ChangeVoice | DropFiles | CountMiss
    | ClaimTip | MarkTip | ReadTip | AskReporter | CloseTip | RealTip
    | Invite | Enrol | TryPin | CloseShift | Approve | Suspend | LinkGroup | Note
)  # fmt: skip
