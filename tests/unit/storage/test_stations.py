"""Stations as turns see them."""

from __future__ import annotations

from content.terms import StationKind
from storage import stations
from storage.engine import Database
from storage.stations import Station


async def test_turns_of_one_transaction_share_a_look_at_the_stations_and_the_next_looks_anew(
    database: Database,
) -> None:
    async with database.write() as rows:
        await stations.save(rows, [Station("PC04", "PC04", StationKind.PROVINCE)])
    async with database.write() as rows:
        known = await stations.every(rows)
        assert await stations.every(rows) is known
    async with database.write() as rows:
        await stations.set_group(rows, "PC04", group=b"sealed", chat=b"tag")
    async with database.write() as rows:
        assert (await stations.every(rows))["PC04"].group == b"sealed"


async def test_a_change_that_a_savepoint_undid_is_not_remembered(database: Database) -> None:
    async with database.write() as rows:
        await stations.save(rows, [Station("PC04", "PC04", StationKind.PROVINCE)])
    async with database.write() as rows:
        assert (await stations.every(rows))["PC04"].key is None
        savepoint = await rows.begin_nested()
        await stations.set_key(rows, "PC04", key=b"k", key_mac=b"m", recovery_key=None)
        assert (await stations.every(rows))["PC04"].receives
        await savepoint.rollback()
        assert not (await stations.every(rows))["PC04"].receives
