"""The lists of the desk: which open tips of a station, in which order, one page at a time.

A page begins after a tip, not after so many: tips that come or go between two pages make nobody miss one or see one twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.terms import Outcome, Stage, Topic, Urgency
from storage.tables import tip
from storage.times import micros
from storage.tips import Card, cards_of

UNKNOWN = ""
"""The area of a tip whose place nobody knows."""
_OPEN = tip.c.stage != sa.literal_column(f"'{Stage.CLOSED.value}'")  # as the index says it, which serves nothing else
_HOT = tip.c.urgency.in_([Urgency.DANGER.value, Urgency.ONGOING.value])


@dataclass(frozen=True)
class Ends:
    """Only tips whose next deadline ends from one moment to before another (seconds)."""

    since: float
    before: float


@dataclass(frozen=True)
class Sent:
    """Only tips sent from one hour to before another (whole hours since 1970)."""

    since: int
    before: int


@dataclass(frozen=True)
class Listing:
    """Which open tips of a station are wanted. What is None or empty is not asked for."""

    station: str
    test: bool = False
    urgent: bool = False
    holder: str = ""  # an officer's id
    taken: bool | None = None  # whether anybody has it
    asked: bool = False  # a question to the reporter is open
    stages: frozenset[Stage] = frozenset()
    topic: Topic | None = None
    area: str | None = None  # `UNKNOWN` where the tip names no place
    sent: Sent | None = None
    ends: Ends | None = None  # then the next due comes first; else the urgent, then the oldest


@dataclass(frozen=True)
class Spot:
    """Where a tip stands in a list: its urgency (0 the highest) and hour, or the end of its deadline; then its public id."""

    rank: int
    at: int
    public: str

    def __str__(self) -> str:
        return f"{self.rank}.{self.at}.{self.public}"


def spot_in(text: str) -> Spot | None:
    """A spot out of a payload, which anybody can forge; None where it is none."""
    rank, at, public = (*text.split("."), "", "", "")[:3]
    good = len(rank) == 1 and rank in "012" and at.isascii() and at.isdecimal() and len(at) < 19 and public.isalnum()
    return Spot(int(rank), int(at), public) if good and text == f"{rank}.{at}.{public}" else None


def spot_of(card: Card, listing: Listing) -> Spot:
    """Where a tip stands in this list."""
    if listing.ends:
        return Spot(0, micros(card.due_at or 0.0), card.public)
    return Spot(tuple(Urgency).index(card.urgency), int(card.submitted_hour) // 3600, card.public)


@dataclass(frozen=True)
class Page:
    """Some tips of a list, in order, and whether there are others before and after them."""

    cards: tuple[Card, ...]
    earlier: bool = False
    later: bool = False


async def page(
    rows: AsyncConnection, listing: Listing, size: int, *, after: Spot | None = None, before: Spot | None = None
) -> Page:
    """The tips next to a spot, or the first ones."""
    spot = before or after
    chosen, order = _query(listing, spot, size + 1, back=before is not None)
    found = list(await rows.execute(sa.select(tip).where(tip.c.id.in_(chosen)).order_by(*order)))
    beyond, rest = len(found) > size, found[:size]
    if before and not beyond:  # the list's head: filled up from behind, so that the first page is whole
        return await page(rows, listing, size)
    if before:
        rest.reverse()
    cards = await cards_of(rows, rest)
    return Page(tuple(cards), earlier=before is not None or spot is not None, later=before is not None or beyond)


def _query(
    listing: Listing, spot: Spot | None, most: int, *, back: bool
) -> tuple[sa.Select[Any], list[sa.UnaryExpression[Any]]]:
    """Which rows, out of the index alone (a row of a table without rowid is dear to look at), and their order."""
    order: tuple[sa.ColumnElement[Any], ...]
    order = (tip.c.due_at, tip.c.public) if listing.ends else (tip.c.urgency, tip.c.submitted_hour, tip.c.public)
    query = sa.select(tip.c.id).where(*_where(listing))
    if spot:
        at = (spot.at, spot.public) if listing.ends else (tuple(Urgency)[spot.rank].value, spot.at, spot.public)
        here, there = sa.tuple_(*order), sa.tuple_(*at)
        query = query.where(here < there if back else here > there)
    turned = [column.desc() if back else column.asc() for column in order]
    return query.order_by(*turned).limit(most), turned


def _where(listing: Listing) -> list[sa.ColumnElement[bool]]:
    """What a tip of the list is like; the station, the trial and the end of closed ones are the index's own."""
    found = [tip.c.station == listing.station, tip.c.test == listing.test, _OPEN]
    if listing.urgent:
        found.append(_HOT)
    if listing.holder:
        found.append(tip.c.holder == bytes.fromhex(listing.holder))
    if listing.taken is not None:
        found.append(tip.c.holder.is_not(None) if listing.taken else tip.c.holder.is_(None))
    if listing.asked:
        found.append(tip.c.asked_until.is_not(None))
    if listing.stages:
        found.append(tip.c.stage.in_(sorted(stage.value for stage in listing.stages)))
    if listing.topic:
        found.append(tip.c.topic == listing.topic.value)
    if listing.area is not None:
        found.append(tip.c.area == listing.area if listing.area else tip.c.area.is_(None))
    if listing.sent:
        found += [tip.c.submitted_hour >= listing.sent.since, tip.c.submitted_hour < listing.sent.before]
    if listing.ends:
        found.append(_ending(listing.ends))
    return found


