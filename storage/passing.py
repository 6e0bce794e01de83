"""A tip changes hands: sealed for its readers after, and a trace without content left with whoever reads it no more.

Who only gains readers keeps its key. Whoever loses it must find nothing of what follows, nor of what they have not read
yet: the tip gets a new public id, key pair and entry keys, and only who may read it then, and its reporter, the new one.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.terms import Mark
from storage.reading import OpenTip, entry_context, entry_size_of
from storage.tables import entry, tip, tip_card, tip_key, tip_mark, tip_trace
from storage.times import to_the_minute
from storage.vault import tip as vault
from storage.vault.keyring import Keyring
from storage.vault.keys import Pair
from storage.vault.public import Owner, check_public_key, mac_public_key

_RESEAL = (
    sa.update(entry)
    .where(entry.c.id == sa.bindparam("which"))
    .values(key=sa.bindparam("sealed_key"), body=sa.bindparam("sealed_body"))
)


def new_public() -> str:
    """A fresh id for officers' buttons: random, and no part of any other."""
    return b32encode(secrets.token_bytes(7)).decode()[:10]


async def add_readers(rows: AsyncConnection, opened: OpenTip, readers: Mapping[str, bytes]) -> None:
    """These stations may read it too. `readers`: their public keys, checked, by id."""
    wrapped = vault.wrap_for(opened.pair, opened.row, readers.values())
    new = [{"tip": opened.row, "station": name, "body": wrapped[key]} for name, key in sorted(readers.items())]
    if new:
        await rows.execute(sa.insert(tip_key), new)


async def seal_anew(rows: AsyncConnection, keyring: Keyring, opened: OpenTip, readers: Mapping[str, bytes]) -> str:
    """These stations alone may read it, under a new key; returns its new public id.

    Its cards stand nowhere then, and nobody has read it yet. Raises Refused where something stored was swapped.
    """
    row = (await rows.execute(sa.select(tip).where(tip.c.id == opened.row))).one()
    citizen = check_public_key(keyring, Owner.CITIZEN, row.id, row.citizen, row.citizen_mac)
    stored = (await rows.execute(sa.select(entry).where(entry.c.tip == row.id).order_by(entry.c.id))).all()
    moved = vault.transfer([_plain(opened.pair, one) for one in stored], row.id, [*readers.values(), citizen])
    anew = [
        {"which": one.id, "sealed_key": new.key, "sealed_body": new.body}
        for one, new in zip(stored, moved.entries, strict=True)
    ]
    await rows.execute(_RESEAL, anew)
    public = new_public()
    values = {
        "public": public,
        "key": moved.pair.public,
        "key_mac": mac_public_key(keyring.server, Owner.TIP, row.id, moved.pair.public),
        "citizen_key": moved.wrapped[citizen],
        "way_back": _way_back(keyring, opened.pair, moved.pair, row),
    }
    await rows.execute(sa.update(tip).where(tip.c.id == row.id).values(values))
    await rows.execute(sa.delete(tip_key).where(tip_key.c.tip == row.id))
    keys = [{"tip": row.id, "station": name, "body": moved.wrapped[key]} for name, key in sorted(readers.items())]
    await rows.execute(sa.insert(tip_key), keys)
    await rows.execute(sa.delete(tip_card).where(tip_card.c.tip == row.id))
    await rows.execute(sa.delete(tip_mark).where(tip_mark.c.tip == row.id, tip_mark.c.mark == Mark.READ.value))
    return public


async def leave_trace(rows: AsyncConnection, tip_id: bytes, public: str, stations: tuple[str, ...], at: float) -> None:
    """These stations know that a tip was here under this id, and since when it is gone; nothing else of it."""
    traces = [{"tip": tip_id, "public": public, "station": one, "at": to_the_minute(at)} for one in sorted(stations)]
    await rows.execute(sa.insert(tip_trace), traces)


async def traced(rows: AsyncConnection, public: str, station: str) -> bool:
    """Whether a tip of this id was once here, and was passed on."""
    query = sa.select(tip_trace.c.at).where(tip_trace.c.public == public, tip_trace.c.station == station)
    return (await rows.execute(query)).first() is not None


def _plain(pair: Pair, row: Any) -> vault.Move:
    context = entry_context(row.id, row.kind)
    return vault.Move(vault.open_entry(pair, vault.Entry(row.key, row.body), context), context, entry_size_of(row.kind))


def _way_back(keyring: Keyring, old: Pair, new: Pair, row: Any) -> bytes | None:
    if row.way_back is None:
        return None
    return vault.seal_address(keyring.server, new, vault.open_address(keyring, old, row.way_back, row.id), row.id)
