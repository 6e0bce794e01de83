"""A station's group that is divided into topics: one for each incident, closed and opened with it, made anew where deleted."""

from __future__ import annotations

from typing import Any

from content.terms import Role
from tests.e2e.house import House
from tests.e2e.phones import Phone
from tests.world import COMMUNE, PIN


def topics(group: Phone) -> list[dict[str, Any]]:
    (chat,) = [one for one in group.sandbox.phones.chats() if one["chat_id"] == group.chat]
    return list(chat["topics"])


def cards(group: Phone) -> dict[str, list[str]]:
    """What stands in each topic, by its title; "" is the chat itself."""
    titles = {topic["id"]: topic["name"] for topic in topics(group)}
    found: dict[str, list[str]] = {}
    for message in group.shown:
        if message["from_bot"] and not message["service"]:
            found.setdefault(titles.get(message["topic"], ""), []).append(message["text"].splitlines()[0])
    return found


async def test_each_incident_has_its_topic_which_is_closed_opened_and_made_anew_with_it(village: House) -> None:
    tu = await village.officer(COMMUNE, Role.HEAD, name="Đ/c Tư")
    given = {"title": "Trực ban", "owner": tu.user, "kind": "supergroup", "forum": True}
    group = tu.at(village.sandbox.phones.new_group(given)["chat_id"])
    await group.act("promote", bot=True, rights={"can_manage_topics": True})
    await group.say(f"/noi {COMMUNE}")
    await group.press("Link this group")

    ba = await village.citizen("Bà Ba")
    await ba.report("co nguoi ban ma tuy gan cho vinh chau")
    nam = await village.citizen("Chú Năm")
    await nam.report("tui no tu tap hut chich sau nha may nuoc da")
    assert len(topics(group)) == 2
    one, two = (topic["name"] for topic in topics(group))
    stand = cards(group)
    assert len(stand[one]) == len(stand[two]) == 1
    assert stand[one][0].split(" · ")[0] == one.split(" · ")[0]
    silent = len(group.shown)
    await group.say("ai di coi chua", topic=topics(group)[0]["id"])
    assert len(group.shown) == silent + 1, "what colleagues say to each other in a topic is not said to the bot"

    await group.press("Take this tip")
    await tu.press("Enter in the book")
    await tu.press("Close the tip")
    await tu.press("File it")
    await tu.say("da xem")
    await tu.press("Close the tip")
    assert sorted(topic["closed"] for topic in topics(group)) == [False, True]
    (end,) = [topic["name"] for topic in topics(group) if topic["closed"]]
    assert len(cards(group)[end]) == 1

    left = next(topic for topic in topics(group) if not topic["closed"])
    await group.act("delete_topic", topic=left["id"])
    await village.pass_time(village.policy.unclaimed_ordinary + 5)
    anew = next(topic for topic in topics(group) if not topic["closed"])
    assert (anew["name"], anew["id"] != left["id"]) == (left["name"], True)
    assert len(cards(group)[anew["name"]]) == 2, "its card and the short reply that rings"
    assert len(topics(group)) == 2

    await tu.say("/khoa")
    await tu.open_shift(PIN)
    await group.act("divide", on=False)
    await group.press("Take this tip")
    assert group.reads("{name} has it.")
    third = await village.citizen("Cô Sáu")
    await third.report("co tiem net cho hut thuoc phien o khom 3")
    assert any("Chưa ai nhận" in text for text in group.texts)
    assert len(topics(group)) == 2
