"""A tip in law, in the real house: new, in the book, classified, transferred; a reminder on the way, by the virtual clock."""

from __future__ import annotations

from tests.e2e.house import House
from tests.world import COMMUNE, PROVINCE

STORY = "co nguoi ban ma tuy gan cho"
HOUR = 3600.0


async def test_a_tip_goes_through_book_and_law_and_nobody_forgets_it(house: House) -> None:
    await house.officer(PROVINCE, name="Đ/c Tỉnh")
    tu = await house.officer(COMMUNE, name="Đ/c Tư")
    ba = await house.citizen("Ba")
    receipt = await ba.report(STORY)
    await ba.copied()

    await tu.press("Take this tip")
    await tu.press("Enter in the book")
    await tu.sees("Next: classify it.")
    assert "Báo cáo CQĐT cấp tỉnh" in tu.text

    await house.pass_time(6.5 * HOUR)
    assert tu.reads("Deadlines to look at:")
    assert tu.reads("half of the time is over")
    await ba.look_up(receipt)
    assert ba.reads("Received.")
    assert "Báo cáo" not in ba.text

    await tu.press("Classify")
    await tu.press("Report, reporter unknown")
    await tu.sees("Next: note signs of a crime, or close it.")
    await tu.press("Close the tip")
    await tu.press("Transfer")
    await tu.press("Today")
    await tu.press("2")
    await tu.press("Close the tip")
    await tu.sees("It is closed. The reporter sees it from the next 08:00 on.")
    said = len([text for text in tu.texts if tu.label("Deadlines to look at:") in text])
    await house.pass_time(3 * 24 * HOUR, step=12 * HOUR)
    assert len([text for text in tu.texts if tu.label("Deadlines to look at:") in text]) <= said

    await ba.look_up(receipt)
    assert ba.reads("Finished. Thank you. For safety, this channel does not tell outcomes about anyone.")
