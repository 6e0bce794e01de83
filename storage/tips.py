"""Tips as officers see them from outside: where one stands, who has it, which stations may read it. Nothing here opens anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.terms import CitizenStatus, Contact, Detail, Mark, Outcome, Reader, TipState, Topic, Urgency
from storage.tables import tip, tip_card, tip_key, tip_mark
from storage.times import HOUR_S
from storage.upsert import insert


@dataclass(frozen=True)
class Card:
    """A tip from outside. `public` travels in officers' buttons; a citizen never sees it. Times in seconds, the hour only."""

    public: str
    station: str
    area: str | None
    topic: Topic
    detail: Detail | None
    urgency: Urgency
    reader: Reader
    state: TipState
    outcome: Outcome | None
    version: int
    holder: str | None
    language: str
    test: bool
    few_know: bool
    submitted_hour: float
    closed_hour: float | None
    contact: Contact
    stations: tuple[str, ...]  # who may read it
    marks: tuple[tuple[Mark, str, float], ...] = ()  # what officers stamped: mark, person, seconds

    @property
    def label(self) -> str:
        """The short name that officers use among themselves."""
        return f"T-{self.public[:4]}"

    @property
    def opened(self) -> bool:
        """Whether any officer has read what it says."""
        return any(mark is Mark.READ for mark, _person, _at in self.marks)

    @property
    def asked(self) -> bool:
        return self.state is TipState.ASKED


@dataclass(frozen=True)
class Count:
    """What waits at a station."""

    waiting: int
    urgent: int


_TIPS: Any = sa.bindparam("tips", expanding=True)
_BY_PUBLIC = sa.select(tip).where(tip.c.public == sa.bindparam("public_id"))
_ID_BY_PUBLIC = sa.select(tip.c.id).where(tip.c.public == sa.bindparam("public_id"))
_THIS = _ID_BY_PUBLIC.scalar_subquery()
_ROUTES = sa.select(tip_key.c.tip, tip_key.c.station).where(tip_key.c.tip.in_(_TIPS)).order_by(tip_key.c.station)
_ADD, _ADD_KEY = sa.insert(tip), sa.insert(tip_key)
_MARKS = sa.select(tip_mark).where(tip_mark.c.tip.in_(_TIPS)).order_by(tip_mark.c.at)


async def card(rows: AsyncConnection, public: str, *, lock: bool = False) -> Card | None:
    """A tip by its public id; `lock` holds it until the transaction ends."""
    query = _BY_PUBLIC.with_for_update() if lock else _BY_PUBLIC
    row = (await rows.execute(query, {"public_id": public})).one_or_none()
    return (await _cards(rows, [row]))[0] if row else None


async def row_id(rows: AsyncConnection, public: str) -> bytes | None:
    """The inner id of a tip."""
    found: bytes | None = await rows.scalar(_ID_BY_PUBLIC, {"public_id": public})
    return found


async def open_cards(
    rows: AsyncConnection,
    stations: Sequence[str],
    *,
    urgent: bool = False,
    holder: str | None = None,
    test: bool = False,
    limit: int = 10,
    offset: int = 0,
) -> list[Card]:
    """Tips at these stations that are not closed: urgent ones first, then the oldest."""
    rank = sa.case({Urgency.DANGER.value: 0, Urgency.ONGOING.value: 1}, value=tip.c.urgency, else_=2)
    query = _at(sa.select(tip), stations, urgent=urgent, holder=holder, test=test)
    found = await rows.execute(query.order_by(rank, tip.c.submitted_hour, tip.c.id).limit(limit).offset(offset))
    return await _cards(rows, found.all())


async def held_by(rows: AsyncConnection, person: str) -> list[Card]:
    """Every open tip that somebody has taken, of whichever station and kind; its rows held until the transaction ends."""
    mine = sa.and_(tip.c.holder == bytes.fromhex(person), tip.c.state != TipState.CLOSED.value)
    found = await rows.execute(sa.select(tip).where(mine).order_by(tip.c.id).with_for_update())
    return await _cards(rows, found.all())


async def count(rows: AsyncConnection, stations: Sequence[str], *, test: bool = False) -> Count:
    """How many tips at these stations nobody has taken, and how many open ones are urgent."""
    hot = tip.c.urgency.in_([Urgency.DANGER.value, Urgency.ONGOING.value])
    query = _at(
        sa.select(
            sa.func.coalesce(sa.func.sum(sa.case((tip.c.state == TipState.NEW.value, 1), else_=0)), 0),
            sa.func.coalesce(sa.func.sum(sa.case((hot, 1), else_=0)), 0),
        ),
        stations,
        test=test,
    )
    waiting, urgent = (await rows.execute(query)).one()
    return Count(int(waiting), int(urgent))


def _at(
    query: sa.Select[Any],
    stations: Sequence[str],
    *,
    urgent: bool = False,
    holder: str | None = None,
    test: bool = False,
) -> sa.Select[Any]:
    query = query.where(tip.c.station.in_(stations), tip.c.state != TipState.CLOSED.value, tip.c.test == test)
    if urgent:
        query = query.where(tip.c.urgency.in_([Urgency.DANGER.value, Urgency.ONGOING.value]))
    if holder:
        query = query.where(tip.c.holder == bytes.fromhex(holder))
    return query


