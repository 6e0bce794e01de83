"""What a person did and what a person sees, as plain data that every platform can carry.

`Incoming` is all that passes the door: no name, no username, no language code, no origin of a forward. `Post`s are what a turn wants said;
the sender turns them into calls of the platform.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Address:
    """Where an answer goes: platform ids as text. Never stored in the clear, never logged."""

    channel: str
    chat: str
    user: str = ""
    thread: str = ""
    private: bool = True

    def __repr__(self) -> str:
        return f"Address({self.channel}, private={self.private})"


class Act(StrEnum):
    """What a person, or the platform on their behalf, did."""

    TEXT = "text"
    COMMAND = "command"  # text holds its argument, name its word without the slash
    PRESS = "press"
    MEDIA = "media"
    POINT = "point"
    EDIT = "edit"  # an edited message: a revision, never a replacement
    ODD = "odd"  # a sticker, a contact, a poll, a game: named in `name`
    JOINED = "joined"  # the bot was added to a group or channel
    LEFT = "left"  # the bot was removed, or blocked in a private chat
    UNSEEN = "unseen"  # something was sent that the platform shows to no bot: a link, a file, or anything from a child
    SHOW = "show"  # the house shows something unasked: `show` says what (from the house)
    WITHDRAWN = "withdrawn"  # the person had the platform ask us to erase what is theirs
    RIGHTS = "rights"  # the bot's rights in a group changed
    MOVED = "moved"  # a group became a supergroup; text holds the new chat id
    TOPICS = "topics"  # a group keeps no topic for us: name says why, text which (from the house)
    UNHEARD = "unheard"  # the platform lets our answers through no more, whatever the person writes (from the house)
    IDLE = "idle"  # nobody pressed anything for a while (from the clock)
    NEWS = "news"  # slow work ended or a waited-for moment came: name says which, payload holds JSON (from the house)


@dataclass(frozen=True)
class Media:
    """A file on the platform's side. `ref` opens it there and lives in volatile rows only."""

    kind: str  # photo, voice, video, document
    ref: str = field(repr=False)
    size: int = 0  # bytes, 0 where unknown
    seconds: int = 0
    media_type: str = ""


@dataclass(frozen=True)
class Incoming:
    """One act of one person in one chat, whitelisted."""

    address: Address
    act: Act
    message: str = ""  # the id of the message written, or of the one whose button was pressed
    text: str = field(default="", repr=False)
    name: str = ""
    payload: str = field(default="", repr=False)
    callback: str = ""  # the id to acknowledge a press with
    media: Media | None = None
    point: tuple[float, float] | None = field(default=None, repr=False)  # latitude, longitude
    album: str = ""
    reply_to: str = ""
    nameless: bool = False  # a group's anonymous admin: nobody can be held to the press
    mentioned: bool = False  # in a group: the bot was spoken to
    forum: bool = False  # in a group: it is divided into topics
    manages: bool = False  # where the bot's standing in a group changed: it may make topics there
    forwarded: bool = False
    show: Show | None = field(default=None, repr=False)
    at: float = 0.0  # seconds since 1970, when it reached us


@dataclass(frozen=True)
class Button:
    """One button: exactly one of payload, link, copy, phone is set."""

    label: str
    payload: str = field(default="", repr=False)
    link: str = ""
    copy: str = field(default="", repr=False)
    phone: str = ""


@dataclass(frozen=True)
class Attachment:
    """A sealed file to send along: the row it is stored in and the key that opens it."""

    kind: str
    blob: str
    key: str = field(repr=False)
    media_type: str = ""
    name: str = ""  # neutral, ours, never the citizen's


@dataclass(frozen=True)
class Screen:
    """What is shown. Plain text, no markup: nothing a person types can become a link or a mention."""

    text: str = field(repr=False)
    rows: tuple[tuple[Button, ...], ...] = ()
    lead: str = ""  # said above the choices where they are shown as a list of numbers
    silent: bool = True
    protect: bool = False  # no forwarding, no saving
    spoiler: bool = False
    attachment: Attachment | None = None


class Lane(StrEnum):
    """Who waits for whom: replies never wait behind alerts, alerts never behind broadcasts."""

    REPLY = "0"
    ALERT = "1"
    BROADCAST = "2"


@dataclass(frozen=True)
class Topic:
    """A topic of a group, as it should be: made where it does not stand, unless it is closed; closed, or opened anew."""

    name: str
    title: str
    closed: bool = False


@dataclass(frozen=True)
class Show:
    """Bring a named screen of a chat up to date: edited in place where it stands, sent anew where it does not, or where `fresh`."""

    to: Address
    name: str
    screen: Screen
    fresh: bool = False
    lane: Lane = Lane.REPLY
    after_s: float = 0.0
    reply_to: str = ""  # the name of another screen of this chat
    repeatable: bool = True  # an attempt of unknown outcome may be repeated: a second copy is harmless
    lasts_s: float = 0.0  # removed this long after it was sent; shown anew, the time starts anew. 0: it stays
    topic: Topic | None = None  # where it belongs, if the platform has topics; None: wherever it stands


@dataclass(frozen=True)
class Remove:
    """Take a named screen out of a chat; or a topic, with all that was said in it."""

    to: Address
    name: str
    after_s: float = 0.0
    topic: bool = False


@dataclass(frozen=True)
class Erase:
    """Delete messages of a private chat by their platform ids: what a citizen wrote, once it is stored."""

    to: Address
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Toast:
    """Acknowledge a press, at best with a few words. Best effort, never a row."""

    to: Address
    callback: str
    text: str = ""
    alert: bool = False


@dataclass(frozen=True)
class Commands:
    """The words that the chat's own menu offers to this person; none takes the menu of everybody back."""

    to: Address
    words: tuple[tuple[str, str], ...] = ()  # word without the slash, what it does


Post = Show | Remove | Erase | Toast | Commands
