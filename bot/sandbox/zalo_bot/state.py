"""What the emulated Bot Platform knows: people, groups, messages."""

from dataclasses import dataclass, field

from bot.sandbox.filestore import Stored
from bot.sandbox.platform import Json


@dataclass(slots=True)
class Person:
    id: str
    name: str
    protected: bool = False
    """A child or another special user: whatever they write arrives as unsupported, without content."""
    blocks: bool = False
    gone: bool = False
    counted: bool = False
    """One of the users the plan has room for."""


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
    quote: str | None = None
    wiped: bool = False


@dataclass(slots=True)
class Chat:
    id: str
    title: str
    members: list[Person]
    is_group: bool = False
    has_bot: bool = True
    messages: list[Message] = field(default_factory=list)

    @property
    def person(self) -> Person:
        """Whose private chat this is."""
        return self.members[0]

    def message(self, number: int) -> Message | None:
        return next((one for one in self.messages if one.number == number), None)
