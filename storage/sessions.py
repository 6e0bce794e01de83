"""Sessions in the field: written down by one officer, accepted or returned by another, counted by target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.coverage_terms import SessionKind, SessionState
from content.library.terms import Audience, Theme
from storage.tables import field_session
from storage.times import micros, seconds
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keyring import Keyring
from storage.vault.padding import entry as entry_size


@dataclass(frozen=True)
class Session:
    """One session; `target` is the id of what it reached, `station` the author's unit."""

    id: str  # hex
    target: str
    kind: SessionKind
    day: date
    people: int
    audience: Audience
    theme: Theme
    station: str
    author: str  # hex
    at: float  # when it was written down, in seconds
    state: SessionState = SessionState.DONE
    second: str | None = None  # hex; who accepted or returned it
    reason: str = field(default="", repr=False)  # why it was returned


@dataclass(frozen=True)
class Held:
    """Of one target: sessions that were held and not returned, and how many of these were accepted."""

    held: int
    accepted: int


async def get(rows: AsyncConnection, keyring: Keyring, session_id: str, *, lock: bool = False) -> Session | None:
    """One session; None where the id, which anybody can forge, is none."""
    try:
        row_id = bytes.fromhex(session_id)
    except ValueError:
        return None
    query = sa.select(field_session).where(field_session.c.id == row_id)
    row = (await rows.execute(query.with_for_update() if lock else query)).one_or_none()
    return _record(keyring, row) if row else None


async def add(rows: AsyncConnection, one: Session) -> None:
    """A new one. Asked before: its id is not there."""
    values = {
        **vars(one),
        "id": bytes.fromhex(one.id),
        "kind": one.kind.value,
        "audience": one.audience.value,
        "theme": one.theme.value,
        "author": bytes.fromhex(one.author),
        "at": micros(one.at),
        "state": one.state.value,
        "second": None,
        "reason": None,
    }
    await rows.execute(sa.insert(field_session), [values])


async def decide(
    rows: AsyncConnection, keyring: Keyring, session_id: str, state: SessionState, second: str, reason: str
) -> None:
    """A second officer accepted it, or returned it with a reason. Asked before, its row held: it waits."""
    row_id = bytes.fromhex(session_id)
    sealed = seal(keyring.server, reason.encode(), _context(row_id), entry_size) if reason else None
    values = {"state": state.value, "second": bytes.fromhex(second), "reason": sealed}
    await rows.execute(sa.update(field_session).where(field_session.c.id == row_id).values(**values))


async def waiting(rows: AsyncConnection, keyring: Keyring, station: str | None) -> Sequence[Session]:
    """What waits for a second officer, of a unit or of all, the oldest day first."""
    query = sa.select(field_session).where(field_session.c.state == SessionState.DONE.value)
    if station is not None:
        query = query.where(field_session.c.station == station)
    found = await rows.execute(query.order_by(field_session.c.day, field_session.c.id))
    return [_record(keyring, row) for row in found]


async def alike(rows: AsyncConnection, target: str, kind: SessionKind, day: date) -> int:
    """How many of the same kind are written down for this place and day, those that were returned left out."""
    same = (
        (field_session.c.target == target)
        & (field_session.c.kind == kind.value)
        & (field_session.c.day == day)
        & (field_session.c.state != SessionState.RETURNED.value)
    )
    return int((await rows.execute(sa.select(sa.func.count()).where(same))).scalar_one())


async def counted(rows: AsyncConnection, since: date, until: date) -> Mapping[str, Held]:
    """By target, of the days from `since` to before `until`."""
    accepted = sa.func.sum(sa.case((field_session.c.state == SessionState.ACCEPTED.value, 1), else_=0))
    query = (
        sa.select(field_session.c.target, sa.func.count().label("held"), accepted.label("accepted"))
        .where(field_session.c.day >= since, field_session.c.day < until)
        .where(field_session.c.state != SessionState.RETURNED.value)
        .group_by(field_session.c.target)
    )
    return {row.target: Held(int(row.held), int(row.accepted)) for row in await rows.execute(query)}


def undecided(held: Mapping[str, Held]) -> int:
    """How many of these nobody accepted or returned."""
    return sum(one.held - one.accepted for one in held.values())


def _record(keyring: Keyring, row: sa.Row[Any]) -> Session:
    return Session(
        id=row.id.hex(),
        target=row.target,
        kind=SessionKind(row.kind),
        day=row.day,
        people=row.people,
        audience=Audience(row.audience),
        theme=Theme(row.theme),
        station=row.station,
        author=row.author.hex(),
        at=seconds(row.at),
        state=SessionState(row.state),
        second=row.second.hex() if row.second else None,
        reason=unseal(keyring, row.reason, _context(row.id)).decode() if row.reason else "",
    )


def _context(row_id: bytes) -> Context:
    return Context("field_session", "reason", row_id, "coverage")
