"""Motions: what one officer proposes for a list or a closed year, with a reason, and another agrees to or refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.coverage_terms import MotionKind, MotionState
from storage.tables import motion, motion_target
from storage.times import micros
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keyring import Keyring
from storage.vault.padding import entry as entry_size


@dataclass(frozen=True)
class Motion:
    """One motion; ids are hex, moments in seconds. `indicator` is empty where it speaks of the whole year."""

    id: str
    kind: MotionKind
    plan: str
    year: int
    indicator: str
    targets: tuple[str, ...]
    person: str
    at: float
    state: MotionState = MotionState.OPEN
    second: str = ""
    reason: str = field(default="", repr=False)

    @property
    def row(self) -> bytes:
        return bytes.fromhex(self.id)


async def get(rows: AsyncConnection, keyring: Keyring, motion_id: str, *, lock: bool = False) -> Motion | None:
    """One motion; None where the id, which anybody can forge, is none."""
    try:
        row_id = bytes.fromhex(motion_id)
    except ValueError:
        return None
    query = sa.select(motion).where(motion.c.id == row_id)
    row = (await rows.execute(query.with_for_update() if lock else query)).one_or_none()
    return (await _records(rows, keyring, [row]))[0] if row else None


async def of_year(rows: AsyncConnection, keyring: Keyring, plan: str, year: int) -> list[Motion]:
    """All of a year, the oldest first: the report names them."""
    query = sa.select(motion).where(motion.c.plan == plan, motion.c.year == year)
    return await _records(rows, keyring, list(await rows.execute(query.order_by(motion.c.at, motion.c.id))))


async def waiting(rows: AsyncConnection, keyring: Keyring) -> list[Motion]:
    """Those that wait for a second person, the oldest first."""
    query = sa.select(motion).where(motion.c.state == MotionState.OPEN.value)
    return await _records(rows, keyring, list(await rows.execute(query.order_by(motion.c.at, motion.c.id))))


async def propose(rows: AsyncConnection, keyring: Keyring, one: Motion) -> None:
    """A new one."""
    values = {
        "id": one.row,
        "kind": one.kind.value,
        "plan": one.plan,
        "year": one.year,
        "indicator": one.indicator,
        "reason": seal(keyring.server, one.reason.encode(), _context(one.row), entry_size),
        "person": bytes.fromhex(one.person),
        "at": micros(one.at),
        "state": one.state.value,
    }
    await rows.execute(sa.insert(motion), [values])
    if one.targets:
        named = [{"motion": one.row, "target": target} for target in sorted(one.targets)]
        await rows.execute(sa.insert(motion_target), named)


async def decide(rows: AsyncConnection, one: Motion, state: MotionState, second: str, now: float) -> None:
    """A second person agreed or refused."""
    values = {"state": state.value, "second": bytes.fromhex(second), "decided_at": micros(now)}
    await rows.execute(sa.update(motion).where(motion.c.id == one.row).values(**values))


async def _records(rows: AsyncConnection, keyring: Keyring, found: Sequence[sa.Row[Any]]) -> list[Motion]:
    chosen = motion_target.c.motion.in_([row.id for row in found])
    named: dict[bytes, list[str]] = {}
    for row in await rows.execute(sa.select(motion_target).where(chosen).order_by(motion_target.c.target)):
        named.setdefault(row.motion, []).append(row.target)
    return [_record(keyring, row, named.get(row.id, ())) for row in found]


def _record(keyring: Keyring, row: sa.Row[Any], targets: Sequence[str]) -> Motion:
    return Motion(
        id=row.id.hex(),
        kind=MotionKind(row.kind),
        plan=row.plan,
        year=row.year,
        indicator=row.indicator,
        targets=tuple(targets),
        person=row.person.hex(),
        at=row.at / 1e6,
        state=MotionState(row.state),
        second=row.second.hex() if row.second else "",
        reason=unseal(keyring, row.reason, _context(row.id)).decode(),
    )


def _context(row_id: bytes) -> Context:
    return Context("motion", "reason", row_id, "coverage")
