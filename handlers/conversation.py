"""What is remembered between two messages of one chat: a small sealed record that dies after a day of silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.dialogue import Json, Talk

MOST_TALKS = 5
"""One talk has the focus, a few wait behind a button; the oldest waiting one makes room."""


@dataclass
class Conversation:
    """The state of one chat. `focus` is the talk that hears what is typed; the others wait behind "Unfinished"."""

    language: str = ""
    talks: list[Talk] = field(default_factory=list)  # the newest last
    focused: bool = False  # whether the newest talk hears what is typed
    screens: list[str] = field(default_factory=list)  # names of what the bot shows in this chat
    here: str = ""  # the page that is shown outside a talk: typed text is handled by it
    shared_phone: bool = False
    agreed: bool = False  # knows who besides the officers can reread this chat, and goes on
    warned: bool = False  # has read who reads and what the platform knows
    poster: str = ""  # the area whose poster brought them here: offered as the place, never taken for it
    told: list[int] = field(default_factory=list)  # of each tip sent from here a byte that also fits one in 256 others
    shown: int = 0  # questions shown in this chat: no button of one talk answers another
    offered: list[list[str]] = field(default_factory=list)  # what can be typed: number or "", label, payload
    offered_at: float = 0.0  # since when, seconds since 1970
    keypad: dict[str, Json] = field(default_factory=dict)  # a PIN being typed: never an answer, never a log
    listing: dict[str, Json] = field(default_factory=dict)  # which list of the desk was shown, and its filter

    @property
    def talk(self) -> Talk | None:
        """The talk that has the focus."""
        return self.talks[-1] if self.talks and self.focused else None

    def begin(self, talk: Talk) -> None:
        """Give a new talk the focus. One of the same dialogue is replaced: nobody has two half reports."""
        self.talks = [old for old in self.talks if old.dialogue != talk.dialogue][-(MOST_TALKS - 1) :]
        self.talks.append(talk)
        self._focus(talk)

    def waiting(self, dialogue: str) -> Talk | None:
        """The talk of a dialogue that waits behind a button."""
        return next((talk for talk in self.talks if talk.dialogue == dialogue and talk is not self.talk), None)

    def resume(self, dialogue: str) -> Talk | None:
        """Bring a waiting talk back to the focus."""
        for talk in self.talks:
            if talk.dialogue == dialogue:
                self.talks.remove(talk)
                self.talks.append(talk)
                self._focus(talk)
                return talk
        return None

    def _focus(self, talk: Talk) -> None:
        self.focused = True
        talk.screen = max(talk.screen, self.shown)

    def forget(self) -> bool:
        """Forget everything but that others use this phone too; whether nothing at all is left."""
        shared = self.shared_phone
        self.__dict__.update(Conversation(shared_phone=shared).__dict__)
        return not shared

    def finish(self, talk: Talk) -> None:
        """The talk has ended; what waited stays behind its button."""
        self.talks = [other for other in self.talks if other is not talk]
        self.focused = False

    def to_json(self) -> dict[str, Json]:
        return {
            "language": self.language,
            "talks": [talk.to_json() for talk in self.talks],
            "focused": self.focused,
            "screens": self.screens,
            "here": self.here,
            "shared_phone": self.shared_phone,
            "agreed": self.agreed,
            "warned": self.warned,
            "poster": self.poster,
            "told": self.told,
            "shown": self.shown,
            "offered": self.offered,
            "offered_at": self.offered_at,
            "keypad": self.keypad,
            "listing": self.listing,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Conversation:
        """Unknown fields of a newer version are ignored, missing ones take their default."""
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        known["talks"] = [Talk.from_json(talk) for talk in stored.get("talks", [])]
        return cls(**known)
