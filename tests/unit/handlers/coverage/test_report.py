"""The figures of a year's report, read from the rows."""

from __future__ import annotations

from dataclasses import replace

from content.plans import shipped
from content.terms import Role
from handlers.coverage.report import year_report
from handlers.coverage.report_rules import YearReport
from storage import entered, stations, years
from storage.entered import Figure
from tests.world import COMMUNE, INSPECTORATE, PROVINCE, World

PLAN = replace(shipped("soc-trang-2022-2025"), last_year=2027)  # the world's day lies in its last year


async def report(world: World, year: int = 2027) -> YearReport:
    async with world.database.read() as rows:
        return await year_report(rows, world.keyring, world.policy, PLAN, year, world.now)


async def test_tips_of_all_units_are_counted_but_not_those_about_officers_and_not_training(world: World) -> None:
    await world.doors_open(COMMUNE, PROVINCE, INSPECTORATE)
    for _ in range(6):
        await world.send()
    await world.send(stations=(INSPECTORATE,))
    found = (await report(world)).tips
    assert found is not None
    assert (found.received, found.open, found.overdue) == (6, 6, 0)
    async with world.database.write() as rows:
        unit = await stations.get(rows, COMMUNE)
        assert unit is not None
        await stations.save(rows, [replace(unit, training=True)])
    found = (await report(world)).tips
    assert found is not None
    assert found.received == 0


async def test_a_year_whose_tips_may_have_been_destroyed_tells_nothing_of_them(world: World) -> None:
    assert (await report(world, 2024)).tips is None


async def test_figures_stand_beside_the_year_befores_and_a_closed_year_is_said(world: World) -> None:
    person = (await world.officer(PROVINCE, 40, Role.OUTREACH)).id
    async with world.database.write() as rows:
        await entered.save(rows, PLAN.key, 2026, Figure("K4", 20, world.now, person))
        await entered.save(rows, PLAN.key, 2027, Figure("K4", 22, world.now, person))
        await years.close(rows, PLAN.key, 2027, person, {}, world.now)
    found = await report(world)
    (k4,) = (one for one in found.demands if one.indicator.id == "K4")
    assert (k4.change, k4.met, found.closed) == (10.0, True, True)
