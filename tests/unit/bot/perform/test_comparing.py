"""A new tip meets the earlier ones, on both engines: who is suggested to whom, over a month's end, and what is never compared."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from content.terms import Reader, Topic
from handlers.triage.mark_rules import Trait
from handlers.triage.sketch_rules import recalled
from storage import incidents
from storage.incidents import Pair
from storage.tables import alike, sketch, tip
from storage.times import DAY_S
from storage.vault.receipt import Receipt
from tests.world import COMMUNE, INSPECTORATE, NEIGHBOUR, PROVINCE, World

STORY = "thằng Tư Đen bán đá trong hẻm 112 Lê Hồng Phong, xe 83P1-234.56"
AGAIN = "thang tu den hem 112 giao hang xe 83p1 23456"


@pytest.fixture
async def manned(world: World) -> World:
    for number, station in enumerate((COMMUNE, PROVINCE, NEIGHBOUR, INSPECTORATE), 10):
        await world.officer(station, number)
    return world


async def send(world: World, text: str, **more: Any) -> Receipt:
    return await world.send(story={"parts": [{"kind": "text", "text": text}]}, **more)


async def pairs(world: World, station: str) -> list[Pair]:
    async with world.database.read() as rows:
        return await incidents.open_pairs(rows, world.keyring, station, 50)


async def test_three_tips_in_a_minute_meet(manned: World) -> None:
    for _minute in range(3):
        await send(manned, STORY)
        manned.now += 20
    found = await pairs(manned, COMMUNE)
    assert len(found) == 3
    assert {one.tip.public for one in found} | {one.other.public for one in found} == await publics(manned)


async def publics(world: World) -> set[str]:
    async with world.database.read() as rows:
        return set((await rows.execute(sa.select(tip.c.public))).scalars())


async def test_a_suggestion_keeps_why_and_how_far_apart_and_no_word_of_either(manned: World) -> None:
    await send(manned, STORY)
    manned.now += 2 * 3600
    await send(manned, AGAIN)
    (pair,) = await pairs(manned, COMMUNE)
    one = recalled("", pair.why)
    assert {Trait.PLATE, Trait.PLACE, Trait.NAME} <= set(one.traits)
    assert one.apart_s == 2 * 3600
    async with manned.database.read() as rows:
        bodies = [bytes(row.body) for row in await rows.execute(sa.select(alike.c.body))]
    assert not any(b"plate" in body for body in bodies)


async def test_what_tells_of_something_else_is_not_suggested(manned: World) -> None:
    await send(manned, STORY)
    await send(manned, "quán karaoke Hoa Mai tụ tập mỗi cuối tuần")
    assert await pairs(manned, COMMUNE) == []


async def test_the_commune_that_everybody_names_is_no_reason(manned: World) -> None:
    await send(manned, "ban hang cam gan phuong Vinh Chau")
    await send(manned, "nhom choi da o phuong Vinh Chau")
    assert await pairs(manned, COMMUNE) == []


async def test_a_match_across_communes_is_seen_by_the_province_alone(manned: World) -> None:
    await send(manned, STORY)
    await send(manned, AGAIN, stations=(NEIGHBOUR, PROVINCE), area=manned.area(NEIGHBOUR))
    assert await pairs(manned, COMMUNE) == await pairs(manned, NEIGHBOUR) == []
    assert len(await pairs(manned, PROVINCE)) == 1


async def test_what_the_commune_may_not_read_is_not_suggested_to_it(manned: World) -> None:
    await send(manned, STORY, stations=(PROVINCE,), reader=Reader.ABOVE)
    await send(manned, AGAIN)
    assert await pairs(manned, COMMUNE) == []
    assert len(await pairs(manned, PROVINCE)) == 1


async def test_tips_that_only_the_province_may_compare_leave_the_commune_its_own_three(manned: World) -> None:
    await send(manned, AGAIN)
    for _number in range(4):
        await send(manned, STORY, stations=(PROVINCE,), reader=Reader.ABOVE)
    await send(manned, STORY)
    assert len(await pairs(manned, COMMUNE)) == 1


async def test_test_tips_and_real_ones_never_meet(manned: World) -> None:
    await send(manned, STORY)
    await send(manned, STORY, test=True)
    assert await pairs(manned, COMMUNE) == []
    await send(manned, STORY, test=True)
    (pair,) = await pairs(manned, COMMUNE)
    assert pair.tip.test
    assert pair.other.test


@pytest.mark.parametrize(
    "more",
    [{"topic": Topic.OFFICIAL}, {"stations": (INSPECTORATE,)}, {"story": {"parts": [{"text": STORY}], "raw": True}}],
)
async def test_tips_about_officials_and_rescued_ones_are_not_sketched(manned: World, more: dict[str, Any]) -> None:
    await manned.send(**({"story": {"parts": [{"kind": "text", "text": STORY}]}} | more))
    async with manned.database.read() as rows:
        assert await rows.scalar(sa.select(sa.func.count()).select_from(sketch)) == 0


@pytest.mark.parametrize(("days", "meet"), [(1, True), (28, True), (31, False)])
async def test_a_tip_meets_those_of_thirty_days_over_a_months_end(manned: World, days: int, meet: bool) -> None:
    manned.now += 16 * DAY_S  # 31 January
    await send(manned, STORY)
    manned.now += days * DAY_S
    manned.keyring.destroy_old(manned.now)
    await send(manned, STORY)
    assert bool(await pairs(manned, COMMUNE)) == meet


async def test_who_tells_again_within_a_day_is_known_and_afterwards_nobody_knows(manned: World) -> None:
    first = await send(manned, STORY)
    byte = first.tag(manned.keyring.lookup_pepper)[0]
    await send(manned, AGAIN, told_here=(byte,))
    async with manned.database.read() as rows:
        ids = list((await rows.execute(sa.select(tip.c.id))).scalars())
        assert await incidents.told_again(rows, manned.keyring, ids, manned.now) == {frozenset(ids)}
        assert await incidents.told_again(rows, manned.keyring, ids, manned.now + DAY_S + 3600) == set()
        manned.keyring.destroy_old(manned.now + 5 * DAY_S)
        assert await incidents.told_again(rows, manned.keyring, ids, manned.now) == set()


async def test_another_chat_is_another_source(manned: World) -> None:
    await send(manned, STORY)
    await send(manned, AGAIN)
    async with manned.database.read() as rows:
        ids = list((await rows.execute(sa.select(tip.c.id))).scalars())
        assert await incidents.told_again(rows, manned.keyring, ids, manned.now) == set()


async def test_captions_and_the_place_as_it_was_told_are_compared_too(manned: World) -> None:
    place = {"parts": [{"kind": "text", "text": "bán hoài"}], "place": "Phường Vĩnh Châu · “hẻm 112 Lê Hồng Phong”"}
    await manned.send(story=place)
    await send(manned, "hem 112 le hong phong co ban")
    (pair,) = await pairs(manned, COMMUNE)
    assert Trait.PLACE in recalled("", pair.why).traits
