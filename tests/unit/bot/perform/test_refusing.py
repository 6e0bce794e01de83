"""Refusals stand in the audit, with who and why and never on what; a flood of them is cut short."""

from __future__ import annotations

import pytest

from bot.perform.refusing import MOST_IN_AN_HOUR
from handlers import effects
from storage import audit
from tests.world import COMMUNE, PROVINCE, World, only_tip


async def refusals(world: World) -> list[tuple[str, str]]:
    async with world.database.read() as rows:
        lines = [line async for _seq, line, _mac in audit.read(rows)]
    return [(line.action, line.subject) for line in lines if line.action.startswith("refused")]


async def test_a_refusal_names_the_right_and_the_reason(world: World) -> None:
    officer = await world.officer(COMMUNE, 10)
    await world.do(effects.Refused(officer.id, "read", "no_shift"))
    assert await refusals(world) == [("refused", "read:no_shift")]


async def test_what_performing_refuses_under_the_lock_is_audited_alike_and_names_no_tip(world: World) -> None:
    officer = await world.officer(COMMUNE, 10)
    await world.doors_open(PROVINCE)
    await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await world.do(effects.ClaimTip(public, 1, officer.id))
    await world.do(effects.ClaimTip(public, 1, officer.id))
    assert await refusals(world) == [("refused", "claim:changed")]


@pytest.mark.parametrize("presses", [MOST_IN_AN_HOUR + 30])
async def test_a_flood_of_refusals_ends_with_one_line_and_begins_anew_after_an_hour(world: World, presses: int) -> None:
    officer = await world.officer(COMMUNE, 10)
    for _press in range(presses):
        await world.do(effects.Refused(officer.id, "read", "no_tip"))
    written = await refusals(world)
    assert len(written) == MOST_IN_AN_HOUR + 1
    assert written[-1] == ("refused often", "")
    world.now += 3601
    await world.do(effects.Refused(officer.id, "read", "no_tip"))
    assert len(await refusals(world)) == MOST_IN_AN_HOUR + 2
