"""The emulated Bot Platform as a whole: who is there, what waits for the bot, what it may still send."""

import hashlib
import itertools

from bot.sandbox.clock import Clock
from bot.sandbox.events import EventLog
from bot.sandbox.faults import FaultScript
from bot.sandbox.filestore import FileStore, Stored
from bot.sandbox.months import Meter
from bot.sandbox.platform import Json
from bot.sandbox.traffic import Traffic
from bot.sandbox.way import Parcel, Way
from bot.sandbox.zalo_bot.polling import Queue
from bot.sandbox.zalo_bot.settings import BotSettings
from bot.sandbox.zalo_bot.state import Chat, Message, Person
from bot.sandbox.zalo_bot.webhook import Webhook

NAME = "zalo_bot"


class World:
    """State of one emulated bot, changed only from the event loop it runs in."""

    def __init__(
        self, settings: BotSettings, clock: Clock, faults: FaultScript, traffic: Traffic, events: EventLog
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.faults = faults
        self.traffic = traffic
        self.events = events
        self.url = ""
        """Where the emulator is served; begins the addresses of media."""
        self.files = FileStore()
        self.meter = Meter()
        self.queue = Queue(self)
        self.webhook = Webhook(self)
        self.way = Way(NAME, clock, faults, self._arrived)
        self._start = f"{clock.now():.6f}"
        self._people = itertools.count(1)
        self._numbers = itertools.count(1)
        self._ids = itertools.count(1)
        self.clear()

    def clear(self) -> None:
        """Forget people, chats, files and what waits; the quota and the webhook stay."""
        self.chats: dict[str, Chat] = {}
        self.people: dict[str, Person] = {}
        self.files.clear()
        self.queue.clear()
        self.way.clear()
        self.webhook.clear()

    def new_person(self, name: str, *, protected: bool = False) -> Person:
        person = Person(_hex(f"person:{next(self._people)}"), name, protected)
        self.people[person.id] = person
        self.chats[person.id] = Chat(person.id, name, [person])
        return person

    def new_group_id(self) -> str:
        return f"zgr-{_hex(f'group:{next(self._people)}')}"

    def message(self, sender: Person | None, text: str = "") -> Message:
        """A new bubble of this person, or of the bot."""
        who = (sender.id, sender.name) if sender else (self.settings.bot_id, self.settings.display_name)
        number = next(self._numbers)
        return Message(number, _hex(f"{self._start}:{next(self._ids)}"), self.clock.now(), *who, text=text)

    def add(self, chat: Chat, message: Message) -> Message:
        chat.messages.append(message)
        self.changed(chat, message)
        return message

    def changed(self, chat: Chat, message: Message) -> None:
        self.events.add("message", platform=NAME, chat_id=chat.id, message_id=message.number)

    def chat_changed(self, chat: Chat) -> None:
        self.events.add("chat", platform=NAME, chat_id=chat.id)

    def admit(self, person: Person) -> bool:
        """Whether the plan has room for this person; whoever came first stays."""
        if not person.counted and sum(one.counted for one in self.people.values()) < self.settings.user_limit:
            person.counted = True
        return person.counted

    def tell(self, chat: Chat, event: Json) -> None:
        """An event goes to the bot, on whichever way it takes them."""
        self.way.send(str(event["event_name"]), event, chat.id)

    def media_url(self, stored: Stored) -> str:
        return f"{self.settings.media_host or self.url}/{stored.path}"

    def _arrived(self, parcel: Parcel) -> None:
        (self.webhook if self.webhook.url else self.queue).offer(parcel)


def _hex(seed: str) -> str:
    """20 hexadecimal digits."""
    return hashlib.blake2b(seed.encode(), digest_size=10).hexdigest()
