"""What a PIN opens. The slow part runs in a thread, outside any transaction; what follows is written in one.

The failed attempt was committed before (`bot/perform/staff.py`); a right PIN takes it back.
"""

from __future__ import annotations

import asyncio
import os
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.perform import menus, shifts
from bot.perform.doing import Doing
from bot.perform.newcomers import tell_colleagues
from bot.perform.news import tell
from bot.perform.rejoining import rejoin
from bot.perform.station_key import replace_if_due
from content.terms import PersonState, Role
from handlers.messages import Address
from handlers.triage.permissions import READERS
from storage import people, stations
from storage.people import Lock, Person
from storage.stations import Station
from storage.tables import person as person_table
from storage.vault import officer as vault
from storage.vault import station as station_vault
from storage.vault.keyring import Keyring
from storage.vault.keys import Pair
from storage.vault.officer import OfficerKeys, WrongPin
from storage.vault.pin import FREE_FAILURES, next_attempt
from storage.vault.public import Owner, mac_public_key
from storage.vault.shift import seal_shift

NEWS = "pin"
TWO_AT_A_TIME = asyncio.Semaphore(2)
"""Each try takes 64 MiB."""


@dataclass(frozen=True)
class Tried:
    """What the slow part found: an opened pair, or a new lock with its pair. Never leaves the process."""

    payload: dict[str, Any] = field(repr=False)
    pair: Pair | None = field(default=None, repr=False)
    keys: OfficerKeys | None = field(default=None, repr=False)
    salt: bytes = field(default=b"", repr=False)


async def slow(rows: AsyncConnection, keyring: Keyring, payload: dict[str, Any]) -> Tried:
    """Argon2id over the PIN: about 75 ms and 64 MiB."""
    if "said" in payload:
        return Tried(payload)
    device, row_id = device_secret(payload["device"]), bytes.fromhex(payload["officer"])
    lock = await people.lock(rows, payload["officer"])
    async with TWO_AT_A_TIME:
        if payload["purpose"] == "enrol":
            salt = os.urandom(vault.SALT_BYTES)
            keys = await asyncio.to_thread(vault.enrol, payload["pin"], device, row_id, salt, keyring.pin_pepper)
            return Tried(payload, keys=keys, salt=salt)
        if lock is None:
            return Tried(payload)
        stored = OfficerKeys(lock.key, lock.sealed_key)
        try:
            pair = await asyncio.to_thread(
                vault.open_officer, payload["pin"], device, row_id, lock.salt, keyring.pin_pepper, stored
            )
        except WrongPin:
            return Tried(payload)
        if payload["purpose"] == "open":
            return Tried(payload, pair=pair)
        salt = os.urandom(vault.SALT_BYTES)
        keys = await asyncio.to_thread(
            vault.close_officer, pair, payload["new"], device, row_id, salt, keyring.pin_pepper
        )
        return Tried(payload, keys=keys, salt=salt)


def device_secret(text: str) -> bytes:
    """The secret of a button. A forged one becomes zeros, which open nothing, at the same cost."""
    try:
        secret = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64, ValueError):
        secret = b""
    return secret if len(secret) == vault.DEVICE_SECRET_BYTES else bytes(vault.DEVICE_SECRET_BYTES)


async def ended(doing: Doing, payload: dict[str, Any]) -> None:
    """The end of the slow work: what follows is written, and the officer's chat hears of it."""
    tried = payload["result"].get("tried") or Tried(payload)
    said = await written(doing, tried)
    await tell(doing, Address(**payload["address"]), NEWS, said)


async def written(doing: Doing, tried: Tried) -> dict[str, Any]:
    """Write what the PIN opened or made; returns what the officer is told (`TryPin`)."""
    if "said" in tried.payload:
        return dict(tried.payload["said"])
    officer = await people.get(doing.rows, doing.keyring, tried.payload["officer"])
    if officer is None or officer.state in (PersonState.SUSPENDED, PersonState.LEFT):
        return {"result": "locked_out"}
    if tried.payload["purpose"] == "enrol":
        return await _enrolled(doing, officer, tried)
    lock = await people.lock(doing.rows, officer.id)
    if lock is None or not (tried.pair or tried.keys):
        return _wrong(doing, officer, lock.failures if lock else 0)
    if officer.state is not PersonState.ACTIVE:
        return {"result": "locked_out"}
    if tried.keys:
        return await _changed(doing, officer, lock, tried.keys, tried.salt)
    return await _opened(doing, officer, tried.pair) if tried.pair else {"result": "locked_out"}


