"""The desk's lists: in order, narrowed, and no tip missed or seen twice while others come and go."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from content.terms import Stage, Topic, Urgency
from storage import lists
from storage.engine import Database
from storage.lists import Ends, Listing, Page, Sent, Spot, spot_in, spot_of
from storage.tables import metadata, person, station, tip
from storage.times import micros

HERE, ELSEWHERE = "31783", "31804"
HOUR = 500_000
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def row(**changed: Any) -> dict[str, Any]:
    """One open tip of this station as it stands in the table."""
    values = {
        "id": secrets.token_bytes(16),
        "public": "".join(secrets.choice(LETTERS) for _place in range(10)),
        "key": bytes(32),
        "key_mac": bytes(32),
        "citizen": bytes(32),
        "citizen_mac": bytes(32),
        "station": HERE,
        "area": "vinh-chau",
        "topic": Topic.SALE.value,
        "urgency": Urgency.ORDINARY.value,
        "reader": "commune",
        "stage": Stage.NEW.value,
        "kind": "tip",
        "indicator": False,
        "version": 1,
        "holder": None,
        "asked_until": None,
        "language": "vi",
        "test": False,
        "few_know": False,
        "submitted_hour": HOUR,
        "last_hour": HOUR,
        "status": "received",
        "contact": "none",
        "due_at": None,
    }
    return values | changed


async def put(database: Database, found: Sequence[dict[str, Any]]) -> None:
    async with database.write() as rows:
        await rows.execute(sa.insert(tip), list(found))


async def with_stations(database: Database) -> None:
    async with database.write() as rows:
        units = [{"id": one, "name": one, "kind": "commune", "training": False} for one in (HERE, ELSEWHERE)]
        await rows.execute(sa.insert(station), units)


@pytest.fixture
async def desk(database: Database) -> Database:
    await with_stations(database)
    return database


async def shown(database: Database, listing: Listing, size: int = 6, **at: Spot | None) -> Page:
    async with database.read() as rows:
        return await lists.page(rows, listing, size, **at)


async def names(database: Database, listing: Listing) -> set[str]:
    return {card.public for card in (await shown(database, listing, 50)).cards}


async def test_the_urgent_come_first_then_the_oldest(desk: Database) -> None:
    order = [
        row(urgency="danger", submitted_hour=HOUR + 5),
        row(urgency="ongoing", submitted_hour=HOUR + 4),
        row(submitted_hour=HOUR + 1),
        row(submitted_hour=HOUR + 2),
    ]
    others = [row(station=ELSEWHERE), row(stage="closed"), row(test=True)]
    await put(desk, [*others, *reversed(order)])
    page = await shown(desk, Listing(HERE))
    assert [card.public for card in page.cards] == [one["public"] for one in order]
    assert (page.earlier, page.later) == (False, False)


async def test_with_deadlines_the_next_due_comes_first(desk: Database) -> None:
    found = [row(due_at=micros(300.0)), row(due_at=micros(100.0)), row(due_at=micros(900.0)), row()]
    await put(desk, found)
    page = await shown(desk, Listing(HERE, ends=Ends(0.0, 500.0)))
    assert [card.public for card in page.cards] == [found[1]["public"], found[0]["public"]]


def test_the_values_of_urgency_stand_in_the_alphabet_as_they_stand_at_the_desk() -> None:
    values = [one.value for one in Urgency]
    assert values == sorted(values), "the index sorts by the text"


Narrow = Callable[[bytes], tuple[dict[str, Any], Listing]]
NARROWED: dict[str, Narrow] = {
    "urgent": lambda _me: ({"urgency": "danger"}, Listing(HERE, urgent=True)),
    "mine": lambda me: ({"holder": me}, Listing(HERE, holder=me.hex())),
    "taken": lambda me: ({"holder": me}, Listing(HERE, taken=True)),
    "asked": lambda _me: ({"asked_until": date(2027, 1, 9)}, Listing(HERE, asked=True)),
    "stage": lambda _me: ({"stage": "signs"}, Listing(HERE, stages=frozenset({Stage.SIGNS, Stage.BOOKED}))),
    "topic": lambda _me: ({"topic": "minors"}, Listing(HERE, topic=Topic.MINORS)),
    "area": lambda _me: ({"area": "vinh-phuoc"}, Listing(HERE, area="vinh-phuoc")),
    "no place": lambda _me: ({"area": None}, Listing(HERE, area=lists.UNKNOWN)),
    "sent": lambda _me: ({"submitted_hour": HOUR - 9}, Listing(HERE, sent=Sent(HOUR - 9, HOUR))),
    "test": lambda _me: ({"test": True}, Listing(HERE, test=True)),
}


async def a_person(database: Database) -> bytes:
    me = secrets.token_bytes(16)
    values = {"id": me, "address": b"", "name": b"", "role": "officer", "station": HERE, "state": "active"}
    async with database.write() as rows:
        await rows.execute(sa.insert(person), [values])
    return me


async def test_each_side_narrows_the_list_to_its_own_tips(desk: Database) -> None:
    me = await a_person(desk)
    plain = row()
    await put(desk, [plain])
    for what, narrow in NARROWED.items():
        changed, listing = narrow(me)
        fits = row(**changed)
        await put(desk, [fits])
        assert await names(desk, listing) == {fits["public"]}, what
        async with desk.write() as rows:
            assert await lists.total(rows, listing) == 1
            await rows.execute(sa.delete(tip).where(tip.c.public == fits["public"]))
    assert await names(desk, Listing(HERE, taken=False)) == {plain["public"]}


async def test_the_places_are_those_of_the_lists_own_tips(desk: Database) -> None:
    found = [row(), row(), row(area="vinh-phuoc"), row(area=None), row(area="lai-hoa", station=ELSEWHERE)]
    await put(desk, found)
    async with desk.read() as rows:
        assert await lists.areas(rows, Listing(HERE, area="vinh-phuoc")) == {"vinh-chau": 2, "vinh-phuoc": 1, "": 1}


async def test_a_tip_that_went_meanwhile_is_no_hole_in_the_list(desk: Database) -> None:
    found = sorted((row(submitted_hour=HOUR + number) for number in range(9)), key=lambda one: one["submitted_hour"])
    await put(desk, found)
    listing = Listing(HERE)
    first = await shown(desk, listing, 4)
    last = spot_of(first.cards[-1], listing)
    async with desk.write() as rows:
        gone = [card.public for card in first.cards]
        await rows.execute(sa.update(tip).where(tip.c.public.in_(gone)).values(stage="closed"))
    second = await shown(desk, listing, 4, after=last)
    assert [card.public for card in second.cards] == [one["public"] for one in found[4:8]]


async def test_the_earlier_page_is_the_one_before_and_the_first_one_is_whole(desk: Database) -> None:
    found = [row(submitted_hour=HOUR + number) for number in range(9)]
    await put(desk, found)
    listing = Listing(HERE)
    walked = [await shown(desk, listing, 4)]
    for _page in range(2):
        walked.append(await shown(desk, listing, 4, after=spot_of(walked[-1].cards[-1], listing)))
    assert [(page.earlier, page.later) for page in walked] == [(False, True), (True, True), (True, False)]
    back = await shown(desk, listing, 4, before=spot_of(walked[2].cards[0], listing))
    assert [card.public for card in back.cards] == [card.public for card in walked[1].cards]
    middle = await shown(desk, listing, 4, before=spot_of(walked[0].cards[2], listing))
    assert [card.public for card in middle.cards] == [card.public for card in walked[0].cards]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, asyncio.AbstractEventLoop]]:
    """One database for many examples, and the loop it lives in: the order is the index's, whatever the engine."""
    loop = asyncio.new_event_loop()
    path: Path = tmp_path_factory.mktemp("lists") / "hotline.db"

    async def furnish() -> Database:
        database = await Database.open(f"sqlite:///{path}")
        async with database.write() as rows:
            await rows.run_sync(metadata.create_all)
        await with_stations(database)
        return database

    database = loop.run_until_complete(furnish())
    yield database, loop
    loop.run_until_complete(database.close())
    loop.close()


