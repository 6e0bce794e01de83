"""A station's key is replaced when somebody who held it leaves: at once where a shift is open, else at the next one."""

from __future__ import annotations

import sqlalchemy as sa

from bot.perform.doing import Doing
from content.locales import _
from content.terms import PersonState
from storage import people, reading, stations
from storage.people import Person
from storage.tables import tip_key
from storage.vault import station as station_vault
from storage.vault.keys import Pair, Refused
from storage.vault.public import Owner, check_public_key, mac_public_key
from storage.vault.station import WrappedTip


async def replace_later(doing: Doing, station_id: str) -> None:
    """Nobody of the station was on shift to open its key: the old one stays with the others, and the operator is told."""
    await stations.set_key_due(doing.rows, station_id)
    sentence = _(
        "Somebody left while no colleague was on shift: the station's key is replaced when the next shift opens."
    )
    doing.alerts.append(("key", sentence))


async def replace_if_due(doing: Doing, officer_id: str) -> None:
    """A shift has been opened: what was put off is done now."""
    officer = await doing.person(officer_id)
    station = (await stations.every(doing.rows))[officer.station]
    if not station.key_due or not officer.holds_key:
        return
    await stations.held(doing.rows, [officer.station], change=True)
    old = await reading.station_pair(doing.rows, doing.keyring, officer, doing.now)
    if old is not None:
        await replaced(doing, officer.station, old)


async def open_somehow(doing: Doing, person: Person, by: str) -> Pair | None:
    """The station's key, through whoever acts, the one who leaves, or any colleague of the station on shift."""
    station = await people.of_station(doing.rows, doing.keyring, person.station)
    for actor in sorted(station, key=lambda one: (one.id != by, one.id != person.id)):
        if actor.on_shift(doing.now) and (
            pair := await reading.station_pair(doing.rows, doing.keyring, actor, doing.now)
        ):
            return pair
    return None


async def replaced(doing: Doing, station_id: str, old: Pair) -> bool:
    """Whether the key was replaced. What was tampered with in the database must not keep anybody's rights alive."""
    try:
        await replace_key(doing, station_id, old)
    except Refused:
        return False
    return True


async def replace_key(doing: Doing, station_id: str, old: Pair) -> None:
    """A new station key for those who remain and for recovery; every tip of the station is wrapped under it."""
    name = station_id.encode()
    keys: dict[bytes, str] = {}
    for one in await people.of_station(doing.rows, doing.keyring, station_id):
        lock = await people.lock(doing.rows, one.id)
        if one.state is PersonState.ACTIVE and one.holds_key and lock:
            keys[check_public_key(doing.keyring, Owner.OFFICER, one.row, lock.key, lock.key_mac)] = one.id
    station = (await stations.every(doing.rows))[station_id]
    recovery = await stations.recovery_public(doing.rows, doing.keyring, stations.circle_of(station))
    held = sa.select(tip_key.c.tip, tip_key.c.body).where(tip_key.c.station == station_id).order_by(tip_key.c.tip)
    wrapped = [WrappedTip(row.tip, row.body) for row in await doing.rows.execute(held)]
    readers = [*keys, *([recovery] if recovery else [])]
    new = station_vault.replace(old, name, readers, wrapped)
    for key, officer in keys.items():
        await people.give_key(doing.rows, station_id, officer, new.wrapped[key])
    for one_tip in new.tips:
        chosen = sa.and_(tip_key.c.tip == one_tip.tip_id, tip_key.c.station == station_id)
        await doing.rows.execute(sa.update(tip_key).where(chosen).values(body=one_tip.wrapped))
    mac = mac_public_key(doing.keyring.server, Owner.STATION, name, new.pair.public)
    kept = new.wrapped.get(recovery or b"")
    await stations.set_key(doing.rows, station_id, key=new.pair.public, key_mac=mac, recovery_key=kept)
    doing.audit("", "key replaced", station_id)
