"""A school's group through the real program: the link, the agreement, nothing read, and one word that ends it."""

from __future__ import annotations

from datetime import date

from content.library.terms import Audience
from content.outreach_terms import SubscriptionState, TargetKind
from storage import subscriptions, targets
from storage.subscriptions import chat_of
from storage.targets import Target
from tests.e2e.house import House

SCHOOL = Target("th-hoa-sen", TargetKind.SCHOOL, "Trường Hoa Sen", "vinh-chau", Audience.PARENTS, date(2020, 1, 1))


async def state_of(house: House, chat: int) -> SubscriptionState | None:
    async with house.database.read() as rows:
        found = await subscriptions.by_chat(rows, house.keyring, chat_of(house.keyring, "telegram", str(chat)))
    return found.state if found else None


async def test_a_school_opens_its_link_agrees_is_moved_and_stops_with_one_word(village: House) -> None:
    async with village.database.write() as rows:
        await targets.save(rows, village.keyring, [SCHOOL])
    head, parent = await village.citizen(name="Cô Hiệu trưởng"), await village.citizen(name="Phụ huynh")
    given = {"title": "Phụ huynh Hoa Sen", "owner": head.user, "members": [parent.user]}
    chat = int(village.sandbox.phones.new_group(given)["chat_id"])
    village.sandbox.act(chat, "join", by=head.user, bot=True, start=SCHOOL.id)
    await village.quiet()
    there, beside = head.at(chat), parent.at(chat)
    await there.sees("Shall this group get messages against drugs from {agency}, for {target}?")
    await beside.press("We agree")
    await village.quiet()
    assert await state_of(village, chat) is None
    await there.press("We agree")
    await there.sees("Thank you. Messages for {target} will come here.")
    assert await state_of(village, chat) is SubscriptionState.ACTIVE
    await beside.say("tối nay họp phụ huynh nghen")
    moved = int(village.sandbox.act(chat, "migrate", by=head.user)["chat_id"])
    await village.quiet()
    assert await state_of(village, moved) is SubscriptionState.ACTIVE
    await head.at(moved).say("/dung")
    await head.at(moved).sees("Done. No more messages come here. To get them again: type /dangky.")
    assert await state_of(village, moved) is SubscriptionState.STOPPED
