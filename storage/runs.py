"""One sending of a campaign: it begins, pauses, goes on, stops, and says how far it has come.

gathering -> sending -> finished; paused and stopped from either. What is sent is written into the run as it was approved.
Everybody who is meant has a row of their own (`storage/deliveries.py`); all sums are counted from those rows.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.outreach_terms import DeliveryState, RunState, SubscriptionState
from storage.mailing import Message, Recipients, message_from_json, recipients_from_json
from storage.packed import dumps, loads
from storage.seals import ID_BYTES
from storage.tables import delivery, flood, run, subscription
from storage.times import micros, seconds
from storage.upsert import upsert
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keyring import Keyring
from storage.vault.padding import entry

GATHERED = b"\xff" * ID_BYTES
"""The cursor of a run whose recipients were all looked at."""

SPEED_S = 60.0  # the speed is that of the last minute
LIVING = (RunState.GATHERING, RunState.SENDING, RunState.PAUSED)
OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING)


@dataclass(frozen=True)
class Run:
    """One sending from outside; moments in seconds. `ended_at` of a stopped one: when its last copy was put away."""

    id: bytes
    campaign: bytes
    number: int
    state: RunState
    due_at: float
    began_at: float
    ended_at: float | None
    gathered: bool


@dataclass(frozen=True)
class Progress:
    """How far a run has come. `counts` has every state and adds up to `total`; while `gathering`, `total` still grows."""

    run: Run
    counts: Mapping[DeliveryState, int]
    per_s: float = 0.0  # copies that ended, each second of the last minute
    held_until: float | None = None  # a platform told the house to wait until then

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """Copies whose end is still to come."""
        return sum(self.counts[state] for state in OPEN)

    def eta_s(self, now: float) -> float | None:
        """For how long it will take at the speed of the last minute; None where nobody can say."""
        if self.run.state is not RunState.SENDING or not self.left or not self.per_s:
            return None
        waits = max(0.0, (self.held_until or now) - now)
        return waits + self.left / self.per_s


async def begin(
    rows: AsyncConnection, keyring: Keyring, campaign: bytes, number: int, message: Message, recipients: Recipients,
    due_at: float, now: float,
) -> bytes | None:  # fmt: skip
    """Begin a campaign's run of this number: its id. None where it began before, on a clock that was set back or in
    another replica.
    """
    new = secrets.token_bytes(ID_BYTES)
    body = dumps({"message": asdict(message), "recipients": asdict(recipients)})
    values = {
        "id": new,
        "campaign": campaign,
        "number": number,
        "state": RunState.GATHERING.value,
        "body": seal(keyring.server, body, _context(new), entry),
        "due_at": micros(due_at),
        "began_at": micros(now),
    }
    done = await rows.execute(upsert(rows, run, ("campaign", "number"), ()), [values])
    return new if done.rowcount == 1 else None


async def get(rows: AsyncConnection, run_id: bytes, *, lock: bool = False) -> Run | None:
    """One run."""
    query = _RUNS.where(run.c.id == run_id)
    row = (await rows.execute(query.with_for_update() if lock else query)).one_or_none()
    return _record(row) if row else None


async def of_campaign(rows: AsyncConnection, campaign: bytes) -> list[Run]:
    """All runs of a campaign, the newest first."""
    query = _RUNS.where(run.c.campaign == campaign).order_by(run.c.number.desc())
    return [_record(row) for row in await rows.execute(query)]


async def living(rows: AsyncConnection) -> list[Run]:
    """Runs that are not over, the first due first."""
    query = _RUNS.where(run.c.state.in_([state.value for state in LIVING])).order_by(run.c.due_at, run.c.id)
    return [_record(row) for row in await rows.execute(query)]


async def begun(rows: AsyncConnection, since: float, before: float, *, most: int = 200) -> list[Run]:
    """Runs that began in this span of time (seconds), the newest first."""
    query = _RUNS.where(run.c.began_at >= micros(since), run.c.began_at < micros(before))
    return [_record(row) for row in await rows.execute(query.order_by(run.c.began_at.desc(), run.c.id).limit(most))]


async def content(rows: AsyncConnection, keyring: Keyring, run_id: bytes) -> tuple[Message, Recipients]:
    """What a run sends and to whom, as it was approved. Raises NoResultFound, Refused."""
    body = (await rows.execute(sa.select(run.c.body).where(run.c.id == run_id))).scalar_one()
    stored = loads(unseal(keyring, body, _context(run_id)))
    return message_from_json(stored["message"]), recipients_from_json(stored["recipients"])


async def pause(rows: AsyncConnection, run_id: bytes) -> bool:
    """No copy leaves from now on; those under way still end. False where it was not going."""
    return await _change(rows, [run_id], (RunState.GATHERING, RunState.SENDING), RunState.PAUSED.value)


async def resume(rows: AsyncConnection, run_id: bytes) -> bool:
    """Go on where it paused. False where it was not paused."""
    going = sa.case((run.c.cursor == GATHERED, RunState.SENDING.value), else_=RunState.GATHERING.value)
    return await _change(rows, [run_id], (RunState.PAUSED,), going)


async def stop(rows: AsyncConnection, run_id: bytes) -> bool:
    """End it: no copy leaves from now on, and what still waits will be left out. False where it was over."""
    return await _change(rows, [run_id], LIVING, RunState.STOPPED.value)


async def stop_all(rows: AsyncConnection) -> list[bytes]:
    """End everything that is going or paused, at once; which ones."""
    ids = [one.id for one in await living(rows)]
    await _change(rows, ids, LIVING, RunState.STOPPED.value)
    return ids


async def progress(rows: AsyncConnection, run_id: bytes, now: float) -> Progress | None:
    """Where a run stands, counted from its rows."""
    found = await get(rows, run_id)
    if found is None:
        return None
    counts = dict.fromkeys(DeliveryState, 0)
    lately = 0
    for state, count, fresh in await rows.execute(_COUNTS, {"of": run_id, "since": micros(now - SPEED_S)}):
        counts[DeliveryState(state)] = count
        lately += int(fresh or 0) if DeliveryState(state) not in (*OPEN, DeliveryState.SKIPPED) else 0
    waits = await rows.scalar(_HELD, {"now": micros(now)}) if any(counts[state] for state in OPEN) else None
    span = min(SPEED_S, max(now - found.began_at, 1.0))
    return Progress(found, counts, lately / span, None if waits is None else seconds(waits))


@dataclass(frozen=True)
class End:
    """What became of one copy that did not get through: `outcome` is a class, never the platform's words."""

    subscription: bytes
    state: DeliveryState
    outcome: str


