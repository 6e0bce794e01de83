"""Stations: the units whose officers read tips. A station can receive only when its first officer has made its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.terms import GroupTopics, StationKind
from storage.prepared import prepared
from storage.tables import recovery, station
from storage.upsert import upsert
from storage.vault.keyring import Keyring
from storage.vault.public import Owner, check_public_key, mac_public_key
from storage.vault.recovery import Circle


@dataclass(frozen=True)
class Station:
    """A unit that receives tips. `key` is None until its first officer set a PIN: until then its tips go to the province."""

    id: str
    name: str
    kind: StationKind
    area: str | None = None
    parent: str | None = None
    contact: str | None = None  # a number or an office: how a liaison is called that has no officer here
    training: bool = False
    key: bytes | None = None
    key_mac: bytes | None = None
    group: bytes | None = None  # the sealed address of its group
    group_chat: bytes | None = None
    topics: GroupTopics = GroupTopics.NONE
    key_due: bool = False  # somebody who held the key left while nobody was on shift: it must still be replaced

    @property
    def receives(self) -> bool:
        """Whether a tip can be sealed to it."""
        return self.key is not None


_FIELDS = [station.c[name] for name in Station.__dataclass_fields__]
_EVERY = prepared(sa.select(*_FIELDS))
_HELD = _EVERY.where(station.c.id.in_(sa.bindparam("ids", expanding=True))).order_by(station.c.id)
_HELD_TO_SEAL = prepared(_HELD.with_for_update(read=True))
_HELD_TO_CHANGE = _HELD.with_for_update(key_share=True)


def _record(row: sa.Row[tuple[object, ...]]) -> Station:
    values = dict(row._mapping)
    values["kind"], values["topics"] = StationKind(values["kind"]), GroupTopics(values["topics"])
    return Station(**values)


_SEEN = "stations"


async def every(rows: AsyncConnection) -> Mapping[str, Station]:
    """All stations by id: a few hundred at most. Read once in a transaction, unless it changes one: the turns of a
    batch all ask.
    """
    transaction = rows.get_transaction()
    seen, known = rows.info.get(_SEEN, (None, None))
    if transaction is None or seen is not transaction.sync_transaction:
        known = await _every(rows)
        _remember(rows, known)
    return known or await _every(rows)


async def _every(rows: AsyncConnection) -> Mapping[str, Station]:
    return {found.id: found for found in map(_record, await rows.execute(_EVERY))}


def _remember(rows: AsyncConnection, known: Mapping[str, Station] | None) -> None:
    """None: what this transaction has changed is read anew each time, for a savepoint may undo it."""
    transaction = rows.get_transaction()
    rows.info[_SEEN] = (transaction and transaction.sync_transaction, known)


async def held(rows: AsyncConnection, ids: Sequence[str], *, change: bool = False) -> Mapping[str, Station]:
    """These stations, their keys staying as they are until the transaction ends; `change`: held for ourselves alone.

    Whoever seals to a station holds it, whoever replaces its key holds it for a change: else a tip sealed to the old
    key in the same moment would never open again.
    """
    query = _HELD_TO_CHANGE if change else _HELD_TO_SEAL
    return {found.id: found for found in map(_record, await rows.execute(query, {"ids": ids}))}


async def get(rows: AsyncConnection, station_id: str) -> Station | None:
    """One station."""
    row = (await rows.execute(_EVERY.where(station.c.id == station_id))).one_or_none()
    return _record(row) if row else None


async def of_group(rows: AsyncConnection, chat: bytes) -> Station | None:
    """The station whose group this chat is."""
    row = (await rows.execute(_EVERY.where(station.c.group_chat == chat))).one_or_none()
    return _record(row) if row else None


async def save(rows: AsyncConnection, records: Sequence[Station]) -> None:
    """Insert or update names, kinds and places; keys and groups of stations that exist stay as they are."""
    _remember(rows, None)
    if records:
        named = [
            {
                "id": one.id,
                "name": one.name,
                "kind": one.kind.value,
                "area": one.area,
                "parent": one.parent,
                "contact": one.contact,
                "training": one.training,
            }
            for one in sorted(records, key=lambda one: one.id)
        ]
        await rows.execute(
            upsert(rows, station, ("id",), ("name", "kind", "area", "parent", "contact", "training")), named
        )


async def set_key(
    rows: AsyncConnection, station_id: str, *, key: bytes, key_mac: bytes, recovery_key: bytes | None
) -> None:
    """The station can receive from now on, under this key."""
    _remember(rows, None)
    values = {"key": key, "key_mac": key_mac, "recovery_key": recovery_key, "key_due": False}
    await rows.execute(sa.update(station).where(station.c.id == station_id).values(values))


async def set_key_due(rows: AsyncConnection, station_id: str) -> None:
    """The station's key must be replaced as soon as somebody can open it."""
    _remember(rows, None)
    await rows.execute(sa.update(station).where(station.c.id == station_id).values(key_due=True))


async def set_group(
    rows: AsyncConnection,
    station_id: str,
    *,
    group: bytes | None,
    chat: bytes | None,
    topics: GroupTopics = GroupTopics.NONE,
) -> None:
    """The group in which the station's cards appear, or none."""
    _remember(rows, None)
    values = {"group": group, "group_chat": chat, "topics": topics.value}
    await rows.execute(sa.update(station).where(station.c.id == station_id).values(values))


async def set_topics(rows: AsyncConnection, station_id: str, topics: GroupTopics) -> None:
    """Whether the station's group has topics for us."""
    _remember(rows, None)
    await rows.execute(sa.update(station).where(station.c.id == station_id).values(topics=topics.value))


INNER = frozenset({StationKind.INSPECTORATE, StationKind.PROCURACY})
"""The kinds of station that read what is told of officials."""


def circle_of(station: Station) -> Circle:
    """Whose recovery key opens this station: those who watch over the others have one of their own."""
    return Circle.INSPECTORATE if station.kind in INNER else Circle.PROVINCE


async def recovery_public(rows: AsyncConnection, keyring: Keyring, circle: Circle) -> bytes | None:
    """The public key of a circle's recovery; None before `init` made one. Raises Refused where it was swapped."""
    row = (await rows.execute(sa.select(recovery).where(recovery.c.circle == circle.value))).one_or_none()
    if row is None:
        return None
    return check_public_key(keyring, Owner.RECOVERY, circle.value.encode(), row.key, row.key_mac)


async def set_recovery(rows: AsyncConnection, keyring: Keyring, circle: Circle, public: bytes) -> None:
    """A new recovery key for a circle."""
    mac = mac_public_key(keyring.server, Owner.RECOVERY, circle.value.encode(), public)
    statement = upsert(rows, recovery, ("circle",), ("key", "key_mac"))
    await rows.execute(statement, [{"circle": circle.value, "key": public, "key_mac": mac}])


async def recovery_key(rows: AsyncConnection, station_id: str) -> bytes | None:
    """The station's private key as sealed to the recovery key."""
    return await rows.scalar(sa.select(station.c.recovery_key).where(station.c.id == station_id))


async def set_recovery_key(rows: AsyncConnection, station_id: str, wrapped: bytes) -> None:
    """The station's private key, sealed to a new recovery key."""
    await rows.execute(sa.update(station).where(station.c.id == station_id).values(recovery_key=wrapped))