def _wrong(doing: Doing, officer: Person, failures: int) -> dict[str, Any]:
    doing.audit(officer.id, "wrong pin")
    allowed = next_attempt(failures, doing.now)
    if allowed is None:
        return {"result": "again"}
    if allowed > doing.now:
        return {"result": "wait", "until": allowed}
    return {"result": "wrong", "left": FREE_FAILURES - failures}


async def _changed(doing: Doing, officer: Person, lock: Lock, keys: OfficerKeys, salt: bytes) -> dict[str, Any]:
    """The same pair under the new PIN; the button of the officer's own chat stays good."""
    await people.set_lock(doing.rows, officer.id, Lock(lock.key, lock.key_mac, keys.sealed_private, salt))
    doing.audit(officer.id, "pin changed")
    return {"result": "changed"}


async def _opened(doing: Doing, officer: Person, pair: Pair) -> dict[str, Any]:
    until = doing.now + doing.policy.shift
    day = doing.keyring.day_key(doing.now)
    body = seal_shift(day, doing.keyring.server, pair, officer.row, doing.now, until)
    await shifts.begin(doing, officer.id, body, until)
    await people.forget_failures(doing.rows, officer.id)
    await people.set_away(doing.rows, officer.id, None)  # whoever opens a shift is back
    await replace_if_due(doing, officer.id)
    doing.audit(officer.id, "shift opened")
    await rejoin(doing, officer.id)
    return {"result": "opened", "until": until}


async def _enrolled(doing: Doing, officer: Person, tried: Tried) -> dict[str, Any]:
    if tried.keys is None or officer.enrolled:
        return {"result": "locked_out"}
    public = tried.keys.public
    mac = mac_public_key(doing.keyring.server, Owner.OFFICER, officer.row, public)
    await people.set_lock(doing.rows, officer.id, Lock(public, mac, tried.keys.sealed_private, tried.salt))
    doing.audit(officer.id, "pin chosen")
    station = (await stations.held(doing.rows, [officer.station], change=True))[officer.station]
    if officer.role in READERS and not station.receives:
        await _first_of(doing, station, officer, public)
    elif not (officer.role is Role.ADMIN and not await _another_admin(doing, officer)):
        code = station_vault.voice_code(doing.keyring.server, station.id.encode(), officer.row, public)
        await tell_colleagues(doing, await doing.person(officer.id))
        return {"result": "enrolled", "code": code}
    await people.set_state(doing.rows, officer.id, PersonState.ACTIVE)
    await menus.renew(doing, officer.id)
    return {"result": "active"}


async def _first_of(doing: Doing, station: Station, officer: Person, public: bytes) -> None:
    """The first reader of a station makes its key: sealed to them and to the recovery key, to nobody else."""
    pair, name = Pair.new(), station.id.encode()
    recovery = await stations.recovery_public(doing.rows, doing.keyring, stations.circle_of(station))
    wrapped = station_vault.share_with(pair, name, [public, *([recovery] if recovery else [])])
    mac = mac_public_key(doing.keyring.server, Owner.STATION, name, pair.public)
    await stations.set_key(
        doing.rows, station.id, key=pair.public, key_mac=mac, recovery_key=wrapped.get(recovery or b"")
    )
    await people.give_key(doing.rows, station.id, officer.id, wrapped[public])
    doing.audit(officer.id, "station key made", station.id)


async def _another_admin(doing: Doing, officer: Person) -> bool:
    others = sa.select(person_table.c.id).where(
        person_table.c.role == Role.ADMIN.value,
        person_table.c.state == PersonState.ACTIVE.value,
        person_table.c.id != officer.row,
    )
    return (await doing.rows.execute(others)).first() is not None
