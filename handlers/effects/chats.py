"""What is wanted of chats, and what anybody's turn may want: to be told no, to be noted."""

from __future__ import annotations

from dataclasses import dataclass, field

from content.terms import GroupTopics
from handlers.messages import Address


@dataclass(frozen=True)
class LinkGroup:
    """A group becomes a station's group; the one it had before is told and forgotten."""

    station: str
    address: Address
    by: str
    forum: bool = False  # it is divided into topics


@dataclass(frozen=True)
class ForgetGroup:
    """The bot was removed from a group. If a station's, the operator is alerted; rings go on without it."""

    address: Address


@dataclass(frozen=True)
class MoveGroup:
    """A group became a supergroup: addresses, screens and what is queued for it follow."""

    address: Address
    chat: str = field(repr=False)  # the new chat id


@dataclass(frozen=True)
class KeepTopics:
    """A station's group has topics for us from now on, or none. Where the right was taken, its head and the operator
    are told, once.
    """

    station: str
    topics: GroupTopics


@dataclass(frozen=True)
class ShowAgain:
    """The topic of a tip is gone from a station's group: what stood in it is shown anew."""

    station: str
    tip: str


@dataclass(frozen=True)
class Refused:
    """Staff wanted what they may not. Audited without what it was wanted on; a flood of refusals is cut short."""

    person: str
    right: str
    why: str


@dataclass(frozen=True)
class Note:
    """A line of the audit: who did what to which, never content."""

    person: str
    action: str
    subject: str = ""
