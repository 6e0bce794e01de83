"""Before the report is due, figures that are missing are asked for in chat; never twice a day, never of a closed year."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.perform import daily
from content.plans import shipped
from content.terms import Role
from handlers.coverage.entry_rules import asked_of
from handlers.messages import Show
from storage import entered, years
from storage.entered import Figure
from tests.world import COMMUNE, PROVINCE, World

PLAN = shipped("soc-trang-2022-2025")


def morning(text: str) -> float:
    """08:00 local of a day."""
    return datetime.fromisoformat(f"{text}T01:00").replace(tzinfo=UTC).timestamp()


async def a_morning(world: World, day: str) -> list[Show]:
    async with world.database.write() as rows:
        found = await world.performer.occur(rows, daily.FIGURES, {}, morning(day))
    return [post for post in found if isinstance(post, Show)]


@pytest.mark.parametrize(("day", "days"), [("2025-10-31", 30), ("2025-11-20", 10), ("2025-11-30", 0)])
async def test_missing_figures_are_asked_of_the_provinces_outreach_officers(world: World, day: str, days: int) -> None:
    await world.officer(PROVINCE, 1, Role.DESK)
    officer = await world.officer(PROVINCE, 2, Role.OUTREACH)
    await world.officer(COMMUNE, 3, Role.OUTREACH)
    async with world.database.write() as rows:
        await entered.save(rows, PLAN.key, 2025, Figure("K1", 100, world.now, officer.id))
    (post,) = await a_morning(world, day)
    assert post.to.user == "2"
    assert f"Còn {days} ngày đến hạn báo cáo năm 2025. Số liệu còn thiếu: K4, K5," in post.screen.text
    assert post.screen.rows[0][0].payload == "a:plan_figures:2025"


@pytest.mark.parametrize("day", ["2025-11-19", "2025-12-01", "2026-11-20", "2027-01-15"])
async def test_on_other_days_and_after_the_plan_nobody_is_asked(world: World, day: str) -> None:
    await world.officer(PROVINCE, 2, Role.OUTREACH)
    assert await a_morning(world, day) == []


async def test_where_nobody_does_outreach_the_duty_desk_is_asked(world: World) -> None:
    await world.officer(PROVINCE, 1, Role.DESK)
    (post,) = await a_morning(world, "2025-11-20")
    assert post.to.user == "1"


@pytest.mark.parametrize("closed", [True, False])
async def test_nothing_is_asked_once_all_is_there_or_the_year_is_closed(world: World, closed: bool) -> None:
    officer = (await world.officer(PROVINCE, 2, Role.OUTREACH)).id
    async with world.database.write() as rows:
        if closed:
            await years.close(rows, PLAN.key, 2025, officer, {}, world.now)
        else:
            for one in asked_of(PLAN):
                await entered.save(rows, PLAN.key, 2025, Figure(one.id, 1, world.now, officer))
    assert await a_morning(world, "2025-11-20") == []
