"""What contacts say of the posts that were handed to them. Theirs is a word, not a delivery: counted in a column of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.outreach_terms import DeliveryState, RelayAnswer
from storage.tables import delivery, relayed
from storage.times import micros
from storage.upsert import upsert

REACHED = (DeliveryState.SENT.value, DeliveryState.UNKNOWN.value, DeliveryState.SENDING.value)


@dataclass(frozen=True)
class Relayed:
    """Of one run: how many contacts gave each answer, and how many people the groups have together in which it was posted."""

    answers: Mapping[RelayAnswer, int]
    members: int


async def was_handed(rows: AsyncConnection, run: bytes, subscription: bytes) -> bool:
    """Whether this contact had a copy of this run, as far as anybody knows."""
    chosen = sa.and_(delivery.c.run == run, delivery.c.subscription == subscription, delivery.c.state.in_(REACHED))
    return await rows.scalar(sa.select(delivery.c.run).where(chosen)) is not None


async def put(
    rows: AsyncConnection, run: bytes, subscription: bytes, answer: RelayAnswer, members: int | None, now: float
) -> None:
    """An answer; a later one takes its place."""
    values = {
        "run": run, "subscription": subscription, "answer": answer.value, "members": members, "at": micros(now),
    }  # fmt: skip
    await rows.execute(upsert(rows, relayed, ("run", "subscription"), ("answer", "members", "at")), [values])


async def of_run(rows: AsyncConnection, run: bytes) -> Relayed:
    """The figures of one run."""
    posted = sa.case((relayed.c.answer == RelayAnswer.POSTED.value, relayed.c.members), else_=0)
    query = sa.select(relayed.c.answer, sa.func.count(), sa.func.coalesce(sa.func.sum(posted), 0))
    found = (await rows.execute(query.where(relayed.c.run == run).group_by(relayed.c.answer))).all()
    answers = dict.fromkeys(RelayAnswer, 0) | {RelayAnswer(row[0]): row[1] for row in found}
    return Relayed(answers, sum(int(row[2]) for row in found))
