"""Three people tell one thing within a minute: one card, three sources, one end; and nobody of them learns of the others."""

from __future__ import annotations

from tests.e2e.house import House
from tests.e2e.phones import Citizen, Officer, Phone
from tests.e2e.test_adversary import Looks
from tests.world import COMMUNE

STORY = "co nguoi ban ma tuy trong hem 112 Le Hong Phong, thang Tu Den, xe 83P1-234.56"
OTHERS = (
    "thang tu den ban ma tuy hem 112 xe 83p1 23456, toi nao cung co",
    "co nguoi ban ma tuy hem 112 le hong phong, thang tu den di xe 83p1-23456",
)


def cards(phone: Phone) -> list[str]:
    """The cards of what is open, as they stand in a chat; a short reply has one line."""
    return [text for text in phone.texts if text.startswith("T-") and "\n" in text and "Đã xong." not in text]


async def end(tu: Officer) -> None:
    """Filed, in the words of an ordinary end."""
    await tu.press("Close the tip")
    await tu.press("File it")
    await tu.say("da xem")
    await tu.press("Close the tip")
    await tu.sees("It is closed. The reporter sees it from the next 08:00 on.")


async def looked(dealer: Citizen, receipt: str, seen: Looks) -> None:
    await dealer.look_up(receipt)
    seen.append(dealer.looks())
    await dealer.press("Close")
    seen.append(dealer.looks())


async def test_three_tips_of_a_minute_become_one_card_and_each_reporter_reads_of_their_own_alone(
    village: House,
) -> None:
    tu = await village.officer(COMMUNE, name="Đ/c Tư")
    group = await village.group(COMMUNE, tu)

    # Somebody reports themself to learn what the police know: first into an empty village.
    dealer = await village.citizen("Người bán")
    alone: Looks = []
    among: Looks = []
    mine = await dealer.report(STORY)
    await dealer.copied()
    await tu.press("Take this tip")
    await tu.press("Enter in the book")
    await looked(dealer, mine, alone)
    await village.until_eight()
    await looked(dealer, mine, alone)
    await tu.open_shift("482913")
    await end(tu)
    await looked(dealer, mine, alone)
    await village.until_eight()
    await looked(dealer, mine, alone)

    # Then among two others, whose tips are joined with theirs.
    await village.pass_time(7 * 3600)
    await tu.open_shift("482913")
    crowd = [(await village.citizen(f"Bà con {number}"), story) for number, story in enumerate(OTHERS)]
    receipts = [await one.report(story) for one, story in crowd]
    again = await village.citizen("Người bán")
    theirs = await again.report(STORY)
    await again.copied()
    assert "Tu Den" not in group.text
    assert tu.reads("May be the same as {label} ({sure}): {why}.")
    await tu.press("Join the two")
    await tu.press("Join the two")
    assert len(cards(tu)) == 1
    assert "3 nguồn báo" in tu.text
    assert "nguồn" not in group.seen_by(tu).text
    assert len(cards(group.seen_by(tu))) == 1
    assert group.seen_by(tu).reads("{label}: there is something new.")
    await looked(again, theirs, among)
    await village.until_eight()
    await looked(again, theirs, among)
    await tu.open_shift("482913")
    await tu.press("Take this tip")
    await tu.press("Enter in the book")
    await end(tu)
    await tu.press("Tell all reporters")
    await looked(again, theirs, among)
    await village.until_eight()
    await looked(again, theirs, among)

    assert among == alone
    for (one, _story), receipt in zip(crowd, receipts, strict=True):
        await one.look_up(receipt)
        assert one.reads("Finished. Thank you. For safety, this channel does not tell outcomes about anyone.")
