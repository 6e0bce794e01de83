"""Runs of campaigns that were sent to groups and people: rows as the sending leaves them, for tests of what follows."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from content.outreach_terms import CampaignState, Rhythm, SubscriptionKind
from content.terms import Role
from handlers.outreach.schedule_rules import Schedule
from storage import campaigns, people, runs, subscriptions
from storage.campaigns import Campaign, Plan
from storage.mailing import Message, Recipients
from storage.subscriptions import Wanted
from storage.tables import delivery
from storage.times import micros
from tests.world import COMMUNE, World

AUTHOR = 90
"""The account of whoever wrote the campaigns of these tests."""
SCHEDULE = Schedule(Rhythm.AT_ONCE, date(2027, 1, 15), 8 * 60)


def group(chat: str, **more: Any) -> Wanted:
    """A group that agreed."""
    to = {"channel": "telegram", "chat": chat, "user": "", "thread": "", "private": False}
    return Wanted(SubscriptionKind.GROUP, to, consent_text="1", **more)


def person(number: int, **more: Any) -> Wanted:
    """Somebody who subscribed for themselves."""
    to = {"channel": "telegram", "chat": str(number), "user": str(number), "thread": "", "private": True}
    return Wanted(SubscriptionKind.PERSON, to, consent_text="1", **more)


async def run_sent(
    world: World, message: Message, to: Sequence[Wanted], state: str = "sent", *, outcomes: Sequence[str] = ()
) -> tuple[bytes, list[bytes]]:
    """A run whose copies stand where `state` says, or each where `outcomes` does; its id and the subscriptions."""
    campaign_id = secrets.token_bytes(16)
    async with world.database.read() as rows:
        author = await people.by_account(rows, world.keyring, "telegram", str(AUTHOR))
    author = author or await world.officer(COMMUNE, AUTHOR, Role.OFFICER)
    async with world.database.write() as rows:
        ids = [(await subscriptions.subscribe(rows, world.keyring, one, world.now)).id for one in to]
        plan = Plan(message, Recipients(), SCHEDULE.to_json())
        made = Campaign(campaign_id.hex(), CampaignState.APPROVED, COMMUNE, author.id, plan, 1, world.now)
        await campaigns.save(rows, world.keyring, made)
        run_id = await runs.begin(rows, world.keyring, campaign_id, 1, message, Recipients(), world.now, world.now)
        assert run_id is not None
        states = outcomes or [state] * len(ids)
        copies = [
            {
                "run": run_id,
                "subscription": one,
                "channel": wanted.address["channel"],
                "state": how,
                "at": micros(world.now),
            }
            for one, wanted, how in zip(ids, to, states, strict=True)
        ]
        await rows.execute(sa.insert(delivery), copies)
    return run_id, ids