async def ends(
    rows: AsyncConnection, run_id: bytes, states: Sequence[DeliveryState], *, after: bytes = b"", most: int = 50
) -> list[End]:
    """A page of the copies in some states, by subscription."""
    query = (
        sa.select(delivery.c.subscription, delivery.c.state, delivery.c.outcome)
        .where(delivery.c.run == run_id, delivery.c.subscription > after)
        .where(delivery.c.state.in_([state.value for state in states]))
        .order_by(delivery.c.subscription)
        .limit(most)
    )
    return [End(row.subscription, DeliveryState(row.state), row.outcome) for row in await rows.execute(query)]


async def reasons(rows: AsyncConnection, run_id: bytes) -> dict[tuple[DeliveryState, str], int]:
    """How many copies ended in which way, by state and class."""
    columns = (delivery.c.state, delivery.c.outcome)
    query = sa.select(*columns, sa.func.count()).where(delivery.c.run == run_id).group_by(*columns)
    return {(DeliveryState(state), outcome): count for state, outcome, count in await rows.execute(query)}


async def retry_failed(rows: AsyncConnection, run_id: bytes) -> int:
    """Send once more what failed, to whoever can still be reached; how many. Uncertain copies are no failures."""
    return await _again(rows, run_id, DeliveryState.FAILED)


async def retry_unknown(rows: AsyncConnection, run_id: bytes) -> int:
    """Send once more what may have arrived: only where a person has looked and wants that. How many."""
    return await _again(rows, run_id, DeliveryState.UNKNOWN)


async def _again(rows: AsyncConnection, run_id: bytes, state: DeliveryState) -> int:
    found = await get(rows, run_id, lock=True)
    if found is None or found.state not in (RunState.SENDING, RunState.PAUSED, RunState.FINISHED):
        return 0
    reachable = sa.select(subscription.c.id).where(subscription.c.state == SubscriptionState.ACTIVE.value)
    ended = sa.and_(delivery.c.run == run_id, delivery.c.state == state.value)
    anew = {"state": DeliveryState.QUEUED.value, "outcome": "", "message": "", "at": 0, "tries": 0}
    query = sa.update(delivery).where(ended, delivery.c.subscription.in_(reachable)).values(anew)
    count = (await rows.execute(query)).rowcount
    if count and found.state is RunState.FINISHED:
        going = {"state": RunState.SENDING.value, "ended_at": None}
        await rows.execute(sa.update(run).where(run.c.id == run_id).values(going))
    return count


_RUNS = sa.select(
    *(run.c.id, run.c.campaign, run.c.number, run.c.state, run.c.due_at, run.c.began_at, run.c.ended_at, run.c.cursor)
)
_COUNTS = (
    sa.select(
        delivery.c.state,
        sa.func.count(),
        sa.func.sum(sa.case((delivery.c.at > sa.bindparam("since"), 1), else_=0)),
    )
    .where(delivery.c.run == sa.bindparam("of"))
    .group_by(delivery.c.state)
)
_HELD = sa.select(sa.func.max(flood.c.until)).where(flood.c.chat == b"", flood.c.until > sa.bindparam("now"))


async def _change(rows: AsyncConnection, ids: Sequence[bytes], before: Sequence[RunState], after: Any) -> bool:
    query = sa.update(run).where(run.c.id.in_(ids), run.c.state.in_([state.value for state in before]))
    return (await rows.execute(query.values(state=after))).rowcount > 0


def _record(row: Any) -> Run:
    return Run(
        id=row.id,
        campaign=row.campaign,
        number=row.number,
        state=RunState(row.state),
        due_at=seconds(row.due_at),
        began_at=seconds(row.began_at),
        ended_at=None if row.ended_at is None else seconds(row.ended_at),
        gathered=row.cursor == GATHERED,
    )


def _context(run_id: bytes) -> Context:
    return Context("run", "body", run_id, "outreach")
