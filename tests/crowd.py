"""Subscribers in bulk, and runs to send to them: rows as the real code makes them, thousands at once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.terms import Role, StationKind
from storage import runs, stations
from storage.mailing import Message, Recipients
from storage.packed import dumps
from storage.stations import Station
from storage.tables import campaign, person, subscription, target
from storage.times import micros
from storage.vault.envelope import Context, seal
from storage.vault.keyring import Keyring
from storage.vault.padding import entry

AT_ONCE = 5_000
UNIT = "TUYEN-TRUYEN"
MESSAGE = Message({"vi": "Ma tuý đội lốt kẹo, nước xoài, thuốc lá điện tử. Ai mời cũng từ chối."})


def chat(number: int) -> str:
    """The platform's id of the crowd's group of this number."""
    return str(-1_001_000_000_000 - number)


async def crowd(
    rows: AsyncConnection, keyring: Keyring, count: int, now: float, *, first: int = 0, chats: Sequence[str] = (),
    **columns: Any,
) -> list[bytes]:  # fmt: skip
    """So many groups that agreed, with some columns of all of them as given. Their ids, in the order of `chats`, or of
    `chat` where none are given.
    """
    ids = [secrets.token_bytes(16) for _one in range(count)]
    for start in range(0, count, AT_ONCE):
        values = [
            {
                "id": row,
                "channel": "telegram",
                "chat": secrets.token_bytes(16),
                "kind": "group",
                "target": None,
                "area": None,
                "audience": "everyone",
                "language": "vi",
                "state": "active",
                "members": None,
                "since": micros(now),
                "changed_at": micros(now),
                **columns,
                "address": address(
                    keyring,
                    row,
                    columns.get("channel", "telegram"),
                    chats[start + place] if chats else chat(first + start + place),
                ),
            }
            for place, row in enumerate(ids[start : start + AT_ONCE])
        ]
        await rows.execute(sa.insert(subscription), values)
    return ids


def address(keyring: Keyring, row: bytes, channel: str, to: str) -> bytes:
    """A group's address, sealed."""
    plain = dumps({"channel": channel, "chat": to, "private": False})
    return seal(keyring.server, plain, Context("subscription", "address", row, "outreach"), entry)


async def school(rows: AsyncConnection, name: str, area: str, kind: str = "school") -> str:
    """A target that is there today: its id."""
    values = {"id": name, "kind": kind, "name": name, "area": area, "audience": "everyone"}
    await rows.execute(sa.insert(target), [{**values, "valid_from": date(2025, 7, 1)}])
    return name


async def planned(rows: AsyncConnection, now: float) -> bytes:
    """A campaign that was approved: its id."""
    if await stations.get(rows, UNIT) is None:
        await stations.save(rows, [Station(UNIT, "Công an thử", StationKind.PROVINCE)])
    author, new = secrets.token_bytes(16), secrets.token_bytes(16)
    staff = {"id": author, "address": b"", "name": b"", "role": Role.OFFICER.value, "station": UNIT, "state": "active"}
    await rows.execute(sa.insert(person), [staff])
    plan = {"id": new, "state": "approved", "station": UNIT, "author": author, "body": b"", "digest": b""}
    await rows.execute(sa.insert(campaign), [{**plan, "version": 1, "made_at": micros(now)}])
    return new


async def begun(
    rows: AsyncConnection, keyring: Keyring, now: float, message: Message = MESSAGE, to: Recipients | None = None
) -> bytes:
    """A run that begins now, of a campaign of its own: its id."""
    found = await runs.begin(rows, keyring, await planned(rows, now), 1, message, to or Recipients(), now, now)
    assert found is not None
    return found
