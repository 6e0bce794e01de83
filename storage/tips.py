"""Tips as officers see them from outside: where one stands, who has it, which stations may read it. Nothing here opens anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.terms import (
    CitizenStatus,
    Contact,
    Detail,
    Kind,
    Mark,
    Outcome,
    Reader,
    Stage,
    TipState,
    Topic,
    Urgency,
    Verified,
)
from storage.prepared import prepared
from storage.tables import tip, tip_card, tip_event, tip_key, tip_mark
from storage.times import HOUR_S, micros, seconds, to_the_minute
from storage.upsert import insert, upsert

TAKEN = "taken"
"""The event of a tip: since when its holder has it, or last read it."""


def short_label(public: str) -> str:
    """How officers call a tip of this public id."""
    return f"T-{public[:4]}"


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
    stage: Stage
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
    kind: Kind = Kind.TIP
    indicator: bool = False  # told of the sea border or of parcels: the plan wants every such case verified
    extensions: int = 0
    asked_until: date | None = None  # a question is open until then
    until: date | None = None  # a day that a person set
    verified: Verified | None = None
    registered: int = 0
    told: bool = False
    due_at: float | None = None  # the end of the next deadline
    events: Mapping[str, float] = field(default_factory=dict)  # what clocks begin with, and what was met: seconds
    sources: int = 1  # of its incident, where others were joined to it
    last_hour: float = 0.0  # when the last of them told it
    promised: CitizenStatus = CitizenStatus.RECEIVED  # what the reporter sees, or will from the next 08:00 on

    @property
    def state(self) -> TipState:
        """Who has it at the desk. A question that is open is nobody's where nobody has the tip."""
        if self.stage is Stage.CLOSED:
            return TipState.CLOSED
        if self.holder is None:
            return TipState.NEW
        return TipState.ASKED if self.asked_until else TipState.CLAIMED

    @property
    def label(self) -> str:
        """The short name that officers use among themselves."""
        return short_label(self.public)

    @property
    def opened(self) -> bool:
        """Whether any officer has read what it says."""
        return any(mark is Mark.READ for mark, _person, _at in self.marks)

    @property
    def asked(self) -> bool:
        """Whether a question to the reporter is open."""
        return self.asked_until is not None


_TIPS: Any = sa.bindparam("tips", expanding=True)
_BY_PUBLIC = prepared(sa.select(tip).where(tip.c.public == sa.bindparam("public_id")))
_BY_IDS = prepared(sa.select(tip).where(tip.c.id.in_(_TIPS)))
_ID_BY_PUBLIC = prepared(sa.select(tip.c.id).where(tip.c.public == sa.bindparam("public_id")))
_THIS = _ID_BY_PUBLIC.scalar_subquery()
_ROUTES = prepared(
    sa.select(tip_key.c.tip, tip_key.c.station).where(tip_key.c.tip.in_(_TIPS)).order_by(tip_key.c.station)
)
_ADD, _ADD_KEY = prepared(sa.insert(tip)), prepared(sa.insert(tip_key))
_MARKS = prepared(sa.select(tip_mark).where(tip_mark.c.tip.in_(_TIPS)).order_by(tip_mark.c.at))
_EVENTS = prepared(sa.select(tip_event).where(tip_event.c.tip.in_(_TIPS)))
_SET_DUE = prepared(sa.update(tip).where(tip.c.public == sa.bindparam("public_id")).values(due_at=sa.bindparam("ends")))
_OPEN = tip.c.stage != Stage.CLOSED.value


async def card(rows: AsyncConnection, public: str, *, lock: bool = False) -> Card | None:
    """A tip by its public id; `lock` holds it until the transaction ends."""
    query = _BY_PUBLIC.with_for_update() if lock else _BY_PUBLIC
    row = (await rows.execute(query, {"public_id": public})).one_or_none()
    return (await cards_of(rows, [row]))[0] if row else None


async def by_rows(rows: AsyncConnection, ids: Collection[bytes]) -> dict[bytes, Card]:
    """Several tips by their inner ids."""
    found = (await rows.execute(_BY_IDS, {"tips": list(ids)})).all() if ids else []
    return dict(zip((row.id for row in found), await cards_of(rows, found), strict=True))


async def hold(rows: AsyncConnection, publics: Collection[str]) -> None:
    """Hold several tips until the transaction ends, always in the same order."""
    held = _ID_BY_PUBLIC.with_for_update()
    for public in sorted(publics):
        await rows.execute(held, {"public_id": public})


async def row_id(rows: AsyncConnection, public: str) -> bytes | None:
    """The inner id of a tip."""
    found: bytes | None = await rows.scalar(_ID_BY_PUBLIC, {"public_id": public})
    return found


async def held_by(rows: AsyncConnection, person: str) -> list[Card]:
    """Every open tip that somebody has taken, of whichever station and kind; its rows held until the transaction ends."""
    mine = sa.and_(tip.c.holder == bytes.fromhex(person), _OPEN)
    found = await rows.execute(sa.select(tip).where(mine).order_by(tip.c.id).with_for_update())
    return await cards_of(rows, found.all())


