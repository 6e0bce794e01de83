"""Campaigns as they are stored: sealed, found by state, changed as a whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from content.outreach_terms import CampaignState, TargetKind
from content.terms import Role
from storage import campaigns
from storage.campaigns import Campaign, Plan
from storage.engine import Database
from storage.mailing import Message, Question, Recipients
from storage.tables import campaign
from storage.vault.keyring import Keyring
from tests.conftest import Clock
from tests.world import COMMUNE, World

PLAN = Plan(
    Message({"vi": "Đừng giữ giùm gói lạ."}, questions={"vi": Question("Ai?", ("A", "B"), 1, "Vì vậy.")}),
    Recipients(areas=("a",), target_kinds=(TargetKind.SCHOOL,)),
    {"rhythm": "once", "first": "2027-01-16", "minute": 480, "last": None},
    {"source": ["own", True]},
)


@pytest.fixture
async def world(database: Database, keyring: Keyring, clock: Clock) -> World:
    return await World(database, keyring, clock.now).found()


async def stored(world: World) -> Campaign:
    officer = await world.officer(COMMUNE, 40, Role.OUTREACH)
    one = Campaign("ab" * 16, CampaignState.DRAFT, COMMUNE, officer.id, PLAN, 1, world.now, next_at=world.now)
    async with world.database.write() as rows:
        await campaigns.save(rows, world.keyring, one)
    return one


async def test_what_is_saved_is_read_again_with_the_same_digest(world: World) -> None:
    one = await stored(world)
    async with world.database.read() as rows:
        found = await campaigns.get(rows, world.keyring, one.id)
    assert found == one
    assert found.plan.digest == PLAN.digest


async def test_a_change_is_kept_whole_and_counted_where_it_stands_now(world: World) -> None:
    one = await stored(world)
    after = replace(one, state=CampaignState.REFUSED, version=2, next_at=None, reason="Sai chữ", approver=one.author)
    async with world.database.write() as rows:
        await campaigns.save(rows, world.keyring, after)
        assert await campaigns.in_state(rows, world.keyring, [CampaignState.REFUSED]) == [after]
        assert await campaigns.in_state(rows, world.keyring, [CampaignState.DRAFT]) == []
        await campaigns.forget(rows, one.id)
        assert await campaigns.get(rows, world.keyring, one.id) is None


async def test_no_word_of_it_stands_in_the_clear(world: World) -> None:
    await stored(world)
    async with world.database.read() as rows:
        body = await rows.scalar(sa.select(campaign.c.body))
    assert body is not None
    assert "gói lạ".encode() not in body


@pytest.mark.parametrize("forged", ["", "zz", "ab", "cd" * 16])
async def test_an_id_that_is_none_finds_nothing(world: World, forged: str) -> None:
    async with world.database.read() as rows:
        assert await campaigns.get(rows, world.keyring, forged) is None
