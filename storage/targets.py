"""Targets: what prevention must reach. Communes, schools, routes, depots, venues; each has an id that stands on posters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.library.terms import Audience
from content.outreach_terms import TargetKind
from storage.tables import target
from storage.upsert import upsert
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keyring import Keyring
from storage.vault.padding import entry as entry_size

ID = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
"""What an id looks like: it travels in links and is typed by hand."""


@dataclass(frozen=True)
class Target:
    """One thing to reach. `area` is the id of an area, None for a route through several; `valid_to` is the first day after."""

    id: str
    kind: TargetKind
    name: str
    area: str | None
    audience: Audience
    valid_from: date
    valid_to: date | None = None
    contact: str = field(default="", repr=False)  # whom to call there

    def holds_on(self, day: date) -> bool:
        """Whether it is there on this day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


_COLUMNS = tuple(one.name for one in fields(Target))


async def every(rows: AsyncConnection, keyring: Keyring) -> Mapping[str, Target]:
    """All targets by id, ended ones too: some hundreds."""
    found = await rows.execute(sa.select(target).order_by(target.c.id))
    return {row.id: _record(keyring, row) for row in found}


async def get(rows: AsyncConnection, keyring: Keyring, target_id: str) -> Target | None:
    """One target."""
    row = (await rows.execute(sa.select(target).where(target.c.id == target_id))).one_or_none()
    return _record(keyring, row) if row else None


async def save(rows: AsyncConnection, keyring: Keyring, records: Sequence[Target]) -> None:
    """Insert or change. None is ever taken away: subscriptions and figures point here."""
    if records:
        values = [_values(keyring, one) for one in sorted(records, key=lambda one: one.id)]
        await rows.execute(upsert(rows, target, ("id",), _COLUMNS[1:]), values)


def _values(keyring: Keyring, one: Target) -> dict[str, object]:
    contact = seal(keyring.server, one.contact.encode(), _context(one.id), entry_size) if one.contact else None
    return {**vars(one), "kind": one.kind.value, "audience": one.audience.value, "contact": contact}


def _record(keyring: Keyring, row: sa.Row[tuple[object, ...]]) -> Target:
    values = dict(row._mapping)
    sealed = values["contact"]
    values["contact"] = unseal(keyring, sealed, _context(values["id"])).decode() if sealed else ""
    return Target(**{**values, "kind": TargetKind(values["kind"]), "audience": Audience(values["audience"])})


def _context(target_id: str) -> Context:
    return Context("target", "contact", target_id.encode(), "outreach")
