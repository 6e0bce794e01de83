"""A tip through the real house: up from the commune, down again with a day, the answer back; its reporter notices nothing."""

from __future__ import annotations

from tests.e2e.house import House
from tests.world import COMMUNE, PROVINCE

STORY = "co nguoi ban ma tuy gan cho"


async def test_up_from_the_commune_down_with_a_day_and_the_answer_back(house: House) -> None:
    chief = await house.officer(PROVINCE, name="Đ/c Tỉnh")
    tu = await house.officer(COMMUNE, name="Đ/c Tư")
    group = await house.group(COMMUNE, tu)
    ba = await house.citizen("Ba")
    receipt = await ba.report(STORY)
    await ba.copied()

    await tu.press("Take this tip")
    await tu.press("Enter in the book")
    await tu.press("To another unit")
    await tu.press("Send it on")
    assert tu.reads("Nobody here can open it any more; only that it was here is kept.")
    passed = tu.label("{label} · passed on to another unit.").format(label="").strip(" ·")
    assert passed in group.seen_by(tu).text
    assert not group.seen_by(tu).has("Take this tip")

    await chief.press("Take this tip")
    await chief.press("Read the tip")
    assert STORY in "\n".join(chief.texts)
    await chief.press("Commune to verify")
    await chief.press(chief.labels[0])
    await chief.sees("The commune verifies and reports back by the day that was set.")

    await tu.press("Take this tip")
    await tu.press("Report back")
    await tu.say("da den xem, nha dong cua")
    await tu.sees("Next: note signs of a crime, or close it.")
    await chief.press("Take this tip")
    await chief.press("Read the tip")
    assert "da den xem, nha dong cua" in "\n".join(chief.texts)

    await ba.look_up(receipt)
    assert ba.reads("Received.")
