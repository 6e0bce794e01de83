"""Pledges: by a tap on the channel, and on paper. Two figures that are never added together.

A tap counts once per person, kind and place, by a keyed hash that holds the place: what somebody pledged here and there
shows no link. Whoever made it can take it back; then the row is gone. Papers are entered by an officer as a number.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.outreach_terms import PledgeKind
from storage.seals import ID_BYTES
from storage.tables import signed, vow
from storage.times import micros, seconds
from storage.upsert import upsert
from storage.vault.keyring import Keyring
from storage.vault.keys import framed


@dataclass(frozen=True)
class Vow:
    """A pledge made by a tap. `text`: the version of its words; `pressed_at` in seconds; `asked`: to take it back."""

    id: bytes
    text: str
    day: date
    pressed_at: float
    asked: bool


@dataclass(frozen=True)
class Signed:
    """Papers with signatures that an officer counted; `by` is the officer, `entered_at` in seconds."""

    id: bytes
    kind: PledgeKind
    target: str
    number: int
    day: date
    by: str
    entered_at: float


def presser(keyring: Keyring, kind: PledgeKind, place: str, channel: str, user: str) -> bytes:
    """Somebody at one place, for one kind of pledge."""
    spoken = framed(kind.value.encode(), place.encode(), channel.encode(), user.encode())
    return keyring.lookup_pepper.tag("vow", spoken, ID_BYTES)


async def vow_of(rows: AsyncConnection, kind: PledgeKind, place: str, who: bytes, *, lock: bool = False) -> Vow | None:
    """What this person pledged here; None where nothing."""
    query = sa.select(vow.c.id, vow.c.text, vow.c.day, vow.c.pressed_at, vow.c.asked).where(
        vow.c.kind == kind.value, vow.c.place == place, vow.c.presser == who
    )
    row = (await rows.execute(query.with_for_update() if lock else query)).one_or_none()
    return Vow(row.id, row.text, row.day, seconds(row.pressed_at), row.asked) if row else None


async def make(
    rows: AsyncConnection, kind: PledgeKind, place: str, who: bytes, text: str, day: date, now: float
) -> bool:
    """Pledge it. False where another press of the same person was faster."""
    new = {
        "id": secrets.token_bytes(ID_BYTES),
        "kind": kind.value,
        "place": place,
        "presser": who,
        "text": text,
        "day": day,
        "pressed_at": micros(now),
        "asked": False,
    }
    return (await rows.execute(upsert(rows, vow, ("kind", "place", "presser"), ()), new)).rowcount == 1


async def press_again(rows: AsyncConnection, made: Vow, text: str, now: float, *, asked: bool) -> None:
    """Pressed once more: its words are those that stand there now; `asked`: the next press takes it back."""
    values = {"pressed_at": micros(now), "asked": asked, "text": text}
    await rows.execute(sa.update(vow).where(vow.c.id == made.id).values(values))


async def take_back(rows: AsyncConnection, made: Vow) -> None:
    """It is not pledged any more."""
    await bury(rows, [made.id])


async def bury(rows: AsyncConnection, ids: Sequence[bytes]) -> None:
    """Those that were taken back since a backup was made, in the database restored from it."""
    await rows.execute(sa.delete(vow).where(vow.c.id.in_(ids)))


async def vows(rows: AsyncConnection, kind: PledgeKind) -> Mapping[str, int]:
    """Taps by place."""
    query = sa.select(vow.c.place, sa.func.count()).where(vow.c.kind == kind.value).group_by(vow.c.place)
    return {row[0]: int(row[1]) for row in await rows.execute(query)}


async def enter(rows: AsyncConnection, papers: Signed) -> bool:
    """Papers are entered. False where these were: a turn may run twice."""
    row = {
        "id": papers.id,
        "kind": papers.kind.value,
        "target": papers.target,
        "number": papers.number,
        "day": papers.day,
        "person": bytes.fromhex(papers.by),
        "entered_at": micros(papers.entered_at),
    }
    return (await rows.execute(upsert(rows, signed, ("id",), ()), row)).rowcount == 1


async def strike(rows: AsyncConnection, which: bytes, now: float) -> bool:
    """Entered by mistake: it counts no more, the row stays. False where it was struck."""
    query = sa.update(signed).where(signed.c.id == which, signed.c.struck_at.is_(None))
    return (await rows.execute(query.values(struck_at=micros(now)))).rowcount == 1


async def papers(rows: AsyncConnection, target: str, most: int = 10) -> list[Signed]:
    """What was entered for a target and counts, the newest first."""
    query = sa.select(signed).where(signed.c.target == target, signed.c.struck_at.is_(None))
    found = await rows.execute(query.order_by(signed.c.entered_at.desc(), signed.c.id).limit(most))
    return [_signed(row) for row in found]


async def paper(rows: AsyncConnection, which: bytes) -> Signed | None:
    """One entry that counts."""
    query = sa.select(signed).where(signed.c.id == which, signed.c.struck_at.is_(None))
    row = (await rows.execute(query)).one_or_none()
    return _signed(row) if row else None


async def on_paper(rows: AsyncConnection, kind: PledgeKind) -> Mapping[str, int]:
    """Signed papers by target."""
    query = sa.select(signed.c.target, sa.func.sum(signed.c.number)).where(
        signed.c.kind == kind.value, signed.c.struck_at.is_(None)
    )
    return {row[0]: int(row[1]) for row in await rows.execute(query.group_by(signed.c.target))}


def _signed(row: sa.Row[Any]) -> Signed:
    kind = PledgeKind(row.kind)
    return Signed(row.id, kind, row.target, row.number, row.day, row.person.hex(), seconds(row.entered_at))