async def _cards(rows: AsyncConnection, found: Sequence[sa.Row[Any]]) -> list[Card]:
    ids = [row.id for row in found]
    routes: dict[bytes, list[str]] = {one: [] for one in ids}
    for row in await rows.execute(_ROUTES, {"tips": ids}):
        routes[row.tip].append(row.station)
    marks: dict[bytes, list[tuple[Mark, str, float]]] = {one: [] for one in ids}
    for row in await rows.execute(_MARKS, {"tips": ids}):
        marks[row.tip].append((Mark(row.mark), row.person.hex(), row.at / 1e6))
    return [_record(row._mapping, routes[row.id], marks[row.id]) for row in found]


def _record(row: Mapping[Any, Any], stations: list[str], marks: list[tuple[Mark, str, float]]) -> Card:
    return Card(
        public=row["public"],
        station=row["station"],
        area=row["area"],
        topic=Topic(row["topic"]),
        detail=Detail(row["detail"]) if row["detail"] else None,
        urgency=Urgency(row["urgency"]),
        reader=Reader(row["reader"]),
        state=TipState(row["state"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        version=row["version"],
        holder=row["holder"].hex() if row["holder"] else None,
        language=row["language"],
        test=row["test"],
        few_know=row["few_know"],
        submitted_hour=row["submitted_hour"] * HOUR_S,
        closed_hour=row["closed_hour"] * HOUR_S if row["closed_hour"] else None,
        contact=Contact(row["contact"]),
        stations=tuple(stations),
        marks=tuple(marks),
    )


async def add(rows: AsyncConnection, values: dict[str, Any], keys: Sequence[dict[str, Any]]) -> Card:
    """A new tip with the key of each station on its route; returns it as officers see it."""
    keys = sorted(keys, key=lambda one: str(one["station"]))
    await rows.execute(_ADD, [values])
    await rows.execute(_ADD_KEY, keys)
    return _record(dict.fromkeys(tip.c.keys()) | values, [key["station"] for key in keys], [])


async def change(rows: AsyncConnection, public: str, version: int, values: dict[str, Any]) -> bool:
    """Write values and grow the version; False where somebody was faster."""
    statement = (
        sa.update(tip).where(tip.c.public == public, tip.c.version == version).values(**values, version=version + 1)
    )
    return (await rows.execute(statement)).rowcount == 1


async def mark(rows: AsyncConnection, tip_id: bytes, person: str, what: Mark, at: int) -> None:
    """Stamp a step; a second stamp of the same kind by the same officer keeps the first time."""
    known = sa.select(tip_mark.c.tip).where(
        tip_mark.c.tip == tip_id, tip_mark.c.person == bytes.fromhex(person), tip_mark.c.mark == what.value
    )
    if not (await rows.execute(known)).first():
        values = {"tip": tip_id, "person": bytes.fromhex(person), "mark": what.value, "at": at}
        await rows.execute(sa.insert(tip_mark), [values])


async def involved(rows: AsyncConnection, tip_id: bytes, person: str) -> bool:
    """Whether an officer said that the tip concerns them: its content is hidden from them for good."""
    found = sa.select(tip_mark.c.tip).where(
        tip_mark.c.tip == tip_id, tip_mark.c.person == bytes.fromhex(person), tip_mark.c.mark == Mark.INVOLVED.value
    )
    return (await rows.execute(found)).first() is not None


@dataclass(frozen=True)
class Place:
    """Where a tip's card stands: an officer's private chat, or the station's group where `person` is empty."""

    station: str
    person: str = ""


async def shown(rows: AsyncConnection, public: str) -> list[Place]:
    """Every chat in which the card of a tip stands."""
    query = sa.select(tip_card).where(tip_card.c.tip == _THIS).order_by(tip_card.c.station, tip_card.c.person)
    return [Place(row.station, row.person.hex()) for row in await rows.execute(query, {"public_id": public})]


async def show_at(rows: AsyncConnection, public: str, places: Sequence[Place]) -> None:
    """Remember where the card stands from now on."""
    at = [{"public_id": public, "station": one.station, "person": bytes.fromhex(one.person)} for one in places]
    if at:
        await rows.execute(_show_at(rows.dialect.name), at)


@cache
def _show_at(dialect: str) -> sa.Insert:
    known = insert(dialect, tip_card).values(tip=_THIS)
    return known.on_conflict_do_nothing(index_elements=["tip", "station", "person"])


async def gone_from(rows: AsyncConnection, public: str, person: str) -> None:
    """The card stands no longer in this officer's chat."""
    chosen = sa.and_(tip_card.c.tip == _THIS, tip_card.c.person == bytes.fromhex(person))
    await rows.execute(sa.delete(tip_card).where(chosen), {"public_id": public})


def seen_by(at: int) -> sa.ColumnElement[str]:
    """The same as a column: what the reporter sees at a moment (microseconds)."""
    come = sa.and_(tip.c.next_status.is_not(None), tip.c.next_status_at <= at)
    return sa.case((come, tip.c.next_status), else_=tip.c.status)


def status_now(row: Any, now: float) -> CitizenStatus:
    """What the reporter sees at this moment: a change becomes visible at the next 08:00 only (users.md A2)."""
    if row.next_status and row.next_status_at <= now * 1e6:
        return CitizenStatus(row.next_status)
    return CitizenStatus(row.status)
