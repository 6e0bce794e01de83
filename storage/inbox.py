"""What came in and is not answered yet. One row per (channel, update id): the platform may deliver twice, we answer
once.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.conversations import IDLE_S
from storage.prepared import prepared
from storage.seals import Seals
from storage.tables import conversation, inbox
from storage.times import DAY_S, hours, micros, to_the_hour
from storage.upsert import insert
from storage.vault.keys import framed

WAITING, DONE, PARKED = "waiting", "done", "parked"
KEPT_S = 2 * DAY_S  # Telegram repeats an update for a day; twice that is kept to recognise it
PARKED_S = 3 * DAY_S  # by then its day key is gone
HOUSE = "house"


@dataclass(frozen=True)
class Arrival:
    """A row to put: already sealed, its conversation known."""

    channel: str
    update_id: str
    conversation: bytes
    arrived: int  # microseconds, strictly growing in one process
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Waiting:
    """The oldest unanswered act of one conversation, and what the chat remembers."""

    channel: str
    update_id: str
    conversation: bytes
    arrived: int
    tries: int
    body: bytes = field(repr=False)
    state: bytes | None = field(repr=False)


def row_id(channel: str, update_id: str) -> bytes:
    """What the body is bound to."""
    return framed(channel.encode(), update_id.encode())


def seal_body(seals: Seals, channel: str, update_id: str, value: Any, now: float) -> bytes:
    return seals.close("inbox", row_id(channel, update_id), value, now)


def open_body(seals: Seals, row: Waiting) -> Any:
    """Raises Refused where the day key is gone."""
    return seals.open("inbox", row_id(row.channel, row.update_id), row.body)


async def put(conn: AsyncConnection, arrivals: Sequence[Arrival]) -> None:
    """Keep what arrived; what is known already is left as it is."""
    if arrivals:
        rows = [
            {
                "channel": one.channel,
                "update_id": one.update_id,
                "conversation": one.conversation,
                "arrived": one.arrived,
                "state": WAITING,
                "tries": 0,
                "body": one.body,
            }
            for one in arrivals
        ]
        await conn.execute(_put(conn.dialect.name), rows)


async def put_event(conn: AsyncConnection, seals: Seals, chat: bytes, value: Any, arrived: int, now: float) -> None:
    """An act of the house itself (a moment that came, slow work that ended), addressed to a conversation that has a
    row.
    """
    update_id = secrets.token_hex(16)
    await put(conn, [Arrival(HOUSE, update_id, chat, arrived, seal_body(seals, HOUSE, update_id, value, now))])


async def take(conn: AsyncConnection, limit: int, now: float) -> list[Waiting]:
    """The oldest waiting act of up to `limit` conversations, longest waiting first; their rows are ours until the
    transaction ends.

    The conversations are locked, not the acts: two workers can never answer two acts of one person at once or out of
    order. The acts
    are read in a second statement, after the locks, so that what another worker has just answered is not seen again.
    """
    times = {"now": micros(now), "alive": hours(now - IDLE_S)}
    chats = (await conn.execute(_chats(conn.dialect.name), {**times, "most": limit})).all()
    if not chats:
        return []
    states = {chat.id: chat.state for chat in chats}
    oldest: dict[bytes, Waiting] = {}
    for row in await conn.execute(_oldest(), {"chats": list(states)}):
        if row.conversation not in oldest:
            oldest[row.conversation] = Waiting(
                row.channel, row.update_id, row.conversation, row.arrived, row.tries, row.body, states[row.conversation]
            )
    return [oldest[chat.id] for chat in chats if chat.id in oldest]


@cache
def _put(dialect: str) -> sa.Insert:
    return prepared(insert(dialect, inbox).on_conflict_do_nothing(index_elements=["channel", "update_id"]))


@cache
def _chats(dialect: str) -> sa.Select[Any]:
    waits = (
        sa.select(inbox.c.conversation, sa.func.min(inbox.c.arrived).label("arrived"))
        .where(inbox.c.state == sa.literal_column("'waiting'"))
        .group_by(inbox.c.conversation)
        .subquery("waits")
    )
    # What a silent chat remembered is forgotten on time, also where the sweep has not come by yet.
    alive = sa.case((conversation.c.touched_hour >= sa.bindparam("alive"), conversation.c.state), else_=None)
    chosen = (
        sa.select(conversation.c.id, alive.label("state"))
        .join(waits, waits.c.conversation == conversation.c.id)
        .where(conversation.c.retry_at <= sa.bindparam("now"))
        .order_by(waits.c.arrived)
        .limit(sa.bindparam("most"))
    )
    if dialect == "postgresql":  # SQLite has one writer: nobody else is here
        chosen = chosen.with_for_update(of=conversation, key_share=True, skip_locked=True)
    return prepared(chosen)


@cache
def _oldest() -> sa.Select[Any]:
    other = inbox.alias("other")
    first = (
        sa.select(sa.func.min(other.c.arrived))
        .where(other.c.conversation == inbox.c.conversation, other.c.state == sa.literal_column("'waiting'"))
        .scalar_subquery()
    )
    return prepared(
        sa.select(inbox).where(
            inbox.c.state == sa.literal_column("'waiting'"),
            inbox.c.conversation.in_(sa.bindparam("chats", expanding=True)),
            inbox.c.arrived == first,
        )
    )


_finish = prepared(
    sa.update(inbox)
    .where(inbox.c.channel == sa.bindparam("in_channel"), inbox.c.update_id == sa.bindparam("in_update"))
    .values(state=DONE, body=None, conversation=None, arrived=sa.bindparam("hour"))
)
_set = (
    sa.update(inbox)
    .where(inbox.c.channel == sa.bindparam("in_channel"), inbox.c.update_id == sa.bindparam("in_update"))
    .values(state=sa.bindparam("new_state"), tries=sa.bindparam("new_tries"))
)


async def finish(conn: AsyncConnection, answered: Sequence[Waiting], now: float) -> None:
    """Answered: the body, the chat and the exact time go; the key stays to recognise a repetition."""
    if answered:
        hour = to_the_hour(now)
        rows = [{"in_channel": row.channel, "in_update": row.update_id, "hour": hour} for row in answered]
        await conn.execute(_finish, rows)


async def failed(conn: AsyncConnection, row: Waiting, *, park: bool) -> None:
    """One more failure of a turn; a parked act is kept, sealed, but not tried again."""
    values = {"in_channel": row.channel, "in_update": row.update_id, "new_tries": row.tries + 1}
    await conn.execute(_set, {**values, "new_state": PARKED if park else WAITING})


async def waiting(conn: AsyncConnection, most: int) -> int:
    """How many acts wait, counted no further than `most`."""
    some = sa.select(sa.literal(1)).where(inbox.c.state == sa.literal_column("'waiting'")).limit(most).subquery()
    return int((await conn.execute(sa.select(sa.func.count()).select_from(some))).scalar_one())


async def oldest_waiting(conn: AsyncConnection) -> int | None:
    """When the longest waiting act came, in microseconds."""
    query = sa.select(sa.func.min(inbox.c.arrived)).where(inbox.c.state == sa.literal_column("'waiting'"))
    found: int | None = (await conn.execute(query)).scalar_one()
    return found


async def sweep(conn: AsyncConnection, now: float) -> int:
    """Forget what is old enough; returns how many rows went. A waiting row whose key is gone can't be answered any
    more.
    """
    answered = sa.and_(inbox.c.state == DONE, inbox.c.arrived < micros(now - KEPT_S))
    lost = sa.and_(inbox.c.state != DONE, inbox.c.arrived < micros(now - PARKED_S))
    return (await conn.execute(sa.delete(inbox).where(sa.or_(answered, lost)))).rowcount
