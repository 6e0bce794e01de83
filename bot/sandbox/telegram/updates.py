"""The queue of updates that wait for the bot, shared by polling and webhook."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from bot.sandbox.clock import Clock
from bot.sandbox.faults import FaultScript
from bot.sandbox.platform import Json

LIFETIME_S = 24 * 3600
CALLBACK_LIFETIME_S = 150
_REORDER_PATIENCE_S = 2.0
KINDS = frozenset(
    (
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "my_chat_member",
        "chat_member",
        "poll",
        "poll_answer",
    )
)
"""What the emulator can send."""
_UNASKED = {"chat_member"}
"""Of these, what the server sends only to a bot that asked for it by name."""
_FUTURE = 10
"""An offset further ahead of the last id than this is taken for a mistake and confirms nothing."""
_DISORDER = 50
"""How far behind a confirmed offset a reordered update is looked for."""


@dataclass(slots=True)
class Entry:
    """One waiting update. `lane`: updates of one lane go to a webhook one after another, lanes run side by side."""

    id: int
    kind: str
    payload: Json
    lane: int
    expires_at: float
    owed: int = 0
    """Deliveries that must happen before a confirmation may forget it: 0 usually, more where a fault struck."""

    @property
    def json(self) -> Json:
        return {"update_id": self.id, self.kind: self.payload}


class UpdateQueue:
    """Updates in the order of delivery. Ids only grow; an update is forgotten when confirmed or expired."""

    def __init__(self, clock: Clock, faults: FaultScript, first_id: int) -> None:
        self._clock = clock
        self._faults = faults
        self._next_id = first_id
        self._places = itertools.count()
        self._waiting: dict[int, Entry] = {}
        self._overtaken: Entry | None = None
        self.allowed: frozenset[str] | None = None
        """Kinds the bot asked for; None means the server's default. Sticky, as on the server."""
        self.listeners: list[Callable[[Entry], None]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, kind: str, payload: Json, lane: int, chat_id: int | None = None) -> None:
        """A new update of `kind`; dropped when the bot did not ask for this kind."""
        if kind in _UNASKED if self.allowed is None else kind not in self.allowed:
            return
        lifetime = CALLBACK_LIFETIME_S if kind == "callback_query" else LIFETIME_S
        entry = Entry(self._next_id, kind, payload, lane, self._clock.now() + lifetime)
        self._next_id += 1
        fault = self._faults.take("telegram", f"update.{kind}", None if chat_id is None else str(chat_id))
        if fault is not None and (fault.duplicate or fault.drop):
            entry.owed = 2
        if fault is not None and fault.delay:
            entry.owed = max(entry.owed, 1)
            self._clock.call_at(self._clock.now() + fault.delay, lambda: self._admit(entry))
        elif fault is not None and fault.reorder and self._overtaken is None:
            entry.owed = max(entry.owed, 1)
            self._overtaken = entry
            self._clock.call_at(self._clock.now() + _REORDER_PATIENCE_S, lambda: self._release(entry))
        else:
            self._admit(entry)

    def waiting(self) -> list[Entry]:
        """Everything that may be delivered now, in order, without what expired."""
        self._expire()
        return list(self._waiting.values())

    def batch(self, limit: int) -> list[Entry]:
        self._expire()
        return list(islice(self._waiting.values(), limit))

    def delivered(self, entries: list[Entry]) -> None:
        for entry in entries:
            entry.owed = max(0, entry.owed - 1)

    def confirm(self, offset: int) -> None:
        """Forget what has a lower id than `offset`; a negative offset keeps only the last `-offset` updates."""
        if offset < 0:
            for place in list(self._waiting)[:offset]:
                del self._waiting[place]
            return
        if offset > self._next_id + _FUTURE:
            return
        known = []
        for place, entry in self._waiting.items():
            if entry.id >= offset + _DISORDER:
                break
            if entry.id < offset and not entry.owed:
                known.append(place)
        for place in known:
            del self._waiting[place]

    def settle(self, entry: Entry) -> bool:
        """A webhook took the update; True when it is done with, False when a fault wants it delivered once more."""
        self.delivered([entry])
        if entry.owed:
            return False
        self.forget(entry)
        return True

    def forget(self, entry: Entry) -> None:
        for place, waiting in self._waiting.items():
            if waiting is entry:
                del self._waiting[place]
                return

    def clear(self) -> None:
        """Forget everything, also what a webhook is still trying to deliver."""
        for entry in self._waiting.values():
            entry.expires_at = 0.0
        self._waiting.clear()
        self._overtaken = None

    def _admit(self, entry: Entry) -> None:
        self._waiting[next(self._places)] = entry
        overtaken, self._overtaken = self._overtaken, None
        for listener in self.listeners:
            listener(entry)
        if overtaken is not None:
            self._admit(overtaken)

    def _release(self, entry: Entry) -> None:
        if self._overtaken is entry:
            self._overtaken = None
            self._admit(entry)

    def _expire(self) -> None:
        now = self._clock.now()
        late = [place for place, entry in islice(self._waiting.items(), 200) if entry.expires_at <= now]
        for place in late:
            del self._waiting[place]
