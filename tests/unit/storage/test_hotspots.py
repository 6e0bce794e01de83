"""Hotspots keep how they came to stand as they do; what was grouped goes with its tip."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from content.coverage_terms import HotspotKind, HotspotState
from storage import hotspots
from storage.engine import Database
from storage.hotspots import Hotspot, Step
from storage.tables import tip
from storage.vault.keyring import Keyring
from tests.world import COMMUNE, NEIGHBOUR, World

DAY = date(2025, 3, 1)


def spot(station: str = COMMUNE) -> Hotspot:
    return Hotspot(secrets.token_hex(16), "31783", HotspotKind.POINT, station, label="bến đò cũ")


async def test_a_hotspot_is_read_as_it_was_written_and_its_label_is_nowhere_in_the_clear(
    database: Database, keyring: Keyring, world: World
) -> None:
    mine, theirs = spot(), spot(NEIGHBOUR)
    async with database.write() as rows:
        await hotspots.save(rows, keyring, mine)
        await hotspots.save(rows, keyring, theirs)
        moved = replace(mine, state=HotspotState.CONFIRMED, version=2, incidents=3)
        await hotspots.save(rows, keyring, moved)
        assert await hotspots.get(rows, keyring, mine.id) == moved
        assert await hotspots.get(rows, keyring, "zz") is None
        assert await hotspots.of_station(rows, keyring, COMMUNE) == [moved]
        assert len(await hotspots.of_station(rows, keyring, None)) == 2
        stored = (await rows.execute(sa.text("SELECT label FROM hotspot"))).scalars()
        assert not [one for one in stored if "bến".encode() in one]
    assert "bến" not in repr(moved)


async def test_every_step_is_kept_with_its_day(database: Database, keyring: Keyring, world: World) -> None:
    officer, one = (await world.officer(COMMUNE, 1)).id, spot()
    first = Step(one.id, 1, HotspotState.CANDIDATE, DAY, officer)
    async with database.write() as rows:
        await hotspots.save(rows, keyring, one)
        await hotspots.stepped(rows, first)
        assert await hotspots.steps(rows) == await hotspots.steps(rows, one.id) == {one.id: [first]}


async def test_what_was_grouped_goes_with_its_tip(database: Database, keyring: Keyring, world: World) -> None:
    await world.officer(COMMUNE, 1)
    await world.send(stations=(COMMUNE,))
    one = spot()
    async with database.write() as rows:
        incident = (await rows.execute(sa.select(tip.c.id))).scalar_one()
        await hotspots.save(rows, keyring, one)
        await hotspots.group(rows, incident, one.id)
        assert await hotspots.of_tip(rows, incident) == one.id
        await hotspots.ungroup(rows, incident)
        assert await hotspots.of_tip(rows, incident) is None
        await hotspots.group(rows, incident, one.id)
        await rows.execute(sa.delete(tip))
        assert await hotspots.of_tip(rows, incident) is None
