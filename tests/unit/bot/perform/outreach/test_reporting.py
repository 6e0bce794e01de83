"""How far a run has come, told to its author: edited where something moved, at its end below; at night it rests."""

from __future__ import annotations

import secrets
from datetime import date

import pytest
import sqlalchemy as sa

from bot.perform.outreach.reporting import MORNING, PROGRESS
from content.outreach_terms import CampaignState, DeliveryState, Rhythm, RunState, SubscriptionKind
from content.terms import Role
from handlers.messages import Post, Show
from handlers.outreach.run_rules import next_look
from handlers.outreach.schedule_rules import Schedule
from storage import campaigns, due, runs, subscriptions
from storage.campaigns import Campaign, Plan
from storage.mailing import Message, Recipients
from storage.subscriptions import Wanted
from storage.tables import delivery, run
from tests.world import COMMUNE, World

PLAN = Plan(
    Message({"vi": "Đừng giữ giùm gói lạ."}), Recipients(), Schedule(Rhythm.AT_ONCE, date(2027, 1, 15), 420).to_json()
)


async def begun(world: World) -> bytes:
    """A run for three groups, of which two have their copies."""
    officer = await world.officer(COMMUNE, 40, Role.OUTREACH)
    one = Campaign(secrets.token_hex(16), CampaignState.OVER, COMMUNE, officer.id, PLAN, 1, world.now)
    async with world.database.write() as rows:
        await campaigns.save(rows, world.keyring, one)
        new = await runs.begin(rows, world.keyring, one.row, 1, PLAN.message, PLAN.recipients, world.now, world.now)
        assert new is not None
        await rows.execute(sa.update(run).values(state=RunState.SENDING.value, cursor=runs.GATHERED))
        for place, state in enumerate((DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.QUEUED)):
            to = {"channel": "telegram", "chat": f"-{place}", "user": "", "thread": "", "private": False}
            group = await subscriptions.subscribe(rows, world.keyring, Wanted(SubscriptionKind.GROUP, to), world.now)
            values = {"run": new, "subscription": group.id, "channel": "telegram", "state": state.value, "at": 1}
            await rows.execute(sa.insert(delivery), [values])
    return new


async def look(world: World, new: bytes, sums: str = "", wait: float = 0.0) -> list[Post]:
    async with world.database.write() as rows:
        payload = {"run": new.hex(), "wait": wait, "sums": sums}
        return await world.performer.occur(rows, PROGRESS, payload, world.now)


async def waits(world: World, kind: str, new: bytes) -> bool:
    async with world.database.read() as rows:
        return await due.is_set(rows, world.tools.seals, kind, new.hex())


async def test_the_author_sees_counts_that_are_those_of_the_rows_and_it_is_looked_at_again(world: World) -> None:
    new = await begun(world)
    (post,) = await look(world, new)
    assert isinstance(post, Show)
    assert "Đã tới: 1" in post.screen.text
    assert "Không gửi được: 1" in post.screen.text
    assert not post.fresh
    assert await waits(world, PROGRESS, new)


async def test_where_nothing_moved_nothing_is_edited(world: World) -> None:
    new = await begun(world)
    async with world.database.read() as rows:
        progress = await runs.progress(rows, new, world.now)
    assert progress is not None
    sums = ":".join([progress.run.state.value, *map(str, progress.counts.values())])
    assert await look(world, new, sums) == []


async def test_the_end_is_told_below_with_what_failed_and_what_is_uncertain(world: World) -> None:
    new = await begun(world)
    async with world.database.write() as rows:
        queued = delivery.c.state == DeliveryState.QUEUED.value
        await rows.execute(sa.update(delivery).where(queued).values(state=DeliveryState.UNKNOWN.value))
        await rows.execute(sa.update(run).values(state=RunState.FINISHED.value))
    (post,) = await look(world, new)
    assert isinstance(post, Show)
    assert "Đã xong: 1 tới nơi, 1 lỗi, 1 không chắc." in post.screen.text
    assert post.fresh
    assert [button.label for button in post.screen.rows[0]] == ["Gửi lại chỗ lỗi", "Gửi lại chỗ không rõ"]
    assert not await waits(world, PROGRESS, new)


async def test_at_night_it_rests_and_goes_on_in_the_morning_by_itself(world: World) -> None:
    new = await begun(world)
    world.now += 6 * 3600  # 21:00
    (post,) = await look(world, new)
    assert isinstance(post, Show)
    assert "Giờ này không gửi." in post.screen.text
    async with world.database.read() as rows:
        found = await runs.get(rows, new)
    assert found is not None
    assert found.state is RunState.PAUSED
    assert await waits(world, MORNING, new)
    world.now += 10 * 3600  # 07:00
    async with world.database.write() as rows:
        await world.performer.occur(rows, MORNING, {"run": new.hex()}, world.now)
        found = await runs.get(rows, new)
    assert found is not None
    assert found.state is RunState.SENDING


@pytest.mark.parametrize(
    ("wait", "moved", "expected"), [(0.0, True, 3.0), (48.0, True, 3.0), (3.0, False, 6.0), (48.0, False, 60.0)]
)
def test_a_message_is_edited_every_three_seconds_at_most(wait: float, moved: bool, expected: float) -> None:
    assert next_look(wait, moved=moved) == expected
