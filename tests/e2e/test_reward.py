"""A reward in the real house: proposed, granted, read of at a look-up only, fetched with a code at the province, once."""

from __future__ import annotations

import re

from content.terms import Merit, Role
from tests.e2e.house import House
from tests.world import COMMUNE, PIN, PROVINCE


async def test_a_reward_is_offered_at_a_look_up_and_its_code_works_once(house: House) -> None:
    chief = await house.officer(PROVINCE)
    desk = await house.colleague(PROVINCE, chief, Role.DESK)
    tu = await house.officer(COMMUNE, name="Đ/c Tư")
    head = await house.colleague(COMMUNE, tu, Role.HEAD, "Đ/c Sáu")
    ba = await house.citizen("Ba")
    receipt = await ba.report("co nguoi ban ma tuy gan cho")
    await ba.copied()
    for label in ("Take this tip", "Enter in the book", "Close the tip", "Dealt with at once", "Today"):
        await tu.press(label)
    await tu.say("da giai tan")
    await tu.press("Close the tip")
    await tu.press("Propose a reward")
    await tu.press(Merit.TRUE.text)
    before = ba.looks()
    await head.press("Look at it")
    await head.press("Grant it")
    await house.until_eight()
    assert ba.looks() == before  # nobody tells them

    await ba.look_up(receipt)
    await ba.press("About a reward")
    assert ba.reads("Whoever fetches a reward is seen there. Leaving it is fine.")
    await ba.press("Show me a code")
    code = re.search(r"\d{4} \d{3} \d{3}", ba.text)
    assert code

    await desk.open_shift(PIN)
    for answer in ("Đúng, của tin T-", "Không đúng, hoặc đã dùng rồi."):
        await desk.say("/truc")
        await desk.press("Reward code")
        await desk.say(code[0])
        assert answer in desk.text
