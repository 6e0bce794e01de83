"""Where a turn stands: the time, who speaks, what may be looked up. Handed to every handler; nothing of it writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from content.policy import Policy
from handlers.conversation import Conversation
from handlers.effects import Effect
from handlers.messages import Address, Incoming, Post, Screen
from handlers.places import Gazetteer
from handlers.sea import Chart
from storage import people, stations
from storage.people import Person
from storage.stations import Station
from storage.vault.keyring import Keyring


@dataclass(frozen=True)
class Facts:
    """What a platform can do and what is true of it, for the words on the screen."""

    name: str  # as people call it: "Telegram"
    can_delete: bool = True
    can_edit: bool = True
    overseen: bool = False  # whoever manages our account there can reread every chat, with names
    intake: Literal["off", "warned", "on"] = "on"  # whether tips are taken there; `warned`: once that is understood
    typed_buttons: bool = False  # people type a button's number or its words: there are no buttons, or too few
    largest_file: int = 20 << 20  # bytes the platform lets a bot download
    bot_name: str = ""  # the one true name, for links and the warning about clones
    door: str = "https://t.me/{bot}?start={word}"  # how the platform links into a private chat; "": it can't

    def link(self, word: str) -> str:
        """A link that opens the private chat and says `/start word` there."""
        return self.door.format(bot=self.bot_name, word=word)


@dataclass
class Here:
    """One turn's surroundings. Staff and stations are looked up only when asked for: most citizens need neither."""

    incoming: Incoming
    now: float
    rows: AsyncConnection
    keyring: Keyring
    gazetteer: Gazetteer
    chart: Chart
    policy: Policy
    facts: Facts
    talking: Conversation
    _person: Person | bool | None = field(default=False, repr=False)
    _stations: Mapping[str, Station] | None = field(default=None, repr=False)

    @property
    def to(self) -> Address:
        """Where the answer goes."""
        return self.incoming.address

    async def person(self) -> Person | None:
        """The member of staff who speaks, or None."""
        if isinstance(self._person, bool):
            self._person = await people.by_account(self.rows, self.keyring, self.to.channel, self.to.user)
        return self._person

    async def stations(self) -> Mapping[str, Station]:
        """Every station by id."""
        if self._stations is None:
            self._stations = await stations.every(self.rows)
        return self._stations


@dataclass
class Begin:
    """A dialogue to begin now, with answers that are known already."""

    dialogue: str
    answers: dict[str, object] = field(default_factory=dict)  # key -> complete value
    open_parts: dict[str, list[object]] = field(default_factory=dict)  # key -> parts of an answer that is not done yet
    keep_story: str = ""  # the answer that takes what fits nowhere else


@dataclass
class Reply:
    """A handler's answer: at most one main screen, or a dialogue to begin or resume, and what else is to be done."""

    screen: Screen | None = None
    begin: Begin | None = None
    resume: str = ""  # a waiting dialogue that gets the focus back
    left: bool = False  # what was written was not taken in: it stays in the chat, so that nothing is lost
    note: str = ""  # a line above whatever is shown
    fresh: bool = False  # shown below what was posted last, not where the main screen stands
    toast: str = ""
    alert: bool = False  # the toast must be closed by hand
    posts: list[Post] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    page: str = ""  # the page shown now: what is typed next is handled by it, if it handles text
    forget: bool = False  # the conversation is over: drafts, state and all
