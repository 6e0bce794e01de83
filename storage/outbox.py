"""What is to be said and not said yet. Committed before it is sent, settled after; the attempt is written before the
call.

queued -> sending -> sent | unknown | failed | skipped. One row in flight per chat, in order; replies before alerts
before broadcasts.
A screen has at most one queued row: a newer version takes the place of the older.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import prepared
from storage.seals import ID_BYTES, Seals
from storage.tables import outbox
from storage.times import DAY_S, micros, to_the_hour
from storage.upsert import insert
from storage.vault.keys import Refused

QUEUED, SENDING, SENT, UNKNOWN, FAILED, SKIPPED = "queued", "sending", "sent", "unknown", "failed", "skipped"
LANES = ("0", "1", "2")
KEPT_S = 2 * DAY_S
LATEST_S = 2 * DAY_S  # a letter may wait so long and no longer: its day key dies after three days


@dataclass(frozen=True)
class Letter:
    """One thing to do in one chat. `screen` names what it shows or removes; "" where it is about no screen."""

    channel: str
    chat: bytes
    kind: str  # show, remove, erase
    body: dict[str, Any] = field(repr=False)  # JSON: address and content
    screen: str = ""
    lane: str = LANES[0]
    fresh: bool = False
    repeatable: bool = True
    after_s: float = 0.0
    owner: bytes | None = None


@dataclass(frozen=True)
class Claimed:
    """A letter that is being sent: the attempt is on disk."""

    id: bytes
    channel: str
    chat: bytes
    kind: str
    screen: bytes | None
    lane: str
    ord: int
    fresh: bool
    repeatable: bool
    tries: int  # attempts before this one
    again: bool  # an earlier attempt may have arrived
    owner: bytes | None
    body: dict[str, Any] | None = field(repr=False)  # None: its key is gone


async def put(conn: AsyncConnection, seals: Seals, letters: Sequence[Letter], first: int, now: float) -> None:
    """Queue letters in their order, `first` being the order of the first (microseconds, growing in this process).

    Sorted by chat, so that two workers never wait for each other crosswise. Raises ValueError for a letter that would
    wait for days.
    """
    if any(letter.after_s > LATEST_S for letter in letters):
        raise ValueError("A letter can't wait for longer than two days: use a due row.")
    rows = [_row(seals, letter, first + place, now) for place, letter in enumerate(letters)]
    named = [row for row in rows if row["screen"] is not None]
    plain = [row for row in rows if row["screen"] is None]
    if named:
        named.sort(key=lambda row: (row["chat"], row["screen"], row["ord"]))
        await conn.execute(_replace(conn.dialect.name), named)
    if plain:
        await conn.execute(_put, plain)


def _row(seals: Seals, letter: Letter, order: int, now: float) -> dict[str, Any]:
    new = secrets.token_bytes(ID_BYTES)
    return {
        "id": new,
        "channel": letter.channel,
        "chat": letter.chat,
        "lane": letter.lane,
        "ord": order,
        "kind": letter.kind,
        "screen": seals.screen_id(letter.chat, letter.screen) if letter.screen else None,
        "fresh": letter.fresh,
        "repeatable": letter.repeatable,
        "state": QUEUED,
        "not_before": micros(now + letter.after_s),
        "attempt_at": 0,
        "tries": 0,
        "outcome": "",
        "owner": letter.owner,
        "body": seals.close("outbox", new, {"screen": letter.screen, **letter.body}, now),
    }


@cache
def _replace(dialect: str) -> sa.Insert:
    """The newest version wins and keeps the place of the one it replaces; what had to come as a new message still
    does.
    """
    statement = insert(dialect, outbox)
    new = statement.excluded
    newest = ("id", "lane", "kind", "repeatable", "not_before", "tries", "outcome", "owner", "body")
    return prepared(
        statement.on_conflict_do_update(
            index_elements=["chat", "screen"],
            index_where=sa.text("state = 'queued' AND screen IS NOT NULL"),
            set_={name: new[name] for name in newest} | {"fresh": sa.or_(outbox.c.fresh, new.fresh)},
        )
    )


async def next_due(conn: AsyncConnection, channel: str) -> dict[str, int]:
    """For each lane with something queued: when the first of it may go, in microseconds."""
    row = (await conn.execute(_next_due(), {"channel": channel})).one()
    return {lane: at for lane, at in zip(LANES, row, strict=True) if at is not None}


async def claim(
    conn: AsyncConnection, seals: Seals, channel: str, lane: str, room: int, blocked: Iterable[bytes], now: float
) -> list[Claimed]:
    """Up to `room` letters of a lane that may go now, the first of each chat; marked as being sent.

    `blocked` chats are left out: their rate bucket is empty, or they are in a flood-wait.
    """
    values = {"channel": channel, "lane": lane, "now": micros(now), "room": room, "blocked": sorted(blocked)}
    heads: dict[bytes, Any] = {}
    for row in await conn.execute(_heads(conn.dialect.name), values):
        heads.setdefault(row.chat, row)
    if heads:
        at = micros(now)
        await conn.execute(_attempt, [{"row": row.id, "at": at} for row in heads.values()])
    return [_claimed(seals, row) for row in heads.values()]


def _claimed(seals: Seals, row: Any) -> Claimed:
    try:
        body = seals.open("outbox", row.id, row.body)
    except Refused:
        body = None
    return Claimed(
        row.id, row.channel, row.chat, row.kind, row.screen, row.lane, row.ord,
        row.fresh, row.repeatable, row.tries, row.outcome == UNKNOWN, row.owner, body,
    )  # fmt: skip


@cache
def _next_due() -> sa.Select[Any]:
    def first(lane: str) -> Any:
        chosen = (outbox.c.channel == sa.bindparam("channel"), outbox.c.lane == lane, _is(QUEUED))
        return sa.select(sa.func.min(outbox.c.not_before)).where(*chosen).scalar_subquery().label(f"lane_{lane}")

    return prepared(sa.select(*(first(lane) for lane in LANES)))


@cache
def _heads(dialect: str) -> sa.Select[Any]:
    other = outbox.alias("other")
    now: Any = sa.bindparam("now")
    flying = sa.select(sa.literal(1)).where(
        other.c.chat == outbox.c.chat, other.c.state == sa.literal_column("'sending'")
    )
    earlier = sa.select(sa.literal(1)).where(
        other.c.chat == outbox.c.chat,
        other.c.state == sa.literal_column("'queued'"),
        sa.or_(other.c.lane < outbox.c.lane, sa.and_(other.c.lane == outbox.c.lane, other.c.ord < outbox.c.ord)),
        sa.or_(other.c.not_before <= now, other.c.tries > 0),  # one that is being retried keeps its place
    )
    query = (
        sa.select(outbox)
        .where(
            outbox.c.channel == sa.bindparam("channel"),
            outbox.c.lane == sa.bindparam("lane"),
            _is(QUEUED),
            outbox.c.not_before <= now,
            outbox.c.chat.not_in(sa.bindparam("blocked", expanding=True)),
            ~flying.exists(),
            ~earlier.exists(),
        )
        .order_by(outbox.c.not_before)
        .limit(sa.bindparam("room"))
    )
    return prepared(query.with_for_update(of=outbox) if dialect == "postgresql" else query)


def _is(state: str) -> sa.ColumnElement[bool]:
    return outbox.c.state == sa.literal_column(f"'{state}'")  # a literal, so that the partial indexes are used


_put = prepared(sa.insert(outbox))
_attempt = prepared(
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("row"))
    .values(state=SENDING, attempt_at=sa.bindparam("at"), tries=outbox.c.tries + 1)
)
_settle = prepared(
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("row"), outbox.c.state == SENDING)
    .values(
        state=sa.bindparam("new_state"),
        outcome=sa.bindparam("new_outcome"),
        chat=b"",
        screen=None,
        body=None,
        ord=sa.bindparam("hour"),
        not_before=sa.bindparam("hour"),
        attempt_at=sa.bindparam("hour"),
    )
)


@dataclass(frozen=True)
class Settled:
    """How an attempt ended for good."""

    id: bytes
    state: str
    outcome: str = ""


async def settle(conn: AsyncConnection, ends: Sequence[Settled], now: float) -> None:
    """Ended: content, chat and exact time go; state, outcome class and owner stay to be counted."""
    if ends:
        hour = to_the_hour(now)
        await conn.execute(
            _settle,
            [{"row": end.id, "new_state": end.state, "new_outcome": end.outcome, "hour": hour} for end in ends],
        )


async def requeue(
    conn: AsyncConnection, row: Claimed, at: float, now: float, *, outcome: str = "", counts: bool = True
) -> None:
    """Back into the queue, in its old place. Where a newer version of the screen waits already, that one takes over."""
    standing = sa.select(outbox.c.chat, outbox.c.screen).where(outbox.c.id == row.id, outbox.c.state == SENDING)
    current = (await conn.execute(standing.with_for_update())).one_or_none()
    if current is None:
        return  # it has ended already
    newer = await _waiting(conn, current.chat, current.screen)  # the chat may go by another id than when it was claimed
    if newer is not None:
        heir = sa.update(outbox).where(outbox.c.id == newer)
        await conn.execute(heir.values(ord=row.ord, fresh=sa.true() if row.fresh else outbox.c.fresh))
        await settle(conn, [Settled(row.id, SKIPPED, "superseded")], now)
        return
    back = sa.update(outbox).where(outbox.c.id == row.id, outbox.c.state == SENDING)
    await conn.execute(
        back.values(
            state=QUEUED,
            not_before=micros(at),
            outcome=UNKNOWN if outcome == UNKNOWN or row.again else outcome,
            tries=row.tries + 1 if counts else row.tries,
        )
    )


async def _waiting(conn: AsyncConnection, chat: bytes, screen: bytes | None) -> bytes | None:
    """The letter that waits to show a screen; there is at most one."""
    if screen is None:
        return None
    query = sa.select(outbox.c.id).where(outbox.c.chat == chat, outbox.c.screen == screen, _is(QUEUED))
    found: bytes | None = (await conn.execute(query.with_for_update())).scalar_one_or_none()
    return found


async def drop(conn: AsyncConnection, chats: Sequence[bytes], now: float) -> None:
    """What is queued for these chats is not to be said any more."""
    query = sa.select(outbox.c.id).where(outbox.c.chat.in_(chats), _is(QUEUED))
    await _skip(conn, list((await conn.execute(query)).scalars()), "dropped", now)


async def _skip(conn: AsyncConnection, queued: Sequence[bytes], outcome: str, now: float) -> None:
    """Letters that wait are not sent at all."""
    if queued:
        hour = to_the_hour(now)
        ended = {"state": SKIPPED, "outcome": outcome, "chat": b"", "screen": None, "body": None}
        gone = sa.update(outbox).where(outbox.c.id.in_(queued))
        await conn.execute(gone.values(**ended, ord=hour, not_before=hour, attempt_at=hour))


async def in_flight(conn: AsyncConnection, seals: Seals, channel: str) -> list[Claimed]:
    """What a sender that is gone left between attempt and outcome."""
    query = sa.select(outbox).where(outbox.c.channel == channel, _is(SENDING))
    rows = (await conn.execute(query)).all()
    return [replace(_claimed(seals, row), tries=row.tries - 1) for row in rows]


async def rewrite(
    conn: AsyncConnection, seals: Seals, old: bytes, new: bytes, change: Mapping[str, Any], now: float
) -> None:
    """Carry the open letters of a chat over to another id; `change` is merged into each body (a new address, say).

    Screen ids depend on the chat, so they are made anew. Where the new id waits to show the same screen already, that
    letter is the newer one and stays.
    """
    chosen = sa.and_(outbox.c.chat == old, sa.or_(_is(QUEUED), _is(SENDING)))
    for row in (await conn.execute(sa.select(outbox).where(chosen).order_by(outbox.c.ord).with_for_update())).all():
        values: dict[str, Any] = {"chat": new}
        if (body := _claimed(seals, row).body) is not None:
            if row.screen is not None:
                values["screen"] = seals.screen_id(new, body["screen"])
            if change:
                values["body"] = seals.close("outbox", row.id, {**body, **change}, now)
        newer = await _waiting(conn, new, values.get("screen")) if row.state == QUEUED else None
        if newer is not None:
            await _skip(conn, [row.id], "superseded", now)
            continue
        await conn.execute(sa.update(outbox).where(outbox.c.id == row.id).values(values))


async def depth(conn: AsyncConnection) -> dict[tuple[str, str, str], int]:
    """Open letters by (channel, lane, state): what the operator watches."""
    query = (
        sa.select(outbox.c.channel, outbox.c.lane, outbox.c.state, sa.func.count())
        .where(outbox.c.state.in_((QUEUED, SENDING)))
        .group_by(outbox.c.channel, outbox.c.lane, outbox.c.state)
    )
    return {(channel, lane, state): count for channel, lane, state, count in await conn.execute(query)}


async def sweep(conn: AsyncConnection, now: float) -> int:
    """Forget settled letters after two days, and open ones whose key is gone by then."""
    settled = sa.and_(outbox.c.state.not_in((QUEUED, SENDING)), outbox.c.ord < micros(now - KEPT_S))
    lost = outbox.c.ord < micros(now - KEPT_S - 2 * DAY_S)
    return (await conn.execute(sa.delete(outbox).where(sa.or_(settled, lost)))).rowcount