def _ending(ends: Ends) -> sa.ColumnElement[bool]:
    return sa.and_(tip.c.due_at >= micros(ends.since), tip.c.due_at < micros(ends.before))


async def total(rows: AsyncConnection, listing: Listing) -> int:
    """How many tips a list has."""
    return int(await rows.scalar(sa.select(sa.func.count()).select_from(tip).where(*_where(listing))) or 0)


async def areas(rows: AsyncConnection, listing: Listing) -> dict[str, int]:
    """Where the tips of a list are, whatever place it asks for: area and how many; `UNKNOWN` where nobody knows."""
    anywhere = _where(replace(listing, area=None))
    query = sa.select(tip.c.area, sa.func.count()).where(*anywhere).group_by(tip.c.area)
    return {area or UNKNOWN: int(number) for area, number in await rows.execute(query)}


async def junk(rows: AsyncConnection, station: str, *, test: bool, start: int, most: int) -> list[Card]:
    """What lies in a station's junk box, the newest first."""
    inside = sa.and_(tip.c.stage == Stage.CLOSED.value, tip.c.outcome == Outcome.JUNK.value)
    query = sa.select(tip).where(tip.c.station == station, tip.c.test == test, inside)
    query = query.order_by(tip.c.closed_hour.desc(), tip.c.public).offset(start).limit(most)
    return await cards_of(rows, list(await rows.execute(query)))


@dataclass(frozen=True)
class Count:
    """What waits at a station: taken by nobody; urgent; late; and soon due."""

    waiting: int
    urgent: int
    late: int = 0
    soon: int = 0


@dataclass(frozen=True)
class Load:
    """What a station has before it: open, taken by nobody, late."""

    open: int
    waiting: int
    late: int


async def loads(rows: AsyncConnection, now: float) -> dict[str, Load]:
    """By station, of those that have anything open; test tips count nowhere."""
    sums = [sa.func.sum(sa.case((which, 1), else_=0)) for which in (tip.c.holder.is_(None), _ending(Ends(0.0, now)))]
    query = sa.select(tip.c.station, sa.func.count(), *sums).where(_OPEN, tip.c.test == sa.false())
    found = await rows.execute(query.group_by(tip.c.station))
    return {station: Load(int(number), int(waiting), int(late)) for station, number, waiting, late in found}


async def count(rows: AsyncConnection, station: str, late: Ends, soon: Ends, *, test: bool = False) -> Count:
    """How many open tips of this station nobody has taken, are urgent, are late, are soon due."""
    sums = [sa.func.coalesce(sa.func.sum(sa.case((which, 1), else_=0)), 0) for which in (
        tip.c.holder.is_(None), _HOT, _ending(late), _ending(soon)
    )]  # fmt: skip
    query = sa.select(*sums).where(*_where(Listing(station, test)))
    return Count(*map(int, (await rows.execute(query)).one()))
