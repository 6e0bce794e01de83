"""What the house knows of a platform: a few calls, what became of them, and what the platform can do.

A new platform is a new `Channel`; nothing else of the house changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from handlers.messages import Address, Screen


@dataclass(frozen=True)
class Send:
    """A new message. `file` is the opened attachment of the screen; `topic` the number of the topic it belongs to, and
    nowhere else: where that is gone, the message is not sent.
    """

    to: Address
    screen: Screen
    reply_to: str = ""
    file: bytes | None = field(default=None, repr=False)
    topic: str = ""
    to_all: bool = False  # one of many copies: nobody is called back for it, and it may cost money where that is set


@dataclass(frozen=True)
class Edit:
    """Another text and other buttons on a message that stands."""

    to: Address
    message: str
    screen: Screen


@dataclass(frozen=True)
class Delete:
    """Take messages away; those that are gone already are no error."""

    to: Address
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """Acknowledge a press."""

    to: Address
    callback: str
    text: str = ""
    alert: bool = False


@dataclass(frozen=True)
class Menu:
    """The words that a chat's own menu offers; none: those of everybody. Platforms without menus say it is done."""

    to: Address
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MakeTopic:
    """A new topic in a group; its number is the outcome's `message`."""

    to: Address
    title: str


@dataclass(frozen=True)
class TurnTopic:
    """Close a topic of ours, or open it again."""

    to: Address
    topic: str
    closed: bool


@dataclass(frozen=True)
class DropTopic:
    """Take a topic of ours away, with all that stands in it."""

    to: Address
    topic: str


Call = Send | Edit | Delete | Answer | Menu | MakeTopic | TurnTopic | DropTopic


class Fate(StrEnum):
    """What became of a call."""

    SENT = "sent"
    SAME = "same"  # an edit that changes nothing
    GONE = "gone"  # the message to edit or delete is not there
    RETRY = "retry"  # nothing left the machine, or the platform said "not now"
    FLOOD = "flood"  # too fast: wait `retry_after` seconds
    UNKNOWN = "unknown"  # it left, and no answer came
    WINDOW = "window"  # the platform lets nobody write there until the person writes again
    QUOTA = "quota"  # no more messages for now: until the person writes again, or the month is over
    SETUP = "setup"  # our account there may not do this: a person must act
    FORBIDDEN = "forbidden"  # nobody can be reached there: blocked, kicked, deactivated, no such chat
    MOVED = "moved"  # the chat has another id now
    BAD = "bad"  # the platform refused the content
    TOKEN = "token"  # noqa: S105  the platform does not know our token
    STEP = "step"  # what a letter's own call needs first was done, or has to be done anew


@dataclass(frozen=True)
class Outcome:
    """`why` is a short class for counters, never the platform's own text."""

    fate: Fate
    message: str = ""  # the id of a new message
    retry_after: float = 0.0
    moved_to: str = ""
    why: str = ""


@dataclass(frozen=True)
class Standing:
    """A group or channel as the platform describes it now, and who somebody is there. None: it does not say."""

    in_charge: bool | None  # whether that person runs it
    we_lead: bool = False  # whether we are its administrator: in a group we could then read everything
    may_write: bool = True
    channel: bool = False
    title: str = field(default="", repr=False)
    members: int | None = None


@runtime_checkable
class KnowsStanding(Protocol):
    """A platform that can be asked who runs a group."""

    async def standing(self, chat: str, user: str) -> Standing | None:
        """None where it does not answer now. Never raises for what the platform or the network does."""

    async def members(self, chat: str) -> int | None:
        """How many people a chat has; None where it does not say. Never raises either."""


@dataclass(frozen=True)
class Abilities:
    """What a platform can do."""

    can_edit: bool = True
    can_delete: bool = True
    topics: bool = False  # its groups can be divided into topics
    max_text: int = 4096
    max_buttons: int = 100
    windows: bool = False  # it lets us write only for a while after the person wrote: what can't go out waits


@dataclass(frozen=True)
class Update:
    """Something that a platform tells us. `key` tells it from every other, a repetition from none."""

    key: str
    body: Mapping[str, Any] = field(repr=False)


class Channel(Protocol):
    """One platform under one token."""

    name: str
    abilities: Abilities

    async def call(self, call: Call, timeout_s: float) -> Outcome:
        """Do it once. Never raises for what the platform or the network does; says what is known instead."""

    async def fetch(self, ref: str, most: int) -> bytes:
        """A file that somebody sent. Raises Unfetchable."""

    async def close(self) -> None:
        """Let go of connections."""


class Unfetchable(Exception):
    """A file can't be had: `why` is `too_big`, `gone` or `unreachable`; only the last may pass."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
