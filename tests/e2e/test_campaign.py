"""A campaign through the real program: one writes, another approves, every group gets it once, and its author reads so."""

from __future__ import annotations

from content.outreach_terms import SubscriptionKind
from content.terms import Role
from storage import subscriptions
from storage.subscriptions import Wanted
from tests.e2e.house import House
from tests.e2e.phones import Officer, Phone, until
from tests.world import COMMUNE, PROVINCE

TEXT = "Đừng giữ giùm gói lạ cho ai. Ngộ độc thì gọi 115."
QUESTION, RIGHT, WRONG = "Có người nhờ cầm giùm gói lạ, bạn làm gì?", "Từ chối", "Cầm giùm"


async def without_pin(house: House, station: str, role: Role, name: str) -> Officer:
    """Somebody of prevention, let in by a link and a name."""
    phone, word = await house.newcomer(station, role, name)
    await phone.say(f"/start {word}")
    await phone.sees("You are invited: {role}, {station}. What do colleagues call you?")
    await phone.say(name)
    await phone.press("Prevention messages")
    return phone


async def subscribed(house: House, title: str) -> Phone:
    """A group that has agreed to get messages, as somebody in it sees it."""
    parent = await house.citizen(name=f"Phụ huynh {title}")
    given = {"title": title, "owner": parent.user, "bot": "member", "members": []}
    chat = int(house.sandbox.phones.new_group(given)["chat_id"])
    await house.quiet()
    address = {"channel": "telegram", "chat": str(chat), "user": "", "thread": "", "private": False}
    wanted = Wanted(SubscriptionKind.GROUP, address, area=house.world.area(COMMUNE), title=title)
    async with house.database.write() as rows:
        await subscriptions.subscribe(rows, house.keyring, wanted, house.now)
    return parent.at(chat)


def copies(group: Phone) -> int:
    return sum(TEXT in text for text in group.texts)


async def test_what_one_writes_and_another_approves_comes_to_every_group_once(village: House) -> None:
    groups = [await subscribed(village, f"Lớp 3{letter}") for letter in "ABC"]
    author = await without_pin(village, COMMUNE, Role.OUTREACH, "Đ/c Mai")
    chief = await without_pin(village, PROVINCE, Role.COMMANDER, "Đ/c Chỉ huy")
    await author.press("Write a campaign")
    await author.press("I write it myself")
    await author.say(TEXT)
    await author.press("A quiz question")
    await author.say(QUESTION)
    await author.say(f"{RIGHT}\n{WRONG}")
    await author.press(RIGHT)
    await author.say("Giữ giùm cũng có thể phạm luật.")
    await author.press("All who subscribed")
    await author.press("Once approved")
    await author.press("Done")
    await author.press("Send for approval")
    assert not any(map(copies, groups))

    await chief.press("The campaign")
    await chief.press("Approve")
    await author.sees("Finished: {sent} delivered, {failed} failed, {unknown} uncertain.")
    assert [copies(group) for group in groups] == [1, 1, 1]
    assert all(group.has(RIGHT) and group.has("Seen") for group in groups)
    await until(lambda: "3 tới nơi" in author.text or None, lambda: author.text)
    await author.press("Results")
    await author.sees("Copies: {n}")

    await village.pass_time(7200.0, 1800.0)
    assert [copies(group) for group in groups] == [1, 1, 1]
