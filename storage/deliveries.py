"""Copies of a run: claimed with the attempt on disk before the call, settled after it, many at once.

queued -> sending -> sent | unknown | failed | skipped. Whoever takes over from a holder that died finds its copies in
`sending`: they may have arrived, so they are unknown, and nothing sends them again by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.outreach_terms import DeliveryState, LeftOut, RunState, SubscriptionKind, SubscriptionState
from storage.tables import delivery, run, subscription
from storage.times import micros

INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Copy:
    """One message to one chat, claimed: the attempt is on disk."""

    run: bytes
    subscription: bytes
    kind: SubscriptionKind
    language: str
    tries: int  # attempts before this one
    address: bytes = field(repr=False)  # sealed


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a copy for good. `outcome` is a class of 16 signs at most, `message` the platform's id of it."""

    copy: Copy
    state: DeliveryState
    outcome: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """A copy that did not leave: it waits again, until `at` (seconds)."""

    copy: Copy
    at: float
    counts: bool  # as an attempt


async def claim(rows: AsyncConnection, channel: str, room: int, now: float) -> list[Copy]:
    """Up to `room` copies that may leave now, of the run that was due first; marked as being sent.

    A chat that has stopped, was lost or is held since it was gathered gets nothing: its copy is left out.
    """
    found: list[Any] = []
    for run_id in await sending(rows):
        if len(found) < room:
            values = {"channel": channel, "run_id": run_id, "now": micros(now), "room": room - len(found)}
            found += (await rows.execute(_waiting(rows.dialect.name), values)).all()
    gone = [row for row in found if row.state != SubscriptionState.ACTIVE.value]
    going = [row for row in found if row.state == SubscriptionState.ACTIVE.value]
    if gone:
        left_out = [{**_key(row), "why": _LEFT_OUT[row.state], "now": micros(now)} for row in gone]
        await rows.execute(_LEAVE_OUT, left_out)
    if going:
        await rows.execute(_ATTEMPT, [{**_key(row), "now": micros(now)} for row in going])
    return [
        Copy(row.run, row.subscription, SubscriptionKind(row.kind), row.language, row.tries, row.address)
        for row in going
    ]


async def sending(rows: AsyncConnection) -> list[bytes]:
    """The runs that send, the first due first."""
    return list((await rows.execute(_SENDING)).scalars())


async def settle(rows: AsyncConnection, ends: Sequence[Ended], now: float) -> None:
    """Write outcomes. Only a copy under way can end: written twice, nothing changes."""
    if ends:
        at = micros(now)
        values = [
            {
                "of_run": end.copy.run,
                "to": end.copy.subscription,
                "ended": end.state.value,
                "why": end.outcome,
                "shown_as": end.message,
                "now": at,
            }
            for end in ends
        ]
        await rows.execute(_SETTLE, values)


async def requeue(rows: AsyncConnection, copies: Sequence[Again]) -> None:
    """What did not leave waits again."""
    if copies:
        values = [
            {
                "of_run": one.copy.run,
                "to": one.copy.subscription,
                "now": micros(one.at),
                "attempts": one.copy.tries + one.counts,
            }
            for one in copies
        ]
        await rows.execute(_REQUEUE, values)


async def interrupted(rows: AsyncConnection, channel: str, now: float) -> int:
    """What a holder that is gone had under way may have arrived: unknown. How many."""
    return (await rows.execute(_INTERRUPT, {"of_channel": channel, "now": micros(now)})).rowcount


_LEFT_OUT = {
    SubscriptionState.WAITING.value: LeftOut.WAITING.value,
    SubscriptionState.HELD.value: LeftOut.HELD.value,
    SubscriptionState.STOPPED.value: LeftOut.STOPPED.value,
    SubscriptionState.LOST.value: LeftOut.LOST.value,
}


async def settled(rows: AsyncConnection, since: float, before: float) -> Mapping[DeliveryState, int]:
    """How many copies of all campaigns ended in a period (seconds), and how."""
    ended = delivery.c.state.not_in([DeliveryState.QUEUED.value, DeliveryState.SENDING.value])
    when = (delivery.c.at >= micros(since)) & (delivery.c.at < micros(before))
    query = sa.select(delivery.c.state, sa.func.count()).where(ended, when).group_by(delivery.c.state)
    return {DeliveryState(state): int(count) for state, count in await rows.execute(query)}


def _is(state: DeliveryState) -> sa.ColumnElement[bool]:
    return delivery.c.state == sa.literal_column(f"'{state.value}'")  # a literal, so that the partial index is used


def _key(row: Any) -> dict[str, Any]:
    return {"of_run": row.run, "to": row.subscription}


_SENDING = sa.select(run.c.id).where(run.c.state == RunState.SENDING.value).order_by(run.c.due_at, run.c.id)


@cache
def _waiting(dialect: str) -> sa.Select[Any]:
    who = (subscription.c.kind, subscription.c.language, subscription.c.state, subscription.c.address)
    query = (
        sa.select(delivery.c.run, delivery.c.subscription, delivery.c.tries, *who)
        .join_from(delivery, subscription, subscription.c.id == delivery.c.subscription)
        .where(
            delivery.c.channel == sa.bindparam("channel"),
            _is(DeliveryState.QUEUED),
            delivery.c.run == sa.bindparam("run_id"),
            delivery.c.at <= sa.bindparam("now"),
        )
        .order_by(delivery.c.subscription)
        .limit(sa.bindparam("room"))
    )
    return query.with_for_update(of=delivery, skip_locked=True) if dialect == "postgresql" else query


_ONE = sa.and_(delivery.c.run == sa.bindparam("of_run"), delivery.c.subscription == sa.bindparam("to"))
_QUEUED_ONE = sa.update(delivery).where(_ONE, _is(DeliveryState.QUEUED))
_FLYING_ONE = sa.update(delivery).where(_ONE, _is(DeliveryState.SENDING))
_ATTEMPT = _QUEUED_ONE.values(state=DeliveryState.SENDING.value, at=sa.bindparam("now"), tries=delivery.c.tries + 1)
_LEAVE_OUT = _QUEUED_ONE.values(state=DeliveryState.SKIPPED.value, outcome=sa.bindparam("why"), at=sa.bindparam("now"))
_SETTLE = _FLYING_ONE.values(
    state=sa.bindparam("ended"),
    outcome=sa.bindparam("why"),
    message=sa.bindparam("shown_as"),
    at=sa.bindparam("now"),
)
_REQUEUE = _FLYING_ONE.values(state=DeliveryState.QUEUED.value, at=sa.bindparam("now"), tries=sa.bindparam("attempts"))
_INTERRUPT = (
    sa.update(delivery)
    .where(delivery.c.channel == sa.bindparam("of_channel"), _is(DeliveryState.SENDING))
    .values(state=DeliveryState.UNKNOWN.value, outcome=INTERRUPTED, at=sa.bindparam("now"))
)
