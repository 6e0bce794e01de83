"""A group that is divided into topics: known by what happens there, one topic for each tip, and nothing in its name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.terms import Detail, GroupTopics, Role, Stage, Urgency
from handlers import effects
from handlers.messages import Act, Address, Incoming, Post, Show
from handlers.triage.card import group_card
from handlers.triage.topics import after, topic_of
from storage import stations
from tests.unit.handlers.triage.chats import GROUP, Chat
from tests.unit.handlers.triage.records import around, card
from tests.world import COMMUNE, PROVINCE, World, only_tip

NONE, KEPT, REFUSED = GroupTopics.NONE, GroupTopics.KEPT, GroupTopics.REFUSED


@pytest.mark.parametrize(
    ("known", "act", "more", "then"),
    [
        (NONE, Act.PRESS, {"forum": True}, KEPT),  # turned into a forum: it is tried
        (NONE, Act.PRESS, {}, NONE),
        (KEPT, Act.PRESS, {"forum": True}, KEPT),
        (REFUSED, Act.COMMAND, {"forum": True}, REFUSED),  # only a right that was given is tried again
        (KEPT, Act.TEXT, {}, NONE),  # divided no more
        (REFUSED, Act.PRESS, {}, NONE),
        (REFUSED, Act.RIGHTS, {"forum": True, "manages": True}, KEPT),
        (KEPT, Act.RIGHTS, {"forum": True}, REFUSED),
        (KEPT, Act.RIGHTS, {"manages": True}, NONE),
        (NONE, Act.JOINED, {"forum": True}, REFUSED),
        (NONE, Act.JOINED, {"forum": True, "manages": True}, KEPT),
        (KEPT, Act.TOPICS, {"name": "rights"}, REFUSED),
        (KEPT, Act.TOPICS, {"name": "no_forum"}, NONE),
        (KEPT, Act.TOPICS, {"name": "gone"}, KEPT),
        (KEPT, Act.MOVED, {}, KEPT),  # says nothing of topics
        (KEPT, Act.EDIT, {}, KEPT),
        (KEPT, Act.LEFT, {}, KEPT),
    ],
)
def test_what_is_known_of_a_groups_topics(
    known: GroupTopics, act: Act, more: dict[str, bool | str], then: GroupTopics
) -> None:
    assert after(known, Incoming(GROUP, act, **more)) is then  # type: ignore[arg-type]


def test_the_title_says_nothing_that_the_groups_card_does_not() -> None:
    told = card(urgency=Urgency.DANGER, detail=Detail.USE_HOTEL, sources=4, few_know=True)
    topic = topic_of(told, around().place)
    assert topic.title == "T-7K2Q · Tụ tập sử dụng · Phường Vĩnh Châu"
    assert all(part in group_card(told, around()).text for part in topic.title.split(" · "))
    assert not topic.closed
    assert topic_of(replace(told, stage=Stage.CLOSED), "").closed


def in_group(world: World, number: int = 1) -> Chat:
    return Chat(world, Address("telegram", "-100", str(number), private=False))


async def forum(world: World) -> Chat:
    """The commune's group, which has topics that the bot may manage."""
    await world.doors_open(PROVINCE)
    await world.officer(COMMUNE, 1, Role.HEAD)
    chat = in_group(world)
    await chat.command("noi", COMMUNE, forum=True)
    await chat.act(Act.PRESS, payload=f"a:link:{COMMUNE}", callback="c", forum=True)
    return chat


async def kept(world: World) -> GroupTopics:
    async with world.database.read() as rows:
        unit = await stations.get(rows, COMMUNE)
    assert unit
    return unit.topics


def cards_in_group(posts: list[Post]) -> list[Show]:
    return [
        post for post in posts if isinstance(post, Show) and post.to.chat == "-100" and post.name.startswith("card")
    ]


async def test_a_forum_that_is_linked_gets_a_topic_for_each_tip_and_is_told_what_that_needs(world: World) -> None:
    chat = await forum(world)
    assert "quyền Quản lý chủ đề" in chat.shown["line"].text
    assert await kept(world) is KEPT
    await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await chat.payload(f"a:claim:{public}:1", forum=True)
    (shown,) = cards_in_group(chat.posts)
    assert shown.topic is not None
    assert shown.topic.name == f"topic:{public}"
    assert all(post.topic is None for post in chat.posts if isinstance(post, Show) and post.to.private)


async def test_the_head_and_the_operator_hear_once_that_the_right_is_missing(world: World) -> None:
    world.operator = Address("telegram", "-9", private=False)
    world.__post_init__()
    chat = await forum(world)
    said = []
    for _again in range(2):
        await chat.act(Act.TOPICS, name="rights", text="topic:x")
        said += [post for post in chat.posts if isinstance(post, Show)]
    assert sorted(post.to.chat for post in said) == ["-9", "1"]
    assert all("Quản lý chủ đề" in post.screen.text for post in said)
    assert await kept(world) is REFUSED
    await chat.act(Act.RIGHTS, name="administrator", forum=True, manages=True)
    assert "chủ đề riêng" in chat.shown["line"].text
    assert await kept(world) is KEPT


async def test_a_group_that_is_divided_no_more_shows_plain_cards_and_nobody_is_troubled(world: World) -> None:
    chat = await forum(world)
    await chat.act(Act.TOPICS, name="no_forum", text="topic:x")
    assert not chat.posts
    assert await kept(world) is NONE


async def test_a_topic_that_is_gone_has_its_card_shown_again(world: World) -> None:
    chat = await forum(world)
    await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await chat.act(Act.TOPICS, name="gone", text=f"topic:{public}")
    assert chat.effects == [effects.ShowAgain(COMMUNE, public)]
    assert len(cards_in_group(chat.posts)) == 1
    await chat.act(Act.TOPICS, name="gone", text="topic:nothing")
    assert not chat.posts


async def test_another_group_tells_nothing_of_topics(world: World) -> None:
    await forum(world)
    other = Chat(world, Address("telegram", "-200", "1", private=False))
    await other.act(Act.TEXT, text="hello", forum=True)
    assert not other.effects
    assert await kept(world) is KEPT
