"""What performing needs, and what it gathers: posts, lines of the audit, figures. One per turn; nothing of it outlives the transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from content.policy import Policy
from handlers.here import Facts
from handlers.messages import Address, Incoming, Post
from handlers.places import Gazetteer
from storage import jobs, people
from storage.audit import Line
from storage.book import Book
from storage.packed import dumps, loads
from storage.people import Person
from storage.seals import Seals
from storage.stations import Station
from storage.times import Ticks, to_the_hour, to_the_minute
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keyring import Keyring
from storage.vault.padding import entry as entry_size


@dataclass(frozen=True)
class Tools:
    """What every performing uses: built once."""

    keyring: Keyring
    seals: Seals
    policy: Policy
    gazetteer: Gazetteer
    facts: Mapping[str, Facts]
    ticks: Ticks = field(default_factory=Ticks)


@dataclass
class Doing:
    """One turn's effects being carried out. What touches shared rows waits in the book for the transaction's end."""

    rows: AsyncConnection
    now: float
    tools: Tools
    incoming: Incoming | None = None
    posts: list[Post] = field(default_factory=list)
    book: Book = field(default_factory=Book)
    alerts: list[tuple[str, str]] = field(default_factory=list)  # kind and plain sentence, for the operator

    @property
    def keyring(self) -> Keyring:
        return self.tools.keyring

    @property
    def seals(self) -> Seals:
        return self.tools.seals

    @property
    def policy(self) -> Policy:
        return self.tools.policy

    @property
    def micros(self) -> int:
        return int(self.now * 1e6)

    @property
    def hour(self) -> int:
        return int(self.now // 3600)

    def audit(self, person: str, action: str, subject: str = "", version: int = 0) -> None:
        """Who did what to which, to the minute, as a duty book has it: finer times could be matched with what somebody
        sees on a wire or a phone. `person` is empty for the house itself, also where a citizen acted: then to the hour.
        """
        at = to_the_minute(self.now) if person else to_the_hour(self.now)
        self.book.lines.append(Line(at, bytes.fromhex(person) or None, action, subject, version))

    async def order(self, kind: str, payload: dict[str, Any], *, after_s: float = 0.0) -> None:
        """Slow work, to begin `after_s` seconds from now."""
        await jobs.put(self.rows, self.seals, kind, payload, self.now, run_at=self.now + after_s)
        self.book.soon = True

    def count(self, station: str, name: str, by: int = 1) -> None:
        """Add to a figure of this month, local time."""
        month = datetime.fromtimestamp(self.now + self.policy.utc_offset, UTC).strftime("%Y-%m")
        self.book.sums[(month, station, name)] += by

    async def person(self, person_id: str) -> Person:
        """A member of staff who is known to exist, as they are now."""
        found = await people.get(self.rows, self.keyring, person_id)
        if found is None:
            raise LookupError("no such member of staff")
        return found

    async def address_of(self, person: Person) -> Address:
        """The private chat of a member of staff."""
        return Address(**loads(await people.address(self.rows, self.keyring, person.id)))

    def here(self) -> bytes:
        """The id of the chat that acts, as of today."""
        assert self.incoming is not None
        to = self.incoming.address
        return self.seals.chat_ids(to.channel, to.chat, to.user, private=to.private, now=self.now)[0]

    def group_of(self, station: Station) -> Address | None:
        """The chat of a station's group."""
        if station.group is None:
            return None
        return Address(**loads(unseal(self.keyring, station.group, group_context(station.id))))


def group_context(station: str) -> Context:
    return Context("station", "group", station.encode(), "group")


def seal_group(keyring: Keyring, station: str, address: Address) -> bytes:
    """A group's address, under the server key: cards are edited for months."""
    return seal(keyring.server, packed(address), group_context(station), entry_size)


def packed(address: Address) -> bytes:
    """An address as it is sealed."""
    return dumps(asdict(address))
