"""What every emulated platform offers to the phones, so that the page and scripts need not know which one it is."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody picked it on a phone, or as a bot uploaded it."""

    name: str
    mime: str
    data: bytes


class Wrong(Exception):
    """A person asked for something their phone would not let them do; `status` is the HTTP status of the answer."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


Action = Callable[[str, Mapping[str, Any], Sequence[Upload]], Json]
"""Something a person does in a chat: (chat id, what they gave, picked files) -> the API's answer; may raise Wrong."""

ConsoleCall = Callable[[Mapping[str, Any]], Awaitable[Json]]
"""Something set up by hand at the platform's own console; may raise Wrong or ValueError."""


class Platform(Protocol):
    """An emulated platform as its phones see it."""

    @property
    def name(self) -> str: ...

    @property
    def actions(self) -> Mapping[str, Action]:
        """By the name that ends the call `POST /api/chats/{chat_id}/{action}`."""
        ...

    def owns(self, chat_id: str) -> bool: ...

    def chats(self) -> list[Json]: ...

    def messages(self, chat_id: str, after: int) -> list[Json]: ...

    def new_person(self, given: Mapping[str, Any]) -> Json: ...

    def new_group(self, given: Mapping[str, Any]) -> Json: ...

    def bot(self) -> Json:
        """How the bot presents itself: id, names, descriptions, commands."""
        ...

    def file(self, file_id: str) -> Upload | None: ...

    @property
    def console(self) -> Mapping[str, ConsoleCall]:
        """By the name that ends the call `POST /api/platforms/{name}/{call}`."""
        ...

    def reset(self) -> None:
        """Forget every person, chat, message and waiting update."""
        ...
