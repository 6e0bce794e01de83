"""What the emulated Official Account knows: people, chats, messages, groups, uploads, articles."""

from dataclasses import dataclass, field

from bot.sandbox.filestore import Stored
from bot.sandbox.platform import Json


@dataclass(slots=True)
class Person:
    id: str
    id_by_app: str
    name: str
    following: bool = False
    restricts: bool = False
    """They blocked the account."""
    gone: bool = False
    """Their Zalo account is banned or was deleted."""
    conversation_id: str = ""
    """Set for an anonymous visitor, whose `id` is an anonymous one."""
    last_interaction: float | None = None
    replies_since: int = 0
    """Messages the account sent since that interaction."""


@dataclass(slots=True)
class Message:
    """One bubble. `number` counts for the phones; `id` is the platform's."""

    number: int
    id: str
    at: float
    sender_id: str
    sender_name: str
    text: str = ""
    file: Stored | None = None
    shown: Json = field(default_factory=dict)
    """What else a phone shows: location, contact, a sticker."""
    buttons: list[Json] = field(default_factory=list)
    quote: str | None = None
    hidden: bool = False
    """Said by a button that nobody sees; the account can still quote it."""
    icon: str = ""
    """The reaction it got."""
    wiped: bool = False
    """Its owner removed it from their own phone; the account's side keeps it for ever."""


@dataclass(slots=True)
class Chat:
    """A person's chat with the account (`id` is the person's), or a group (GMF)."""

    id: str
    title: str
    members: list[Person]
    is_group: bool = False
    has_oa: bool = True
    messages: list[Message] = field(default_factory=list)

    @property
    def person(self) -> Person:
        """Whose private chat this is."""
        return self.members[0]

    def message(self, message_id: str | int) -> Message | None:
        """By the platform's id or by the phones' number."""
        return next((one for one in self.messages if message_id in (one.id, one.number)), None)


@dataclass(frozen=True, slots=True)
class Asset:
    """Something uploaded to be sent: `attachment_id` of an image or gif, token of a file."""

    id: str
    kind: str
    file: Stored
    expires_at: float


@dataclass(frozen=True, slots=True)
class Article:
    id: str
    title: str
    ready_at: float
