"""Campaigns: what somebody wants sent to whom and when, how far it has come, and who stands behind it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.outreach_terms import CampaignState
from storage import runs
from storage.mailing import Message, Recipients, digest, message_from_json, recipients_from_json
from storage.packed import dumps, loads
from storage.tables import campaign, run
from storage.times import micros
from storage.upsert import upsert
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keyring import Keyring
from storage.vault.padding import entry as entry_size


@dataclass(frozen=True)
class Plan:
    """What an approval is for. `schedule`: plain JSON (`schedule_rules`). `answers`: how its author came to it, to change it."""

    message: Message
    recipients: Recipients
    schedule: Mapping[str, Any]
    answers: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def digest(self) -> bytes:
        """Of every word, every recipient and every date; not of how they were chosen."""
        return digest(self.message, self.recipients, self.schedule)


@dataclass(frozen=True)
class Campaign:
    """One campaign; ids are hex, moments in seconds."""

    id: str
    state: CampaignState
    station: str
    author: str
    plan: Plan
    version: int
    made_at: float
    approver: str = ""
    approved: bytes | None = None  # the digest that was approved
    next_at: float | None = None  # when it is sent next
    reason: str = field(default="", repr=False)  # why it was not approved

    @property
    def row(self) -> bytes:
        return bytes.fromhex(self.id)


async def get(rows: AsyncConnection, keyring: Keyring, campaign_id: str, *, lock: bool = False) -> Campaign | None:
    """One campaign; None where the id, which anybody can forge, is none."""
    try:
        row_id = bytes.fromhex(campaign_id)
    except ValueError:
        return None
    query = sa.select(campaign).where(campaign.c.id == row_id)
    row = (await rows.execute(query.with_for_update() if lock else query)).one_or_none()
    return _record(keyring, row) if row else None


async def save(rows: AsyncConnection, keyring: Keyring, one: Campaign) -> None:
    """A new one, or all that can change of one that is there."""
    body = {
        "message": asdict(one.plan.message),
        "recipients": asdict(one.plan.recipients),
        "schedule": dict(one.plan.schedule),
        "answers": dict(one.plan.answers),
        "reason": one.reason,
    }
    values = {
        "id": one.row,
        "state": one.state.value,
        "station": one.station,
        "author": bytes.fromhex(one.author),
        "approver": bytes.fromhex(one.approver) or None,
        "body": seal(keyring.server, dumps(body), _context(one.row), entry_size),
        "digest": one.plan.digest,
        "approved": one.approved,
        "version": one.version,
        "made_at": micros(one.made_at),
        "next_at": micros(one.next_at) if one.next_at is not None else None,
    }
    changing = ("state", "approver", "body", "digest", "approved", "version", "next_at")
    await rows.execute(upsert(rows, campaign, ("id",), changing), [values])


async def forget(rows: AsyncConnection, campaign_id: str) -> None:
    """A draft that nobody wants."""
    await rows.execute(sa.delete(campaign).where(campaign.c.id == bytes.fromhex(campaign_id)))


async def in_state(
    rows: AsyncConnection, keyring: Keyring, states: Collection[CampaignState], *, most: int = 200
) -> list[Campaign]:
    """Those that stand there, the newest first."""
    query = sa.select(campaign).where(campaign.c.state.in_([one.value for one in states]))
    found = await rows.execute(query.order_by(campaign.c.made_at.desc(), campaign.c.id).limit(most))
    return [_record(keyring, row) for row in found]


async def sent_since(rows: AsyncConnection, keyring: Keyring, since: float) -> list[tuple[float, Plan]]:
    """What was sent from a moment on: when, and what was said to whom; when it was planned is left out."""
    query = sa.select(run.c.id, run.c.began_at).where(run.c.began_at >= micros(since))
    found = [(row.id, row.began_at) for row in await rows.execute(query)]
    return [(at / 1e6, Plan(*await runs.content(rows, keyring, one), {})) for one, at in found]


def _context(row_id: bytes) -> Context:
    return Context("campaign", "body", row_id, "outreach")


def _record(keyring: Keyring, row: sa.Row[Any]) -> Campaign:
    body = loads(unseal(keyring, row.body, _context(row.id)))
    plan = Plan(
        message_from_json(body["message"]),
        recipients_from_json(body["recipients"]),
        body["schedule"],
        body["answers"],
    )
    return Campaign(
        id=row.id.hex(),
        state=CampaignState(row.state),
        station=row.station,
        author=row.author.hex(),
        plan=plan,
        version=row.version,
        made_at=row.made_at / 1e6,
        approver=row.approver.hex() if row.approver else "",
        approved=row.approved,
        next_at=row.next_at / 1e6 if row.next_at is not None else None,
        reason=body["reason"],
    )
