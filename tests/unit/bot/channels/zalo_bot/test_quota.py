"""The month's messages: counted before they leave, never lost by a restart, told at four fifths."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.channels.zalo_bot.quota import Quota, month_of, warns
from storage.tables import outbox
from tests.conftest import Clock
from tests.unit.bot.office import Office


def quota(office: Office, most: int = 10) -> Quota:
    return Quota(office.database, office.alerts, office.meters, office.clock, most)


async def test_what_is_taken_is_counted_and_outlives_a_restart(office: Office) -> None:
    assert await quota(office).take(3)
    assert await quota(office).used() == 3
    used = office.meters.registry.get_sample_value("hotline_quota_used", {"channel": "zalo_bot"})
    assert used == 3


async def test_all_or_nothing_is_taken(office: Office) -> None:
    counted = quota(office)
    assert await counted.take(9)
    assert await counted.take(2) == ""
    assert await counted.take(1)
    assert await counted.used() == 10


async def test_what_did_not_leave_is_given_back(office: Office) -> None:
    counted = quota(office)
    month = await counted.take(5)
    await counted.give_back(month, 2)
    assert await counted.used() == 3


async def test_replicas_never_take_more_than_there_is(office: Office) -> None:
    taken = await asyncio.gather(*(quota(office).take(3) for _replica in range(8)))
    assert sum(map(bool, taken)) == 3


async def test_a_new_month_begins_anew(office: Office, clock: Clock) -> None:
    counted = quota(office)
    assert await counted.take(10)
    clock.advance(31 * 86_400)
    assert await counted.take(10)


async def test_the_operator_is_told_once_at_four_fifths(office: Office, clock: Clock) -> None:
    counted = quota(office)
    for _message in range(10):
        await counted.take(1)
        clock.advance(700)
    assert len(await office.rows(sa.select(outbox))) == 1


@pytest.mark.parametrize(("before", "after", "told"), [(7, 8, True), (8, 9, False), (0, 7, False), (5, 10, True)])
def test_the_line_is_crossed_once(before: int, after: int, told: bool) -> None:
    assert warns(before, after, 10) is told


def test_the_month_is_vietnams() -> None:
    last_second = 1_798_736_400.0 - 1  # 2027-01-01 00:00 UTC+7
    assert (month_of(last_second), month_of(last_second + 1)) == ("2026-12", "2027-01")
