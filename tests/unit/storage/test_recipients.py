"""Who would get a message, who would not, and why: the preview counts what the sending does."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.library.terms import Audience
from content.outreach_terms import DeliveryState, LeftOut, SubscriptionKind, TargetKind
from storage.engine import Database
from storage.mailing import Recipients
from storage.recipients import WEEK_S, Reach, reach
from storage.tables import delivery, run
from storage.times import micros
from storage.vault.keyring import Keyring
from tests.conftest import NOON
from tests.crowd import begun, crowd, school

GROUP, PERSON = SubscriptionKind.GROUP, SubscriptionKind.PERSON


async def counted(rows: AsyncConnection, chosen: Recipients, weekly: int = 0, now: float = NOON) -> Reach:
    return await reach(rows, chosen, weekly=weekly, served=None, now=now)


@pytest.mark.parametrize(
    ("chosen", "groups"),
    [
        (Recipients(), 6),
        (Recipients(areas=("A",)), 3),  # its own area, or that of its target
        (Recipients(target_kinds=(TargetKind.ROUTE,)), 2),
        (Recipients(target_kinds=(TargetKind.ROUTE, TargetKind.SCHOOL)), 3),
        (Recipients(audiences=(Audience.PARENTS,)), 1),
        (Recipients(channels=("zalo_bot",)), 1),
        (Recipients(kinds=(GROUP,), areas=("A",), audiences=(Audience.EVERYONE,)), 3),
        (Recipients(kinds=(PERSON,)), 0),
    ],
)
async def test_a_choice_is_a_restriction_and_no_choice_is_none(
    database: Database, keyring: Keyring, chosen: Recipients, groups: int
) -> None:
    async with database.write() as rows:
        await school(rows, "S1", "A")
        await school(rows, "QL1", "B", kind="route")
        await crowd(rows, keyring, 2, NOON, area="A")
        await crowd(rows, keyring, 1, NOON, first=2, target="S1")
        await crowd(rows, keyring, 1, NOON, first=3, target="QL1", area="B")
        await crowd(rows, keyring, 1, NOON, first=4, target="QL1", audience="parents")
        await crowd(rows, keyring, 1, NOON, first=5, channel="zalo_bot")
        assert (await counted(rows, chosen)).chats[GROUP] == groups


async def test_people_of_groups_are_added_up_where_a_platform_said_how_many(
    database: Database, keyring: Keyring
) -> None:
    async with database.write() as rows:
        await crowd(rows, keyring, 2, NOON, members=80)
        await crowd(rows, keyring, 1, NOON, first=2)
        await crowd(rows, keyring, 1, NOON, first=3, members=500, state="stopped")
        found = await counted(rows, Recipients())
    assert found.chats[GROUP] == 3
    assert found.members == 160


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"state": "waiting"}, LeftOut.WAITING),
        ({"state": "held", "reason": "admin"}, LeftOut.HELD),
        ({"state": "stopped"}, LeftOut.STOPPED),
        ({"state": "lost"}, LeftOut.LOST),
        ({"language": "km"}, LeftOut.LANGUAGE),
        ({"channel": "zalo_oa"}, LeftOut.UNSERVED),
        ({"language": "km", "state": "stopped"}, LeftOut.STOPPED),
    ],
)
async def test_whoever_is_left_out_is_told_with_the_reason(
    database: Database, keyring: Keyring, columns: dict[str, Any], why: LeftOut
) -> None:
    async with database.write() as rows:
        await crowd(rows, keyring, 3, NOON, **columns)
        found = await reach(rows, Recipients(languages=("vi",)), weekly=1, served={"telegram"}, now=NOON)
    assert found.nobody
    assert found.left_out == {why: 3}


@pytest.mark.parametrize(
    ("state", "days_ago", "left_out"),
    [
        (DeliveryState.SENT, 1, True),
        (DeliveryState.UNKNOWN, 6, True),  # it may have arrived
        (DeliveryState.QUEUED, 0, True),  # it is about to
        (DeliveryState.SENT, 8, False),
        (DeliveryState.FAILED, 1, False),
        (DeliveryState.SKIPPED, 1, False),
    ],
)
async def test_nobody_gets_more_in_a_week_than_was_promised(
    database: Database, keyring: Keyring, state: DeliveryState, days_ago: float, left_out: bool
) -> None:
    async with database.write() as rows:
        had, _other = await crowd(rows, keyring, 2, NOON)
        before = await begun(rows, keyring, NOON - WEEK_S * 2)
        at = 0 if state is DeliveryState.QUEUED else micros(NOON - days_ago * 86400)
        values = {"run": before, "subscription": had, "channel": "telegram", "state": state.value, "at": at}
        await rows.execute(sa.insert(delivery), [values])
        found = await counted(rows, Recipients(), weekly=1)
        assert found.left_out == ({LeftOut.WEEKLY: 1} if left_out else {})
        assert found.chats[GROUP] == (1 if left_out else 2)
        assert (await counted(rows, Recipients(), weekly=2)).left_out == {}
        assert (await counted(rows, Recipients(), weekly=0)).left_out == {}


async def test_a_run_that_ended_long_ago_is_not_looked_at(database: Database, keyring: Keyring) -> None:
    async with database.write() as rows:
        had = (await crowd(rows, keyring, 1, NOON))[0]
        before = await begun(rows, keyring, NOON - WEEK_S * 2)
        values = {"run": before, "subscription": had, "channel": "telegram", "state": "sent", "at": micros(NOON)}
        await rows.execute(sa.insert(delivery), [values])
        over = {"state": "finished", "ended_at": micros(NOON - WEEK_S - 1)}
        await rows.execute(sa.update(run).values(over))
        assert (await counted(rows, Recipients(), weekly=1)).left_out == {}
