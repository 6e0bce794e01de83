"""Whom a choice of recipients means: how many groups and people would get a message, and why others would not.

The same conditions serve the preview, which counts, and the gathering (`storage/runs.py`), which makes a row for each
copy: a preview never promises what the sending does not do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.outreach_terms import DeliveryState, LeftOut, RunState, SubscriptionKind, SubscriptionState
from storage.mailing import Recipients
from storage.tables import delivery, run, subscription, target
from storage.times import DAY_S, micros

WEEK_S = 7 * DAY_S


@dataclass(frozen=True)
class Reach:
    """Who is meant. `members` counts the people of groups and channels where the platform said how many there are."""

    chats: Mapping[SubscriptionKind, int]
    members: int
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)

    @property
    def nobody(self) -> bool:
        """A campaign for nobody is refused when it is previewed."""
        return not any(self.chats.values())


async def reach(
    rows: AsyncConnection, recipients: Recipients, *, weekly: int, served: Collection[str] | None, now: float
) -> Reach:
    """Count who would get a message now, and who not. `weekly`: the most that one chat gets in seven days, 0 without a
    limit; `served`: the platforms that this house speaks on, None where that is not known here.
    """
    held = why_left_out(recipients, await recent(rows, now), weekly=weekly, served=served, now=now).label("why")
    inner = (
        sa.select(subscription.c.kind, subscription.c.members, held).select_from(WITH_TARGETS).where(fits(recipients))
    ).subquery()
    query = sa.select(
        inner.c.kind, inner.c.why, sa.func.count(), sa.func.coalesce(sa.func.sum(inner.c.members), 0)
    ).group_by(inner.c.kind, inner.c.why)
    chats = dict.fromkeys(SubscriptionKind, 0)
    left_out: dict[LeftOut, int] = {}
    members = 0
    for kind, why, count, people in await rows.execute(query):
        if why == "":
            chats[SubscriptionKind(kind)] = count
            members += int(people)
        else:
            left_out[LeftOut(why)] = left_out.get(LeftOut(why), 0) + count
    return Reach(chats, members, left_out)


WITH_TARGETS = subscription.outerjoin(target, target.c.id == subscription.c.target)


def fits(recipients: Recipients) -> sa.ColumnElement[bool]:
    """Is a subscription, joined with its target, what was chosen? An empty choice is no restriction."""
    chosen: list[tuple[Any, Sequence[str]]] = [
        (sa.func.coalesce(subscription.c.area, target.c.area), recipients.areas),
        (target.c.kind, [one.value for one in recipients.target_kinds]),
        (subscription.c.kind, [one.value for one in recipients.kinds]),
        (subscription.c.audience, [one.value for one in recipients.audiences]),
        (subscription.c.channel, recipients.channels),
    ]
    return sa.and_(sa.true(), *(column.in_(values) for column, values in chosen if values))


def why_left_out(
    recipients: Recipients, runs: Sequence[bytes], *, weekly: int, served: Collection[str] | None, now: float
) -> sa.ColumnElement[str]:
    """Why one that fits gets nothing (`LeftOut`), "" where it gets the message. `runs`: what `recent` gave."""
    waits, held, lost = SubscriptionState.WAITING.value, SubscriptionState.HELD.value, SubscriptionState.LOST.value
    reasons: list[tuple[Any, LeftOut]] = [
        (subscription.c.state == SubscriptionState.STOPPED.value, LeftOut.STOPPED),
        (subscription.c.state == lost, LeftOut.LOST),
        (subscription.c.state == waits, LeftOut.WAITING),
    ]
    if recipients.languages:
        reasons.append((subscription.c.language.not_in(recipients.languages), LeftOut.LANGUAGE))
    if served is not None:
        reasons.append((subscription.c.channel.not_in(sorted(served)), LeftOut.UNSERVED))
    reasons.append((subscription.c.state == held, LeftOut.HELD))
    if weekly and len(runs) >= weekly:  # fewer runs than that can't have reached anybody too often
        reasons.append((_got(runs, now) >= weekly, LeftOut.WEEKLY))
    return sa.case(*((condition, sa.literal(why.value)) for condition, why in reasons), else_=sa.literal(""))


async def recent(rows: AsyncConnection, now: float, *, but: bytes = b"") -> list[bytes]:
    """The runs that may have reached somebody in the last seven days, or still will; without the run `but`."""
    living = run.c.state.in_([RunState.GATHERING.value, RunState.SENDING.value, RunState.PAUSED.value])
    query = sa.select(run.c.id).where(
        run.c.id != but, sa.or_(living, run.c.ended_at.is_(None), run.c.ended_at > micros(now - WEEK_S))
    )
    return list((await rows.execute(query.order_by(run.c.id))).scalars())


def _got(runs: Sequence[bytes], now: float) -> sa.ScalarSelect[int]:
    """How many messages somebody had in seven days, or is about to have. Uncertain ones may have arrived, so they count."""
    had = sa.and_(
        delivery.c.at > micros(now - WEEK_S),
        delivery.c.state.in_([DeliveryState.SENDING.value, DeliveryState.SENT.value, DeliveryState.UNKNOWN.value]),
    )
    return (
        sa.select(sa.func.count())
        .where(
            delivery.c.run.in_(runs),
            delivery.c.subscription == subscription.c.id,
            sa.or_(had, delivery.c.state == DeliveryState.QUEUED.value),
        )
        .correlate(subscription)
        .scalar_subquery()
    )
