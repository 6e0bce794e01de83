"""A backup becomes a database again, in one transaction, and nothing that died since rises with it.

Before anybody is served: purged tips, withdrawn ways back and lost rights are taken out by the tombstones beside the
keyring; shifts, invitations, PIN tries and leases are dropped; what was being sent is unknown, what waited says that it may
be a repetition.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from sqlalchemy.ext.asyncio import AsyncConnection

from content.locales import _
from content.outreach_terms import CampaignState, DeliveryState, RunState
from content.terms import PersonState, RewardState
from storage import audit, backup, pledges, subscriptions
from storage.anchors import Anchors
from storage.audit import Line
from storage.deliveries import INTERRUPTED
from storage.engine import Database
from storage.migrations import configured, head
from storage.outbox import QUEUED, SENDING, UNKNOWN
from storage.records import fill, records
from storage.stations import INNER
from storage.tables import (
    campaign,
    delivery,
    flood,
    held,
    invite,
    job,
    lease,
    outbox,
    person,
    recovery,
    reward,
    run,
    shift,
    station,
    station_key,
    tip,
    token,
)
from storage.times import micros
from storage.tokens import LOST
from storage.tombstones import Kind, Tombstone, Tombstones
from storage.vault.keyring import Keyring
from storage.vault.keys import Pair, Refused
from storage.vault.recovery import Circle

BATCH = 500
PIN = "pin"  # a job that tries a PIN


@dataclass(frozen=True)
class Restored:
    """What was brought back."""

    made_at: float  # when the backup was made, seconds
    rows: int
    buried: int  # tombstones that were replayed


async def restore(
    database: Database, keyring: Keyring, tombstones: Tombstones, path: Path, pair: Pair, now: float
) -> Restored:
    """Fill an empty database. Raises Refused with a plain reason, and changes nothing then."""
    dead = await asyncio.to_thread(tombstones.read)
    async with database.write() as conn:
        made_at, rows = await conn.run_sync(_fill, path, pair, len(dead))
        await _bury(conn, dead)
        await _settle(conn)
        lines, _mac = await audit.head(conn)
        await audit.append(conn, keyring.audit, [Line(micros(now), None, "restored")])
    Anchors(keyring.folder).restored(datetime.fromtimestamp(now, UTC).date(), lines)
    return Restored(made_at, rows, len(dead))


def _fill(conn: sa.Connection, path: Path, pair: Pair, tombstones: int) -> tuple[float, int]:
    if sa.inspect(conn).get_table_names():
        raise Refused(_("The database is not empty; a backup is restored into a new one."))
    stream = records(backup.opened(path, pair))
    heading = next(stream)
    if not isinstance(heading, dict) or "revision" not in heading:
        raise Refused(_("This file is no backup of the hotline."))
    if heading["tombstones"] > tombstones:
        raise Refused(_("The tombstones beside the keyring are missing or too old: what was purged would come back."))
    if heading["revision"] is None or heading["revision"] > (head() or ""):
        raise Refused(_("This backup was made by a newer version of the hotline."))
    command.upgrade(configured(conn), heading["revision"])
    rows = fill(conn, stream)
    command.upgrade(configured(conn), "head")
    return float(heading["made_at"]), rows


async def _bury(conn: AsyncConnection, dead: Sequence[Tombstone]) -> None:
    """Whatever had died by now is dead again."""
    subjects = {kind: [bytes.fromhex(one.subject) for one in dead if one.kind is kind] for kind in Kind}
    for ids in _batches(subjects[Kind.PURGED]):
        await conn.execute(sa.delete(tip).where(tip.c.id.in_(ids)))
    for ids in _batches(subjects[Kind.WITHDRAWN]):
        await conn.execute(sa.update(tip).where(tip.c.id.in_(ids)).values(way_back=None))
    for ids in _batches(subjects[Kind.REVOKED]):
        still = sa.and_(person.c.id.in_(ids), person.c.state != PersonState.LEFT.value)
        lost = sa.select(person.c.station).where(person.c.id.in_(ids), person.c.state == PersonState.ACTIVE.value)
        await conn.execute(sa.update(station).where(station.c.id.in_(lost)).values(key_due=True))
        await conn.execute(sa.update(person).where(still).values(state=PersonState.SUSPENDED.value))
        await conn.execute(sa.delete(station_key).where(station_key.c.person.in_(ids)))
    for ids in _batches(subjects[Kind.CLAIMED]):
        used = sa.update(reward).where(reward.c.tip.in_(ids))
        await conn.execute(used.values(state=RewardState.CLAIMED.value, code=None))
    for ids in _batches(subjects[Kind.UNSUBSCRIBED]):
        await subscriptions.bury(conn, ids)
    for ids in _batches(subjects[Kind.UNPLEDGED]):
        await pledges.bury(conn, ids)
    for circle, public in (await conn.execute(sa.select(recovery.c.circle, recovery.c.key))).all():
        if public in subjects[Kind.SPENT]:
            await _drop_recovery(conn, circle)


async def _drop_recovery(conn: AsyncConnection, circle: str) -> None:
    """Its papers were read: they must open nothing any more, so the circle waits for a new recovery key."""
    await conn.execute(sa.delete(recovery).where(recovery.c.circle == circle))
    inner = station.c.kind.in_([kind.value for kind in INNER])
    chosen = inner if circle == Circle.INSPECTORATE.value else ~inner
    await conn.execute(sa.update(station).where(chosen).values(recovery_key=None))


async def _settle(conn: AsyncConnection) -> None:
    # A held letter may be for somebody who has stopped all contact since; its question waits behind the receipt.
    for table in (shift, lease, flood, invite, held):
        await conn.execute(sa.delete(table))
    # Nobody knows what was sent since the backup: each campaign waits until somebody who looked lets it go on.
    waits = sa.update(campaign).where(campaign.c.state == CampaignState.APPROVED.value)
    await conn.execute(waits.values(state=CampaignState.PAUSED.value, next_at=None))
    await conn.execute(sa.update(token).values(state=LOST))  # its refresh token was spent long ago
    await conn.execute(sa.delete(job).where(job.c.kind == PIN))
    await conn.execute(sa.update(job).values(state="waiting", lease_until=0))
    lost = sa.or_(outbox.c.state == SENDING, sa.and_(outbox.c.state == QUEUED, ~outbox.c.repeatable))
    # A run that was going: its copies of after the backup may have arrived, and nobody knows which.
    open_copies = delivery.c.state.in_([DeliveryState.QUEUED.value, DeliveryState.SENDING.value])
    doubtful = {"state": DeliveryState.UNKNOWN.value, "outcome": INTERRUPTED}
    await conn.execute(sa.update(delivery).where(open_copies).values(doubtful))
    gathering = sa.update(run).where(run.c.state == RunState.GATHERING.value)
    await conn.execute(gathering.values(state=RunState.PAUSED.value))  # who was gathered since? A person decides
    blank = {"state": UNKNOWN, "outcome": UNKNOWN, "chat": b"", "screen": None, "body": None}
    await conn.execute(sa.update(outbox).where(lost).values(blank))
    await conn.execute(sa.update(outbox).where(outbox.c.state == QUEUED).values(outcome=UNKNOWN))


def _batches(ids: Sequence[bytes]) -> list[Sequence[bytes]]:
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
