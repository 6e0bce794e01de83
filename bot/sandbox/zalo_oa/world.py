"""The emulated Official Account as a whole: who is there, what they said, what the account may still do."""

import hashlib
import itertools

from bot.sandbox.clock import Clock
from bot.sandbox.events import EventLog
from bot.sandbox.faults import FaultScript
from bot.sandbox.filestore import FileStore, Stored
from bot.sandbox.months import Meter, month
from bot.sandbox.platform import Json
from bot.sandbox.traffic import Traffic
from bot.sandbox.way import Way
from bot.sandbox.zalo_oa.errors import Refused
from bot.sandbox.zalo_oa.limits import Rates
from bot.sandbox.zalo_oa.oauth import Tokens
from bot.sandbox.zalo_oa.settings import OaSettings
from bot.sandbox.zalo_oa.state import Article, Asset, Chat, Message, Person
from bot.sandbox.zalo_oa.webhook import Webhook

NAME = "zalo_oa"
_FIRST_USER_ID = 2_468_458_835_000_000_001
_FIRST_ID_BY_APP = 5_521_772_797_000_000_001


class World:
    """State of one emulated account with one app, changed only from the event loop it runs in."""

    def __init__(
        self, settings: OaSettings, clock: Clock, faults: FaultScript, traffic: Traffic, events: EventLog
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.faults = faults
        self.traffic = traffic
        self.events = events
        self.url = ""
        """Where the emulator is served; begins the addresses of media."""
        self.tokens = Tokens(clock)
        self.files = FileStore()
        self.rates = Rates()
        self.meter = Meter()
        self.spent = 0
        """VND taken from the Zalo Cloud Account since the start."""
        self.webhook = Webhook(self)
        self.way = Way(NAME, clock, faults, self.webhook.offer)
        self._start = f"{clock.now():.6f}"
        self._people = itertools.count()
        self._numbers = itertools.count(1)
        self._ids = itertools.count(1)
        self.clear()

    def clear(self) -> None:
        """Forget people, chats, files and what waits; tokens, quotas and the address of the webhook stay."""
        self.chats: dict[str, Chat] = {}
        self.people: dict[str, Person] = {}
        self.assets: dict[str, Asset] = {}
        self.articles: dict[str, Article] = {}
        self.files.clear()
        self.way.clear()
        self.webhook.clear()

    def new_person(self, name: str, *, anonymous: bool = False) -> Person:
        number = next(self._people)
        person = Person(str(_FIRST_USER_ID + number), str(_FIRST_ID_BY_APP + number), name)
        if anonymous:
            person.conversation_id = self.new_id()
        self.people[person.id] = person
        self.chats[person.id] = Chat(person.id, name, [person])
        return person

    def new_id(self) -> str:
        """20 hexadecimal digits, never given twice, also not after a restart."""
        return hashlib.blake2b(f"{self._start}:{next(self._ids)}".encode(), digest_size=10).hexdigest()

    def add(self, chat: Chat, message: Message) -> Message:
        chat.messages.append(message)
        self.changed(chat, message)
        return message

    def message(self, sender: Person | None, text: str = "") -> Message:
        """A new bubble of this person, or of the account."""
        who = (sender.id, sender.name) if sender else (self.settings.oa_id, self.settings.oa_name)
        return Message(next(self._numbers), self.new_id(), self.clock.now(), *who, text=text)

    def changed(self, chat: Chat, message: Message) -> None:
        self.events.add("message", platform=NAME, chat_id=chat.id, message_id=message.number)

    def chat_changed(self, chat: Chat) -> None:
        self.events.add("chat", platform=NAME, chat_id=chat.id)

    def tell(self, chat: Chat, body: Json) -> None:
        """An event goes to the app's webhook."""
        self.way.send(str(body["event_name"]), body, chat.id)

    def interacted(self, person: Person) -> None:
        """Opens the free window anew."""
        person.last_interaction = self.clock.now()
        person.replies_since = 0
        self.chat_changed(self.chats[person.id])

    def media_url(self, stored: Stored) -> str:
        return f"{self.settings.media_host or self.url}/{stored.path}"

    def spend(self, what: str, most: int | None) -> None:
        """Use one of this month's; Refused with -211 when there are none left."""
        now = month(self.clock.now())
        if most is not None and self.meter.used(what, now) >= most:
            raise Refused(-211)
        self.meter.add(what, now)

    def left(self, what: str, most: int) -> int:
        return max(0, most - self.meter.used(what, month(self.clock.now())))

    def pay(self, price: int) -> None:
        """Take money from the Zalo Cloud Account; Refused without one, or without enough in it."""
        if not self.settings.zca_linked:
            raise Refused(-320)
        if self.balance < price:
            raise Refused(-321)
        self.spent += price

    @property
    def balance(self) -> int:
        return self.settings.zca_balance - self.spent
