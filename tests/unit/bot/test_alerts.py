"""An alert reaches the operator once, and what was rolled back was never an alert."""

from __future__ import annotations

import asyncio

import pytest

from bot.alerts import AGAIN_S, Alerts
from storage.tables import outbox
from tests.conftest import Clock
from tests.unit.bot.office import OPERATOR, Office


async def test_the_same_kind_is_told_once_in_ten_minutes(office: Office, clock: Clock) -> None:
    for _time in range(3):
        await office.alerts.alert("disk", "The disk is full.")
    await office.alerts.alert("token", "The token is wrong.")
    assert await office.states(outbox) == ["queued", "queued"]
    clock.advance(AGAIN_S + 1)
    await office.alerts.alert("disk", "The disk is full.")
    assert len(await office.states(outbox)) == 3


async def test_what_was_rolled_back_does_not_count_as_told(office: Office) -> None:
    async def fail() -> None:
        async with office.database.write() as conn:
            assert await office.alerts.posts(conn, "key", "A key is missing.", office.clock())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with office.database.write() as conn, conn.begin_nested() as turn:
        assert await office.alerts.posts(conn, "key", "A key is missing.", office.clock())
        await turn.rollback()
    await office.alerts.alert("key", "A key is missing.")
    assert await office.states(outbox) == ["queued"]


async def test_of_two_replicas_one_tells(office: Office) -> None:
    other = Alerts(office.database, office.letters, OPERATOR, office.clock)
    await asyncio.gather(office.alerts.alert("token", "Wrong."), other.alert("token", "Wrong."))
    assert await office.states(outbox) == ["queued"]
