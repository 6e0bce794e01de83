"""What became of a run, copy by copy: whose chat it was, how it ended, what was pressed under it. Never who pressed."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.outreach_terms import DeliveryState, RelayAnswer, SubscriptionKind
from storage import heard
from storage.heard import Heard
from storage.subscriptions import open_title
from storage.tables import delivery, relayed, subscription
from storage.times import seconds
from storage.vault.keyring import Keyring


@dataclass(frozen=True)
class Outcome:
    """One copy. `title` is what a group calls itself, "" of a person; `at` in seconds, None before the first attempt."""

    channel: str
    kind: SubscriptionKind
    target: str | None
    area: str | None
    title: str
    members: int | None
    state: DeliveryState
    why: str  # a class
    at: float | None
    heard: Heard
    posted: bool = False  # a contact says that it stands in their group
    posted_to: int | None = None  # how many members that group has, as they say


async def of_run(rows: AsyncConnection, keyring: Keyring, run_id: bytes) -> list[Outcome]:
    """Every copy of a run, in no order that tells anything."""
    pressed = await heard.by_subscription(rows, run_id)
    columns = (subscription.c[name] for name in ("id", "kind", "target", "area", "title", "members"))
    told = sa.and_(relayed.c.run == delivery.c.run, relayed.c.subscription == delivery.c.subscription)
    posted = (relayed.c.answer == RelayAnswer.POSTED.value).label("posted")
    said = relayed.c.members.label("posted_to")
    query = (
        sa.select(*columns, delivery.c.channel, delivery.c.state, delivery.c.outcome, delivery.c.at, posted, said)
        .select_from(delivery.join(subscription, delivery.c.subscription == subscription.c.id).outerjoin(relayed, told))
        .where(delivery.c.run == run_id)
    )
    return [
        Outcome(
            row.channel,
            SubscriptionKind(row.kind),
            row.target,
            row.area,
            open_title(keyring, row.id, row.title),
            row.members,
            DeliveryState(row.state),
            row.outcome,
            seconds(row.at) if row.at else None,
            pressed.get(row.id, Heard()),
            bool(row.posted),
            row.posted_to if row.posted else None,
        )
        for row in await rows.execute(query)
    ]
