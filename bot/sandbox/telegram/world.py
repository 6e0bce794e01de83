"""The emulated Telegram as a whole: who is there, what waits for the bot, and what everybody sees."""

import itertools

from bot.sandbox.clock import Clock
from bot.sandbox.events import EventLog
from bot.sandbox.faults import FaultScript
from bot.sandbox.telegram.limits import Flood
from bot.sandbox.telegram.polling import LongPoll
from bot.sandbox.telegram.state import Callback, Chat, File, Json, Member, Message, Poll, User
from bot.sandbox.telegram.updates import UpdateQueue
from bot.sandbox.traffic import Traffic

_FIRST_PERSON_ID = 7_100_000_001
_FIRST_GROUP_ID = 4_000_001
_FIRST_SUPERGROUP_ID = 1_002_000_000_001
_FIRST_CALLBACK_ID = 4_300_000_000_000_001


class Profile:
    """How the bot presents itself; what setMyName and its kin change, per language code ('' is everybody else)."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        """By (scope as JSON, language code)."""


class World:
    """State of one emulated Telegram with one bot, changed only from the event loop it runs in."""

    def __init__(
        self, token: str, clock: Clock, faults: FaultScript, traffic: Traffic, events: EventLog, *, username: str
    ) -> None:
        self.token = token
        self.clock = clock
        self.faults = faults
        self.traffic = traffic
        self.events = events
        self.bot = User(int(token.partition(":")[0]), "Hotline", is_bot=True, username=username)
        self.hears_all = False
        """Privacy mode switched off at BotFather: the bot gets every message of its groups."""
        self.flood: Flood | None = None
        # Ids by the time of the start: a bot that kept its data meets no id twice after the emulator was restarted.
        self.updates = UpdateQueue(clock, faults, first_id=int(clock.now()))
        self.long_poll = LongPoll(self.updates, clock)
        self._people = itertools.count(_FIRST_PERSON_ID)
        self._groups = itertools.count(_FIRST_GROUP_ID)
        self._supergroups = itertools.count(_FIRST_SUPERGROUP_ID)
        self._messages = itertools.count(1)
        self._callbacks = itertools.count(_FIRST_CALLBACK_ID)
        self._anything = itertools.count(1)
        self.clear()

    def clear(self) -> None:
        """Forget everything but the bot's own account; ids go on, so nobody new is taken for somebody forgotten."""
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, File] = {}
        self.callbacks: dict[str, Callback] = {}
        self.polls: dict[str, Poll] = {}
        self.profile = Profile()
        self.updates.clear()

    def limit_floods(self) -> None:
        """Refuse from now on what the real server would refuse as too much."""
        self.flood = Flood()

    def new_person_id(self) -> int:
        return next(self._people)

    def new_chat_id(self, kind: str) -> int:
        return -next(self._supergroups) if kind in ("supergroup", "channel") else -next(self._groups)

    def new_message_id(self, chat: Chat) -> int:
        """Supergroups and channels count for themselves; all other chats of the bot share one counter."""
        if chat.own_numbers:
            chat.last_message_id += 1
            return chat.last_message_id
        return next(self._messages)

    def new_callback_id(self) -> str:
        return str(next(self._callbacks))

    def new_number(self) -> int:
        """A number for things that need one of their own: files, polls, albums."""
        return next(self._anything)

    def member(self, chat: Chat, user_id: int) -> Member:
        """What `user_id` is in this chat; somebody who never was there has left."""
        found = chat.members.get(user_id)
        return found or Member(self.users.get(user_id) or User(user_id, "?"), "left")

    def bot_in(self, chat: Chat) -> Member:
        return self.member(chat, self.bot.id)

    def changed(self, chat: Chat, message: Message, kind: str = "message") -> None:
        """Tell the phones that this message is new, edited or deleted."""
        self.events.add(kind, platform="telegram", chat_id=chat.id, message_id=message.id)
