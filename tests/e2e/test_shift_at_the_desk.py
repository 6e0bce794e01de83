"""A shift at the desk through the real program: lists, filter, search, passing a tip on, one that goes back, figures."""

from __future__ import annotations

from tests.e2e.house import House
from tests.world import COMMUNE

HOUR = 3600.0
STORIES = ("co nguoi ban ma tuy gan cho", "co nguoi ban ma tuy o xe 83B-004.56", "co nguoi ban ma tuy o quan karaoke")


async def test_a_shift_at_the_desk(village: House) -> None:
    tu = await village.officer(COMMUNE, name="Đ/c Tư")
    nam = await village.colleague(COMMUNE, tu, name="Đ/c Năm")
    for number, story in enumerate(STORIES):
        citizen = await village.citizen(f"Ba {number}")
        await citizen.report(story)
        await citizen.copied()

    await tu.say("/hop")
    await tu.sees("The unit's tips")
    assert "3 tin" in tu.text
    await tu.press("Filter")
    await tu.press("How far?")
    await tu.press("Somebody has it")
    await tu.press("Show the tips")
    await tu.sees("Nothing fits the filter. Press “Filter off” to see all.")
    await tu.press("Filter off")
    await tu.press("Desk")

    await tu.press("Search")
    await tu.say("83B 00456")
    await tu.sees("All {n} tips that your unit can open were looked through.")
    assert "Thấy 1 tin." in tu.text
    assert "83B" not in tu.text
    await tu.press(next(label for label in tu.labels if label.startswith("1. T-")))
    await tu.press("Take this tip")
    await tu.press("Pass it on")
    await tu.press("Đ/c Năm")
    await tu.sees("{label} is with {name} now.")
    assert nam.reads("{name} passed {label} to you. It is yours now.")

    await tu.say("/solieu")
    await tu.sees("Received: {n} · test tips: {tests}")
    assert "Đã nhận: 3 · tin thử: 0" in tu.text

    await village.pass_time(15.5 * HOUR)
    assert nam.reads("goes back to the others soon")
    assert "Đồng chí Đ/c Năm đã nhận." in nam.text
    await village.pass_time(2 * HOUR)
    assert "Đồng chí Đ/c Năm đã nhận." not in nam.text