TIPS = st.tuples(st.sampled_from([one.value for one in Urgency]), st.integers(0, 3), st.integers(0, 9))
"""Urgency, hour, end of the deadline: many alike, so that the last thing to sort by is needed."""


def made(drawn: Sequence[tuple[str, int, int]]) -> list[dict[str, Any]]:
    return [row(urgency=one, submitted_hour=HOUR + hour, due_at=micros(float(end))) for one, hour, end in drawn]


@given(
    st.lists(TIPS, max_size=25),
    st.lists(st.lists(TIPS, max_size=4), max_size=12),
    st.integers(1, 7),
    st.booleans(),
)
def test_walking_the_pages_misses_nothing_and_shows_nothing_twice_while_tips_arrive(
    bare: tuple[Database, asyncio.AbstractEventLoop],
    first: list[tuple[str, int, int]],
    arriving: list[list[tuple[str, int, int]]],
    size: int,
    due: bool,
) -> None:
    database, loop = bare
    listing = Listing(HERE, ends=Ends(0.0, 100.0)) if due else Listing(HERE)

    async def walk() -> tuple[set[str], list[str]]:
        async with database.write() as rows:
            await rows.execute(sa.delete(tip))
        there = made(first)
        if there:
            await put(database, there)
        seen, page, waiting = list[str](), await shown(database, listing, size), list(arriving)
        while True:
            seen += [card.public for card in page.cards]
            if not page.later:
                return {one["public"] for one in there}, seen
            if waiting and (new := made(waiting.pop())):
                await put(database, new)
            page = await shown(database, listing, size, after=spot_of(page.cards[-1], listing))

    there, seen = loop.run_until_complete(walk())
    assert len(seen) == len(set(seen))
    assert there <= set(seen)


@given(st.integers(0, 2), st.integers(0, 10**17), st.text(LETTERS, min_size=1, max_size=10))
def test_a_spot_comes_back_out_of_its_button(rank: int, at: int, public: str) -> None:
    spot = Spot(rank, at, public)
    assert spot_in(str(spot)) == spot
    assert len(f"a:inbox:urgent:n:{spot}") <= 64


@given(st.text(max_size=30))
def test_a_forged_spot_is_none_or_one_that_is_written_so(text: str) -> None:
    spot = spot_in(text)
    assert spot is None or str(spot) == text


async def test_both_engines_read_a_page_from_the_index_alone(desk: Database) -> None:
    await put(desk, [row(submitted_hour=HOUR + number % 50) for number in range(400)])
    listing = replace(Listing(HERE), topic=Topic.MINORS)
    query, _order = lists._query(listing, Spot(2, HOUR, "A"), 7, back=False)
    async with desk.write() as rows:
        if rows.dialect.name == "postgresql":
            await rows.execute(sa.text("ANALYZE tip"))
            await rows.execute(sa.text("SET LOCAL enable_seqscan = off"))
        sql = str(query.compile(dialect=rows.dialect, compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN " if rows.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
        plan = "\n".join(str(line) for line in await rows.execute(sa.text(explain + sql)))
    assert "ix_tip_desk" in plan, plan
    assert "TEMP B-TREE" not in plan.upper(), plan
    assert "SORT" not in plan.upper().replace("INCREMENTAL", ""), plan
