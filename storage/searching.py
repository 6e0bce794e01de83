"""Looking for words inside tips: each is opened in memory, asked, and let go. No word of a tip or of a search is kept anywhere."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from content.terms import Mark
from storage import people
from storage.engine import Database
from storage.reading import open_content, station_pair
from storage.tables import entry, tip, tip_key, tip_mark
from storage.vault import tip as tip_vault
from storage.vault.keyring import Keyring
from storage.vault.keys import Pair, Refused
from storage.vault.public import Owner, check_public_key
from storage.vault.shift import ShiftOver

PART = 250
"""Tips that are opened in one go: others get their turn in between."""
Told = Sequence[tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Found:
    """Public ids of the tips that fit, the newest first."""

    tips: tuple[str, ...] = ()
    searched: int = 0
    cut: bool = False  # there are older ones, which were not opened
    shut: int = 0  # opened with none of the keys, or changed: nobody can say what is in them


async def search(
    database: Database, keyring: Keyring, person_id: str, fits: Callable[[Told], bool], most: int, now: float
) -> Found | None:
    """The tips that this officer's open shift can open, the `most` newest. None where no shift is open any more.

    Closed ones too. Not those that are sealed to others, nor those in which the officer is involved; whoever is in
    training finds test tips only, everybody else none of them.
    """
    try:
        async with database.read() as rows:
            person = await people.get(rows, keyring, person_id)
            reader = await station_pair(rows, keyring, person, now) if person and person.on_shift(now) else None
            if person is None or reader is None:
                return None
            known = list(await rows.execute(_newest(person.station, person.row, most + 1, test=person.training)))
    except ShiftOver:
        return None
    newest, found, shut = known[:most], list[str](), 0
    parts = [newest[start : start + PART] for start in range(0, len(newest), PART)]
    entries = await _entries(database, parts[0]) if parts else []
    for part, following in zip(parts, [*parts[1:], []], strict=False):  # the next are read while these are opened
        looking = asyncio.to_thread(_look, keyring, reader, part, entries, fits)
        (fitting, unread), entries = await asyncio.gather(looking, _entries(database, following))
        found, shut = [*found, *fitting], shut + unread
    return Found(tuple(found), len(newest), len(known) > most, shut)


async def _entries(database: Database, part: Sequence[Any]) -> list[Any]:
    async with database.read() as rows:
        return list(await rows.execute(_ENTRIES, {"tips": [row.id for row in part]})) if part else []


_ENTRIES = (
    sa.select(entry.c.id, entry.c.tip, entry.c.kind, entry.c.key, entry.c.body)
    .where(entry.c.tip.in_(sa.bindparam("tips", expanding=True)))
    .order_by(entry.c.place)
)


def _newest(station: str, person: bytes, most: int, *, test: bool) -> sa.Select[Any]:
    stamped = (tip_mark.c.tip == tip.c.id, tip_mark.c.person == person, tip_mark.c.mark == Mark.INVOLVED.value)
    return (
        sa.select(tip.c.id, tip.c.public, tip.c.key, tip.c.key_mac, tip_key.c.body)
        .join(tip_key, tip_key.c.tip == tip.c.id)
        .where(tip_key.c.station == station, tip.c.test == test, ~sa.exists().where(*stamped))
        .order_by(tip.c.submitted_hour.desc(), tip.c.public)
        .limit(most)
    )


def _look(
    keyring: Keyring, reader: Pair, part: Sequence[Any], entries: Sequence[Any], fits: Callable[[Told], bool]
) -> tuple[list[str], int]:
    """Which of these tips fit, and how many could not be opened."""
    of_tip: dict[bytes, list[Any]] = defaultdict(list)
    for row in entries:
        of_tip[row.tip].append(row)
    found, shut = list[str](), 0
    for row in part:
        try:
            key = check_public_key(keyring, Owner.TIP, row.id, row.key, row.key_mac)
            pair = tip_vault.unwrap(reader, row.id, key, row.body)
            told = [(one.kind, open_content(pair, one)) for one in of_tip[row.id]]
        except Refused:
            shut += 1
            continue
        if fits(told):
            found.append(row.public)
    return found, shut
