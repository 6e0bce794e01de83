"""Opening a tip: an officer's shift opens the station's key, that opens the tip's, that opens what was told.

There is no other way to content for staff, and none to who wrote: the way back opens only inside `way_back`, for the server's own use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import people, tips
from storage.packed import loads
from storage.people import Person
from storage.tables import entry, question, station, tip, tip_key
from storage.tips import Card
from storage.vault import shift as shift_vault
from storage.vault import station as station_vault
from storage.vault import tip as tip_vault
from storage.vault.envelope import Context
from storage.vault.keyring import Keyring
from storage.vault.keys import Pair
from storage.vault.padding import Size
from storage.vault.padding import entry as entry_size
from storage.vault.padding import tip as tip_size
from storage.vault.public import Owner, check_public_key


@dataclass(frozen=True)
class Entry:
    """One thing that was told, asked, answered or added: JSON as it was sealed, and when (seconds, from inside the seal)."""

    kind: str
    at: float
    content: Mapping[str, Any] = field(repr=False)
    question: str = ""  # the public id, where this is a question


@dataclass(frozen=True)
class OpenTip:
    """A tip with its content, for as long as a turn lasts."""

    card: Card
    entries: tuple[Entry, ...] = field(repr=False)
    pair: Pair = field(repr=False)
    row: bytes = field(repr=False)

    @property
    def story(self) -> Mapping[str, Any]:
        """What was told first."""
        return self.entries[0].content


def entry_context(row_id: bytes, kind: str) -> Context:
    """Where an entry's seal belongs."""
    return Context("entry", "body", row_id, kind)


def entry_size_of(kind: str) -> Size:
    """How an entry grows, so that its length says little: a story by powers of two, the rest by 512 bytes."""
    return tip_size if kind == "story" else entry_size


async def open_tip(rows: AsyncConnection, keyring: Keyring, person: Person, public: str, now: float) -> OpenTip | None:
    """A tip, for an officer of a station on its route whose shift is open; None for everybody and everything else.

    Raises ShiftOver where the shift has just ended, Refused where something stored was swapped or changed.
    """
    card = await tips.card(rows, public)
    row = (await rows.execute(sa.select(tip).where(tip.c.public == public))).one_or_none()
    if card is None or row is None or not person.on_shift(now) or (person.training and not card.test):
        return None
    if await tips.involved(rows, row.id, person.id):
        return None
    reader = await station_pair(rows, keyring, person, now)
    wrapped = await rows.scalar(
        sa.select(tip_key.c.body).where(tip_key.c.tip == row.id, tip_key.c.station == person.station)
    )
    if reader is None or wrapped is None:
        return None
    key = check_public_key(keyring, Owner.TIP, row.id, row.key, row.key_mac)
    pair = tip_vault.unwrap(reader, row.id, key, wrapped)
    return OpenTip(card, await entries_of(rows, row.id, pair), pair, row.id)


async def officer_pair(rows: AsyncConnection, keyring: Keyring, person: Person, now: float) -> Pair | None:
    """The officer's own key while their shift is open."""
    opened = await people.shift_of(rows, person.id)
    lock = await people.lock(rows, person.id)
    if opened is None or lock is None:
        return None
    key = check_public_key(keyring, Owner.OFFICER, person.row, lock.key, lock.key_mac)
    return shift_vault.open_shift(keyring, opened[0], person.row, key, now)


async def station_pair(rows: AsyncConnection, keyring: Keyring, person: Person, now: float) -> Pair | None:
    """The key of the officer's station while their shift is open."""
    officer = await officer_pair(rows, keyring, person, now)
    wrapped = (await people.station_keys(rows, person.id)).get(person.station)
    row = (await rows.execute(sa.select(station.c.key, station.c.key_mac).where(station.c.id == person.station))).one()
    if officer is None or wrapped is None or row.key is None:
        return None
    key = check_public_key(keyring, Owner.STATION, person.station.encode(), row.key, row.key_mac)
    return station_vault.open_station(officer, person.station.encode(), key, wrapped)


async def entries_of(rows: AsyncConnection, tip_id: bytes, pair: Pair) -> tuple[Entry, ...]:
    """Everything in a tip, in order."""
    asked = {row.entry: row.id.hex() for row in await rows.execute(sa.select(question).where(question.c.tip == tip_id))}
    found = await rows.execute(sa.select(entry).where(entry.c.tip == tip_id).order_by(entry.c.place, entry.c.id))
    opened = []
    for row in found:
        content = open_content(pair, row)
        opened.append(Entry(row.kind, float(content["at"]), content, asked.get(row.id, "")))
    return tuple(opened)


def open_content(pair: Pair, row: Any) -> dict[str, Any]:
    """One entry's JSON. Raises Refused where it was changed or moved."""
    sealed = tip_vault.Entry(row.key, row.body)
    content: dict[str, Any] = loads(tip_vault.open_entry(pair, sealed, entry_context(row.id, row.kind)))
    return content
