"""What the emulated Telegram knows: people, chats, members, topics, messages, files, waiting callbacks."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

GENERAL_TOPIC = 1
ANONYMOUS_ADMIN_ID = 1087968824
"""The public stand-in account in whose name anonymous group administrators write."""


@dataclass(slots=True)
class User:
    id: int
    first_name: str
    is_bot: bool = False
    last_name: str | None = None
    username: str | None = None
    language: str | None = None
    deactivated: bool = False


@dataclass(slots=True)
class Member:
    user: User
    status: str = "member"
    """creator, administrator, member, restricted, left or kicked"""
    rights: dict[str, bool] = field(default_factory=dict)

    @property
    def present(self) -> bool:
        return self.status not in ("left", "kicked")

    @property
    def in_charge(self) -> bool:
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.status == "administrator" and self.rights.get(right, False))


@dataclass(slots=True)
class Topic:
    id: int
    name: str
    icon_color: int
    closed: bool = False
    deleted: bool = False


@dataclass(slots=True)
class Message:
    """A message: `json` is what the Bot API shows of it, replaced and never changed; the rest is for the phones."""

    chat_id: int
    id: int
    date: int
    sender_id: int
    json: Json
    silent: bool = False
    service: bool = False
    deleted: bool = False
    keyboard: Json | None = None
    toasts: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Chat:
    id: int
    kind: str
    """private, group, supergroup or channel"""
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    last_message_id: int = 0
    """Counts where a chat numbers its own messages: supergroups and channels."""
    started: bool = False
    """Private chats: the person wrote to the bot at least once, so the bot may answer."""
    upgraded_to: int | None = None
    deleted: bool = False

    @property
    def own_numbers(self) -> bool:
        return self.kind in ("supergroup", "channel")


@dataclass(frozen=True, slots=True)
class File:
    id: str
    unique_id: str
    kind: str
    """photo, voice, video, document, audio, sticker, animation or video_note"""
    path: str
    name: str
    mime: str
    data: bytes
    facts: Json
    """What the Bot API tells of it beside ids and size: width, height, duration, file_name, .."""


@dataclass(slots=True)
class Callback:
    id: str
    user_id: int
    chat_id: int
    message_id: int
    at: float
    answered: bool = False


@dataclass(slots=True)
class Poll:
    id: str
    chat_id: int
    message_id: int
    json: Json
    votes: dict[int, list[int]] = field(default_factory=dict)
