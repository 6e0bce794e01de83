"""A year of the plan through the real program: a figure, a list, and an exception that holds once another person agreed."""

from __future__ import annotations

from datetime import date

from content.library.terms import Audience
from content.outreach_terms import TargetKind
from content.terms import Role
from storage import entered, sets, targets
from storage.targets import Target
from tests.e2e.house import House
from tests.e2e.test_campaign import without_pin
from tests.world import COMMUNE, PROVINCE

PLAN, YEAR = "soc-trang-2022-2025", 2025


async def test_a_figure_and_a_list_are_worked_on_by_two_people_in_chat(village: House) -> None:
    area = village.world.area(COMMUNE)
    schools = [
        Target(f"thcs-{n}", TargetKind.SCHOOL, f"THCS Số {n}", area, Audience.PARENTS, date(2022, 1, 1)) for n in (1, 2)
    ]
    async with village.database.write() as rows:
        await targets.save(rows, village.keyring, schools)
    officer = await without_pin(village, PROVINCE, Role.OUTREACH, "Đ/c Mai")
    chief = await without_pin(village, PROVINCE, Role.COMMANDER, "Đ/c Chỉ huy")

    await officer.press("Plan of the year")
    await officer.press("Figures")
    await officer.press("K14")
    await officer.say("115")
    await officer.press("No paper")
    await officer.sees("Entered: {id} of {year}.")

    await officer.press("Back")
    await officer.press("Back")
    await officer.press("Lists")
    await officer.press("K2b")
    await officer.press("Fix the list")
    await officer.say("12/KH-BCĐ")
    await officer.say("15/1/2025")
    await officer.press("30/11/2025")
    await officer.press("Fix the list")
    await officer.sees("The list is fixed.")
    await officer.press("Back")
    await officer.press("Exception")
    await officer.say("thcs-2")
    await officer.press("Done")
    await officer.say("Ngập lụt, theo BC 3/BC-UBND")

    await chief.press("Look at it")
    await chief.press("Agree")
    await officer.sees("{name} agreed: {what}")
    async with village.database.read() as rows:
        found = await sets.members(rows, PLAN, YEAR, "K2b")
        assert {one.target: one.exempt for one in found} == {"thcs-1": False, "thcs-2": True}
        assert (await entered.of_year(rows, PLAN, YEAR))["K14"].value == 115