async def cards_of(rows: AsyncConnection, found: Sequence[sa.Row[Any]]) -> list[Card]:
    """Rows of tips as cards: with their routes, stamps and events."""
    ids = [row.id for row in found]
    routes: dict[bytes, list[str]] = {one: [] for one in ids}
    for row in await rows.execute(_ROUTES, {"tips": ids}):
        routes[row.tip].append(row.station)
    marks: dict[bytes, list[tuple[Mark, str, float]]] = {one: [] for one in ids}
    for row in await rows.execute(_MARKS, {"tips": ids}):
        marks[row.tip].append((Mark(row.mark), row.person.hex(), row.at / 1e6))
    events: dict[bytes, dict[str, float]] = {one: {} for one in ids}
    for row in await rows.execute(_EVENTS, {"tips": ids}):
        events[row.tip][row.name] = seconds(row.at)
    return [_record(row._mapping, routes[row.id], marks[row.id], events[row.id]) for row in found]


def _record(
    row: Mapping[Any, Any],
    stations: list[str],
    marks: list[tuple[Mark, str, float]],
    events: Mapping[str, float],
) -> Card:
    return Card(
        public=row["public"],
        station=row["station"],
        area=row["area"],
        topic=Topic(row["topic"]),
        detail=Detail(row["detail"]) if row["detail"] else None,
        urgency=Urgency(row["urgency"]),
        reader=Reader(row["reader"]),
        stage=Stage(row["stage"]),
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
        kind=Kind(row["kind"]),
        indicator=row["indicator"],
        extensions=row["extensions"],
        asked_until=row["asked_until"],
        until=row["until"],
        verified=Verified(row["verified"]) if row["verified"] else None,
        registered=row["registered"],
        told=row["told"],
        due_at=seconds(row["due_at"]) if row["due_at"] is not None else None,
        events={"sent": float(row["submitted_hour"] * HOUR_S), **events},
        sources=row["sources"],
        last_hour=row["last_hour"] * HOUR_S,
        promised=CitizenStatus(row["next_status"] or row["status"]),
    )


async def add(rows: AsyncConnection, values: dict[str, Any], keys: Sequence[dict[str, Any]]) -> Card:
    """A new tip with the key of each station on its route; returns it as officers see it."""
    keys = sorted(keys, key=lambda one: str(one["station"]))
    await rows.execute(_ADD, [values])
    await rows.execute(_ADD_KEY, keys)
    return _record(dict.fromkeys(tip.c.keys()) | values, [key["station"] for key in keys], [], {})


async def public_id(rows: AsyncConnection, tip_id: bytes) -> str | None:
    """The id that officers see, by the inner one."""
    found: str | None = await rows.scalar(sa.select(tip.c.public).where(tip.c.id == tip_id))
    return found


async def change(rows: AsyncConnection, public: str, version: int, values: dict[str, Any]) -> bool:
    """Write values and grow the version; False where somebody was faster."""
    statement = (
        sa.update(tip).where(tip.c.public == public, tip.c.version == version).values(**values, version=version + 1)
    )
    return (await rows.execute(statement)).rowcount == 1


async def happened(rows: AsyncConnection, tip_id: bytes, name: str, at: float) -> None:
    """Something that a clock begins with, or a deadline that was met, to the minute; what happens again begins anew."""
    values = {"tip": tip_id, "name": name, "at": to_the_minute(at)}
    await rows.execute(upsert(rows, tip_event, ("tip", "name"), ("at",)), [values])


async def undone(rows: AsyncConnection, tip_id: bytes, names: Sequence[str]) -> None:
    """What is to be met anew."""
    await rows.execute(sa.delete(tip_event).where(tip_event.c.tip == tip_id, tip_event.c.name.in_(names)))


async def set_due(rows: AsyncConnection, public: str, ends: float | None) -> None:
    """The end of the next deadline; it is counted from what stands in the row, so the version stays."""
    due = None if ends is None else micros(ends)
    await rows.execute(_SET_DUE, {"public_id": public, "ends": due})


async def mark(rows: AsyncConnection, tip_id: bytes, person: str, what: Mark, at: int) -> None:
    """Stamp a step; a second stamp of the same kind by the same officer keeps the first time."""
    known = sa.select(tip_mark.c.tip).where(
        tip_mark.c.tip == tip_id, tip_mark.c.person == bytes.fromhex(person), tip_mark.c.mark == what.value
    )
    if not (await rows.execute(known)).first():
        values = {"tip": tip_id, "person": bytes.fromhex(person), "mark": what.value, "at": at}
        await rows.execute(sa.insert(tip_mark), [values])


async def unmark(rows: AsyncConnection, tip_id: bytes, what: Mark) -> None:
    """Take stamps of a kind back, whoever made them."""
    await rows.execute(sa.delete(tip_mark).where(tip_mark.c.tip == tip_id, tip_mark.c.mark == what.value))


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
    return prepared(known.on_conflict_do_nothing(index_elements=["tip", "station", "person"]))


async def taken_down(rows: AsyncConnection, public: str) -> None:
    """The card stands nowhere any more."""
    await rows.execute(sa.delete(tip_card).where(tip_card.c.tip == _THIS), {"public_id": public})


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
