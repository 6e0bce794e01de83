"""A database with many tips at one station, written in bulk: for benches that ask how long an officer waits."""

from __future__ import annotations

import json
import random
import secrets
from base64 import b32encode
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from content.terms import Contact, Kind, Reader, Stage, Topic, Urgency
from storage.engine import Database
from storage.tables import entry, tip, tip_key
from storage.times import hours, micros
from storage.vault import tip as vault
from storage.vault.envelope import Context
from storage.vault.keyring import Keyring
from storage.vault.keys import Pair
from storage.vault.public import Owner, mac_public_key

AREAS = ("vinh-chau", "vinh-phuoc", "lai-hoa", "tran-de", "my-xuyen", None)
PART = 1000


async def furnish(
    database: Database,
    keyring: Keyring,
    station: str,
    public: bytes,
    count: int,
    now: float,
    *,
    story: Callable[[int], str] = lambda _number: "",
) -> None:
    """`count` open tips of a station (its public key), spread over two years; those with a story are really sealed."""
    chance = random.Random(7)
    for start in range(0, count, PART):
        tips, keys, entries = list[dict[str, Any]](), list[dict[str, Any]](), list[dict[str, Any]]()
        for number in range(start, min(start + PART, count)):
            pair, row_id, text = Pair.new(), secrets.token_bytes(16), story(number)
            tips.append(_tip(chance, keyring, station, pair, row_id, number, count, now))
            body = vault.wrap_for(pair, row_id, [public])[public] if text else b""
            keys.append({"tip": row_id, "station": station, "body": body})
            entries += _entries(pair, row_id, text, now) if text else ()
        async with database.write() as rows:
            await rows.execute(sa.insert(tip), tips)
            await rows.execute(sa.insert(tip_key), keys)
            if entries:
                await rows.execute(sa.insert(entry), entries)
    if not database.is_sqlite:
        async with database.write() as rows:
            await rows.execute(sa.text("ANALYZE tip"))


def _tip(
    chance: random.Random,
    keyring: Keyring,
    station: str,
    pair: Pair,
    row_id: bytes,
    number: int,
    count: int,
    now: float,
) -> dict[str, Any]:
    """One in a hundred is urgent; one in five hundred has a deadline soon, as many are over it."""
    return {
        "id": row_id,
        "public": b32encode(secrets.token_bytes(7)).decode()[:10],
        "key": pair.public,
        "key_mac": mac_public_key(keyring.server, Owner.TIP, row_id, pair.public),
        "citizen": pair.public,
        "citizen_mac": bytes(32),
        "station": station,
        "area": chance.choice(AREAS),
        "topic": chance.choice([*Topic]).value,
        "urgency": (Urgency.ONGOING if number % 100 == 0 else Urgency.ORDINARY).value,
        "reader": Reader.COMMUNE.value,
        "stage": Stage.NEW.value,
        "kind": Kind.TIP.value,
        "indicator": False,
        "version": 1,
        "language": "vi",
        "test": False,
        "few_know": False,
        "submitted_hour": hours(now) - (count - number) * 2 * 365 * 24 // count,
        "last_hour": hours(now) - (count - number) * 2 * 365 * 24 // count,
        "status": "received",
        "contact": Contact.NONE.value,
        "due_at": micros(now + chance.choice([-1, 1]) * 3600 if number % 250 == 0 else now + 30 * 86400 + number),
    }


def _entries(pair: Pair, row_id: bytes, text: str, now: float) -> Iterator[dict[str, Any]]:
    entry_id = secrets.token_bytes(16)
    content = {"parts": [{"kind": "text", "text": text}], "place": "cho Vinh Chau", "known": "many", "at": now}
    sealed = vault.add_entry(pair.public, json.dumps(content).encode(), Context("entry", "body", entry_id, "story"))
    yield {"id": entry_id, "tip": row_id, "kind": "story", "place": 0, "key": sealed.key, "body": sealed.body}
