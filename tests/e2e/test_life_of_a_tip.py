"""A tip from its first line to its last: typed, sealed, rung, claimed, read, asked, answered, closed, looked up, wiped."""

from __future__ import annotations

import pytest

from content.questions import QUESTIONS
from tests.e2e.house import House
from tests.world import COMMUNE, PROVINCE

STORY = "co nguoi ban ma tuy gan cho"


async def test_four_exchanges_reach_a_receipt(house: House) -> None:
    await house.officer(PROVINCE)
    await house.officer(COMMUNE)
    ba = await house.citizen()
    await ba.report(STORY)
    assert ba.exchanges == 4
    assert [message["text"] for message in ba.shown if not message["from_bot"]] == []
    assert len(ba.texts) == 1


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_the_whole_life_of_a_tip(house: House, language: str) -> None:
    chief = await house.officer(PROVINCE, name="Đ/c Tỉnh")
    tu = await house.officer(COMMUNE, name="Đ/c Tư")
    group = await house.group(COMMUNE, tu)
    ba = await house.citizen("Ba", language=language)

    receipt = await ba.report(STORY + ", nha thang Tam, xe 83P1-123.45")
    await ba.copied()

    assert tu.has("Take this tip")
    assert not chief.has("Take this tip")
    assert "Tam" not in group.text
    assert "83P1" not in group.text
    assert "Tam" not in tu.text
    in_group = group.seen_by(tu)
    cards = len(in_group.texts)
    await in_group.press("Take this tip")
    assert "Đ/c Tư" in group.text
    assert len(in_group.texts) == cards
    assert not in_group.has("Take this tip")

    await tu.press("Read the tip")
    assert "nha thang Tam" in tu.text
    assert all(message["protected"] for message in tu.shown if "Tam" in message["text"])

    await tu.press("Ask back")
    await tu.press(next(iter(QUESTIONS.values())).label)
    assert ba.reads("Hello. There is something new for you to see, whenever you have time.")
    prepared = next(iter(QUESTIONS.values())).text
    assert not ba.reads(prepared)

    cousin = await house.citizen("Út", language=language)
    await cousin.look_up(receipt)
    assert cousin.reads("Received.")
    assert cousin.reads(prepared)
    await cousin.press("Answer")
    await cousin.say("Toi nao cung co, chung 8 gio")
    await cousin.press("Done")
    await cousin.sees("It was added. Thank you.")
    await cousin.press("Look again")
    await cousin.press("How to answer me")
    await cousin.press("Ask me again here")
    await cousin.sees("It is set.")
    await cousin.press("Close")

    await tu.press("Read the tip")
    assert "chung 8 gio" in tu.text
    await tu.press("Ask back")
    await tu.say("Xe do mau gi?")
    if tu.has("Send all the same"):
        await tu.press("Send all the same")
    assert "Xe do mau gi?" in cousin.text
    assert "Xe do mau gi?" not in ba.text
    await cousin.press("Answer")
    await cousin.say("mau do")
    await cousin.press("Done")
    await cousin.sees("It was added. Thank you.")
    assert "Xe do mau gi?" not in cousin.text

    await tu.press("Read the tip")
    assert "mau do" in tu.text
    await tu.press("Enter in the book")
    await tu.press("Close the tip")
    await tu.press("Dealt with at once")
    await tu.press("Today")
    await tu.say("da giai tan")
    await tu.press("Close the tip")
    await tu.sees("It is closed. The reporter sees it from the next 08:00 on.")
    assert "mau do" not in tu.text

    await ba.look_up(receipt)
    assert ba.reads("Received.")
    await house.until_eight()
    await ba.look_up(receipt)
    assert ba.reads("Finished. Thank you. For safety, this channel does not tell outcomes about anyone.")
    await ba.press("Close")
    await ba.press("More…")
    await ba.press("Erase all")
    await ba.press("Erase all")
    assert ba.reads("Done. Nothing of yours is remembered here now.")
    assert len(ba.texts) == 1
