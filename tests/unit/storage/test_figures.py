"""What figures are made of, over real rows on both engines."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from content.terms import Outcome
from storage import figures, tips
from storage.engine import Database
from storage.figures import ASKED, LATE, Life
from storage.tables import counter, entry, tip
from tests.unit.storage.test_lists import ELSEWHERE, HERE, HOUR, put, row, with_stations

NOW = (HOUR + 30) * 3600.0


@pytest.fixture
async def desk(database: Database) -> Database:
    await with_stations(database)
    return database


async def of(database: Database, since: int = HOUR, before: int = HOUR + 24) -> list[Life]:
    async with database.read() as rows:
        return await figures.lives(rows, HERE, since, before, NOW)


async def test_a_life_holds_what_happened_to_a_tip_and_when(desk: Database) -> None:
    one = row(indicator=True, outcome="handled", stage="closed", closed_hour=HOUR + 5, verified="yes")
    await put(desk, [one])
    async with desk.write() as rows:
        for name, at in (("accepted", 3600.0), (ASKED, 7200.0), ("handed_over", 9000.0), (LATE, 9600.0), ("T2", 1.0)):
            await tips.happened(rows, one["id"], name, at)
        said = ["story", "question", "question", "answer", "file"]
        await rows.execute(sa.insert(entry), [_entry(one["id"], kind, place) for place, kind in enumerate(said)])
    (life,) = await of(desk)
    assert (life.sent, life.accepted, life.first_asked, life.handed_over) == (HOUR * 3600.0, 3600.0, 7200.0, 9000.0)
    assert (life.closed, life.outcome, life.overdue, life.indicator) == (
        (HOUR + 5) * 3600.0,
        Outcome.HANDLED,
        True,
        True,
    )
    assert (life.asked, life.answered, life.came_back) == (2, 1, True)


def _entry(tip_id: bytes, kind: str, place: int) -> dict[str, object]:
    return {"id": bytes([place]) * 16, "tip": tip_id, "kind": kind, "place": place, "key": b"k", "body": b"b"}


async def test_only_tips_of_the_station_and_period_are_counted(desk: Database) -> None:
    inside = [row(), row(submitted_hour=HOUR + 23), row(test=True)]
    outside = [row(submitted_hour=HOUR - 1), row(submitted_hour=HOUR + 24), row(station=ELSEWHERE)]
    await put(desk, inside + outside)
    found = await of(desk)
    assert len(found) == 3
    assert sum(life.test for life in found) == 1


@pytest.mark.parametrize(
    ("changed", "overdue"),
    [
        ({"due_at": int(NOW * 1e6)}, True),
        ({"due_at": int(NOW * 1e6) + 1}, False),
        ({"due_at": 1, "stage": "closed", "closed_hour": HOUR}, False),
        ({}, False),
    ],
)
async def test_a_tip_is_overdue_from_the_moment_its_deadline_ends(
    desk: Database, changed: dict[str, object], *, overdue: bool
) -> None:
    await put(desk, [row(**changed)])
    (life,) = await of(desk)
    assert life.overdue == overdue


async def test_an_addition_is_a_way_of_coming_back_and_a_story_is_not(desk: Database) -> None:
    found = [row(), row()]
    await put(desk, found)
    async with desk.write() as rows:
        kinds = [_entry(found[0]["id"], "details", 1), _entry(found[1]["id"], "story", 2)]
        await rows.execute(sa.insert(entry), kinds)
        order = list(await rows.scalars(sa.select(tip.c.id)))
    lives = dict(zip(order, await of(desk), strict=True))
    assert sum(life.came_back for life in lives.values()) == 1


async def test_what_was_counted_month_by_month_is_read_by_name(desk: Database) -> None:
    cells = [
        {"month": month, "station": HERE, "name": name, "number": 3}
        for month in ("2026-01", "2026-02", "2026-03")
        for name in ("received", "late")
    ]
    async with desk.write() as rows:
        await rows.execute(sa.insert(counter), cells)
        found = await figures.counted(rows, ["2026-01", "2026-02"], "received")
    assert found == {(HERE, "2026-01"): 3, (HERE, "2026-02"): 3}
