"""From "for whom" to a row for each copy: in batches by a cursor, so that a restart goes on where it was and skips nobody.

Every batch is one INSERT ... SELECT in the database: a million subscribers pass through no memory of ours. Whoever agreed
and is left out all the same has a row too, with the reason.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.outreach_terms import DeliveryState, LeftOut, RunState
from storage.mailing import Recipients
from storage.recipients import WITH_TARGETS, fits, recent, why_left_out
from storage.runs import GATHERED
from storage.tables import delivery, run, subscription
from storage.times import micros

CHANNELS = ("telegram", "zalo_oa", "zalo_bot")
KEPT = ("", LeftOut.HELD.value, LeftOut.WEEKLY.value, LeftOut.UNSERVED.value)
"""Who has a row: whoever gets the message, and whoever would but for a reason of ours."""

_TO = ("run", "subscription", "channel", "state", "outcome", "message", "at", "tries")


async def gather(
    rows: AsyncConnection, run_id: bytes, recipients: Recipients, *, weekly: int, served: Collection[str], now: float,
    most: int,
) -> bool:  # fmt: skip
    """Look at the next `most` subscriptions of a run; True once all were: it is sending then. Nothing where it does not
    gather (any more).
    """
    gathering = sa.and_(run.c.id == run_id, run.c.state == RunState.GATHERING.value)
    found = (await rows.execute(sa.select(run.c.cursor).where(gathering).with_for_update())).one_or_none()
    if found is None:
        return True
    after = found.cursor or b""
    page = sa.select(subscription.c.id).where(subscription.c.id > after).order_by(subscription.c.id)
    last = await rows.scalar(page.offset(most - 1).limit(1)) or GATHERED
    why = why_left_out(recipients, await recent(rows, now, but=run_id), weekly=weekly, served=served, now=now)
    meant = (
        sa.select(subscription.c.id, subscription.c.channel, why.label("why"))
        .select_from(WITH_TARGETS)
        .where(subscription.c.id > after, subscription.c.id <= last, fits(recipients))
        .subquery()
    )
    gets = meant.c.why == ""
    copies = sa.select(
        sa.literal(run_id, sa.LargeBinary),
        meant.c.id,
        meant.c.channel,
        sa.case((gets, DeliveryState.QUEUED.value), else_=DeliveryState.SKIPPED.value),
        meant.c.why,
        sa.literal(""),
        sa.case((gets, 0), else_=sa.literal(micros(now), sa.BigInteger)),
        sa.literal(0, sa.SmallInteger),
    ).where(meant.c.why.in_(KEPT))
    await rows.execute(sa.insert(delivery).from_select(_TO, copies.order_by(meant.c.id)))
    over = last == GATHERED
    state = RunState.SENDING if over else RunState.GATHERING
    await rows.execute(sa.update(run).where(run.c.id == run_id).values(cursor=last, state=state.value))
    return over


async def wind_up(rows: AsyncConnection, now: float, most: int) -> bool:
    """Put away up to `most` waiting copies of runs that were stopped; True where more are left."""
    stopped = sa.select(run.c.id).where(run.c.state == RunState.STOPPED.value, run.c.ended_at.is_(None))
    for run_id in list((await rows.execute(stopped.order_by(run.c.id))).scalars()):
        for channel in CHANNELS:
            waiting = (
                sa.select(delivery.c.subscription)
                .where(delivery.c.channel == channel, _is(DeliveryState.QUEUED), delivery.c.run == run_id)
                .limit(most)
            )
            ids = list((await rows.execute(waiting)).scalars())
            if ids:
                left_out = {"state": DeliveryState.SKIPPED.value, "outcome": LeftOut.ENDED.value, "at": micros(now)}
                still = sa.and_(_is(DeliveryState.QUEUED), delivery.c.run == run_id, delivery.c.subscription.in_(ids))
                await rows.execute(sa.update(delivery).where(still).values(left_out))
                return True
    return False


async def finish(rows: AsyncConnection, now: float) -> int:
    """End runs of which nothing waits and nothing is under way; how many."""
    ended = {"ended_at": micros(now)}
    sending = sa.update(run).where(run.c.state == RunState.SENDING.value, ~_open())
    count = (await rows.execute(sending.values(state=RunState.FINISHED.value, **ended))).rowcount
    stopped = sa.update(run).where(run.c.state == RunState.STOPPED.value, run.c.ended_at.is_(None), ~_open())
    return count + (await rows.execute(stopped.values(ended))).rowcount


async def unfinished(rows: AsyncConnection) -> list[tuple[bytes, RunState]]:
    """Runs that need somebody: gathering, sending, or stopped with copies left."""
    going = run.c.state.in_([RunState.GATHERING.value, RunState.SENDING.value])
    ending = sa.and_(run.c.state == RunState.STOPPED.value, run.c.ended_at.is_(None))
    query = sa.select(run.c.id, run.c.state).where(sa.or_(going, ending)).order_by(run.c.due_at, run.c.id)
    return [(row.id, RunState(row.state)) for row in await rows.execute(query)]


def _open() -> sa.ColumnElement[bool]:
    """Is a copy of the run still to end? Asked by channel and state, as the index of open copies has them."""
    return sa.or_(
        *(
            sa.select(sa.literal(1))
            .where(delivery.c.channel == channel, _is(state), delivery.c.run == run.c.id)
            .correlate(run)
            .exists()
            for channel in CHANNELS
            for state in (DeliveryState.QUEUED, DeliveryState.SENDING)
        )
    )


def _is(state: DeliveryState) -> sa.ColumnElement[bool]:
    return delivery.c.state == sa.literal_column(f"'{state.value}'")  # a literal, so that the partial index is used
