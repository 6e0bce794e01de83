"""Hotspots (điểm, tụ điểm): an area, a short label, how far it came, and the incidents that were grouped there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.coverage_terms import HotspotKind, HotspotState
from storage.tables import hotspot, hotspot_step, hotspot_tip
from storage.upsert import upsert
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keyring import Keyring
from storage.vault.padding import entry as entry_size


@dataclass(frozen=True)
class Hotspot:
    """One hotspot; `area` is the id of a commune's area, `station` whose officers look after it."""

    id: str  # hex
    area: str
    kind: HotspotKind
    station: str
    state: HotspotState = HotspotState.CANDIDATE
    version: int = 1
    incidents: int = 0  # how many were ever grouped here
    label: str = field(default="", repr=False)

    @property
    def row(self) -> bytes:
        return bytes.fromhex(self.id)


@dataclass(frozen=True)
class Step:
    """From this day on a hotspot stood so."""

    hotspot: str  # hex
    version: int
    state: HotspotState
    day: date
    person: str  # hex


async def get(rows: AsyncConnection, keyring: Keyring, hotspot_id: str, *, lock: bool = False) -> Hotspot | None:
    """One hotspot; None where the id, which anybody can forge, is none."""
    try:
        row_id = bytes.fromhex(hotspot_id)
    except ValueError:
        return None
    query = sa.select(hotspot).where(hotspot.c.id == row_id)
    row = (await rows.execute(query.with_for_update() if lock else query)).one_or_none()
    return _record(keyring, row) if row else None


async def of_station(rows: AsyncConnection, keyring: Keyring, station: str | None) -> list[Hotspot]:
    """Those that a station looks after, or all; without order."""
    query = sa.select(hotspot)
    if station is not None:
        query = query.where(hotspot.c.station == station)
    return [_record(keyring, row) for row in await rows.execute(query)]


async def save(rows: AsyncConnection, keyring: Keyring, one: Hotspot) -> None:
    """A new one, or all that can change of one that is there."""
    label = seal(keyring.server, one.label.encode(), _context(one.row), entry_size)
    values = {**vars(one), "id": one.row, "kind": one.kind.value, "state": one.state.value, "label": label}
    changing = ("kind", "label", "state", "version", "incidents")
    await rows.execute(upsert(rows, hotspot, ("id",), changing), [values])


async def stepped(rows: AsyncConnection, one: Step) -> None:
    """It came to stand so."""
    values = {
        "hotspot": bytes.fromhex(one.hotspot),
        "version": one.version,
        "state": one.state.value,
        "day": one.day,
        "person": bytes.fromhex(one.person),
    }
    await rows.execute(sa.insert(hotspot_step), [values])


async def steps(rows: AsyncConnection, one: str | None = None) -> Mapping[str, Sequence[Step]]:
    """How each came to stand as it does, or one of them, oldest first: by hotspot."""
    query = sa.select(hotspot_step).order_by(hotspot_step.c.hotspot, hotspot_step.c.version)
    if one is not None:
        query = query.where(hotspot_step.c.hotspot == bytes.fromhex(one))
    found: dict[str, list[Step]] = {}
    for row in await rows.execute(query):
        step = Step(row.hotspot.hex(), row.version, HotspotState(row.state), row.day, row.person.hex())
        found.setdefault(step.hotspot, []).append(step)
    return found


async def of_tip(rows: AsyncConnection, tip: bytes) -> str | None:
    """Where an incident was grouped, as hex; None where it was not."""
    query = sa.select(hotspot_tip.c.hotspot).where(hotspot_tip.c.tip == tip)
    found = (await rows.execute(query)).scalar_one_or_none()
    return found.hex() if found is not None else None


async def group(rows: AsyncConnection, tip: bytes, one: str) -> None:
    """An incident belongs there from now on. Asked before: it is grouped nowhere."""
    await rows.execute(sa.insert(hotspot_tip), [{"tip": tip, "hotspot": bytes.fromhex(one)}])


async def ungroup(rows: AsyncConnection, tip: bytes) -> None:
    """It belongs nowhere any more."""
    await rows.execute(sa.delete(hotspot_tip).where(hotspot_tip.c.tip == tip))


def _record(keyring: Keyring, row: sa.Row[Any]) -> Hotspot:
    return Hotspot(
        id=row.id.hex(),
        area=row.area,
        kind=HotspotKind(row.kind),
        station=row.station,
        state=HotspotState(row.state),
        version=row.version,
        incidents=row.incidents,
        label=unseal(keyring, row.label, _context(row.id)).decode(),
    )


def _context(row_id: bytes) -> Context:
    return Context("hotspot", "label", row_id, "coverage")
