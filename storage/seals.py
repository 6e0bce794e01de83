"""The keyring as the post office uses it: names of chats that name nobody, and bodies that die with their day.

Private chats are known by a hash under a day key: when the key is destroyed, no list of all accounts can be tried
against it.
Groups, screens and due rows need names that last; those hash under the keyring's lookup secret, which is never rotated.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storage.packed import dumps, loads
from storage.vault import padding
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keyring import Keyring
from storage.vault.keys import Refused, framed

ID_BYTES = 16


class Seals:
    """Seals and opens the rows of the post office. One per process."""

    def __init__(self, keyring: Keyring) -> None:
        self.keyring = keyring

    def chat_ids(self, channel: str, chat: str, user: str, *, private: bool, now: float) -> tuple[bytes, ...]:
        """The ids under which a chat may be known, today's first. 16 bytes each; one only for a group."""
        if not private:
            return (self._lasting("group", channel.encode(), chat.encode()),)
        spoken = framed(channel.encode(), chat.encode(), user.encode())
        return tuple(day.tag("chat", spoken, ID_BYTES) for day in self.keyring.live_day_keys(now))

    def screen_id(self, chat: bytes, name: str) -> bytes:
        """A screen of a chat, so that the same name in two chats shows no link."""
        return self._lasting("screen", chat, name.encode())

    def due_id(self, kind: str, key: str) -> bytes:
        return self._lasting("due", kind.encode(), key.encode())

    def update_id(self, channel: str, event: str) -> str:
        """What a repeated event is recognised by, where the platform's own id of it would lead to a person: 32 digits."""
        return self._lasting("update", channel.encode(), event.encode()).hex()

    def box(self, channel: str, chat: str, boxes: int) -> int:
        """The one of so many boxes (0 to `boxes` - 1) into which a chat always falls, as many others do."""
        return int.from_bytes(self._lasting("box", channel.encode(), chat.encode())) % boxes

    def _lasting(self, purpose: str, *fields: bytes) -> bytes:
        return self.keyring.lookup_pepper.tag(purpose, framed(*fields), ID_BYTES)

    def close(self, table: str, row: bytes, value: Any, now: float, *, lasting: bool = False) -> bytes:
        """Seal a JSON value for a row: under today's key, or under the server key where it must outlive three days."""
        key = self.keyring.server if lasting else self.keyring.day_key(now)
        return seal(key, dumps(value), Context(table, "body", row, "post"), padding.inbox)

    def open(self, table: str, row: bytes, sealed: bytes) -> Any:
        """Open it again. Raises Refused where the key is gone or the row was tampered with."""
        return loads(unseal(self.keyring, sealed, Context(table, "body", row, "post")))

    def open_all(self, table: str, rows: Sequence[tuple[bytes, bytes]]) -> dict[bytes, Any]:
        """Open many (row id, body); what does not open is left out."""
        opened: dict[bytes, Any] = {}
        for row, sealed in rows:
            try:
                opened[row] = self.open(table, row, sealed)
            except Refused:
                continue
        return opened
