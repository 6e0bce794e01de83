"""How many people a bot has, without a list of them."""

from __future__ import annotations

import asyncio
import secrets

import pytest
import sqlalchemy as sa

from bot.channels.zalo_bot.people import BOXES, People, estimate
from storage.tables import counter, outbox
from tests.unit.bot.office import Office


def people(office: Office, most: int = 50) -> People:
    return People(office.database, office.seals, office.alerts, office.meters, most)


async def test_the_same_person_counts_once_and_a_restart_forgets_nobody(office: Office) -> None:
    for _start in range(2):
        counted = people(office)
        for _message in range(3):
            await counted.saw("6ede9afa66b88fe6d6a9")
    assert await people(office).count() == 1
    shown = office.meters.registry.get_sample_value("hotline_people_about", {"channel": "zalo_bot"})
    assert shown == 1


@pytest.mark.parametrize(("filled", "about"), [(0, 0), (1, 1), (10, 11), (35, 51), (64, 266)])
def test_filled_boxes_stand_for_people(filled: int, about: int) -> None:
    assert estimate(filled) == about


async def test_forty_people_are_about_forty(office: Office) -> None:
    counted = people(office)
    await asyncio.gather(*(counted.saw(f"person {number}") for number in range(40)))
    assert 26 <= await counted.count() <= 56


async def test_what_is_kept_names_nobody_and_would_fit_every_second_stranger(office: Office) -> None:
    counted = people(office)
    for number in range(50):
        await counted.saw(f"person {number}")
    rows = await office.rows(sa.select(counter))
    assert {(row.month, row.station, row.number) for row in rows} == {("always", "zalo_bot", 1)}
    boxes = {row.name for row in rows}
    strangers = [f"box.{office.seals.box('zalo_bot', secrets.token_hex(10), BOXES)}" for _stranger in range(400)]
    assert sum(one in boxes for one in strangers) > 100


async def test_the_operator_is_told_once_at_four_fifths(office: Office) -> None:
    counted = people(office, most=10)
    for number in range(30):
        await counted.saw(f"person {number}")
    assert len(await office.rows(sa.select(outbox))) == 1


async def test_where_there_is_room_for_everybody_nobody_is_counted(office: Office) -> None:
    await people(office, most=0).saw("6ede9afa66b88fe6d6a9")
    assert await office.rows(sa.select(counter)) == []
