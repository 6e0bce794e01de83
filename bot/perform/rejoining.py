"""A unit whose key no recovery opens any more joins the new papers by itself, when one of its officers opens a shift.

That happens after a restore that found the old papers used: `hotline keys recover` makes new ones, and nobody but an
officer of the unit can seal its key to them.
"""

from __future__ import annotations

from bot.perform.doing import Doing
from storage import reading, stations
from storage.vault import station as station_vault


async def rejoin(doing: Doing, officer: str) -> None:
    """Seal the unit's key to the recovery key of its circle, where it is sealed to none."""
    person = await doing.person(officer)
    if not person.holds_key or await stations.recovery_key(doing.rows, person.station) is not None:
        return
    unit = (await stations.held(doing.rows, [person.station], change=True))[person.station]
    recovery = await stations.recovery_public(doing.rows, doing.keyring, stations.circle_of(unit))
    pair = await reading.station_pair(doing.rows, doing.keyring, person, doing.now)
    if recovery is None or pair is None:
        return
    wrapped = station_vault.share_with(pair, unit.id.encode(), [recovery])
    await stations.set_recovery_key(doing.rows, unit.id, wrapped[recovery])
    doing.audit("", "recovery joined", unit.id)
