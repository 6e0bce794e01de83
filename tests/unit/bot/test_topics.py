"""A letter that belongs in a topic: made before it, once; made anew where it is gone; done without where none are had."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.channels.base import Abilities, Call, DropTopic, Edit, Fate, MakeTopic, Outcome, Send, TurnTopic
from handlers.messages import Act, Lane, Remove, Screen, Show, Topic
from storage import inbox as inbox_rows
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table
from tests.conftest import Clock
from tests.unit.bot.office import Office, Platform, drain, group

TOPIC = Topic("topic:7k2m", "T-7k2m · Mua bán · Phường Vĩnh Châu")
CARD, RING = "card:7k2m", "ring:7k2m"


class Forum(Platform):
    """A group with topics. `refusal` answers whoever wants to make one; `broken` is how a call ends that was done."""

    abilities = Abilities(topics=True)

    def __init__(self) -> None:
        super().__init__()
        self.topics: dict[str, bool] = {}  # number -> closed
        self.refusal: Outcome | None = None
        self.broken: list[Outcome] = []

    async def call(self, call: Call, timeout_s: float) -> Outcome:
        if isinstance(call, MakeTopic) and self.refusal:
            self.calls.append(call)
            return self.refusal
        topic = call.topic if isinstance(call, TurnTopic | DropTopic | Send) else ""
        if topic and topic not in self.topics:
            self.calls.append(call)
            return Outcome(Fate.BAD, why="thread")
        done = await super().call(call, timeout_s)
        if isinstance(call, MakeTopic):
            done = Outcome(Fate.SENT, str(900 + self.numbers))
            self.topics[done.message] = False
        if isinstance(call, TurnTopic):
            self.topics[call.topic] = call.closed
        if isinstance(call, DropTopic):
            del self.topics[call.topic]
        return self.broken.pop(0) if self.broken else done

    @property
    def kinds(self) -> list[str]:
        return [type(call).__name__ for call in self.calls]

    @property
    def sent_into(self) -> list[str]:
        return [call.topic for call in self.calls if isinstance(call, Send)]


def card(text: str, *, topic: Topic | None = TOPIC, name: str = CARD, **more: object) -> Show:
    return Show(group(), name, Screen(text), lane=Lane.ALERT, topic=topic, **more)  # type: ignore[arg-type]


def closed(text: str) -> Show:
    return card(text, topic=Topic(TOPIC.name, TOPIC.title, closed=True))


async def told(office: Office) -> list[tuple[str, str]]:
    """What the house was told of topics."""
    rows = await office.rows(sa.select(inbox_table).order_by(inbox_table.c.arrived))
    acts = [inbox_rows.open_body(office.seals, row) for row in rows]
    return [(act["name"], act["text"]) for act in acts if act["act"] == Act.TOPICS]


async def test_a_topic_is_made_before_its_card_and_holds_what_follows(office: Office) -> None:
    platform = Forum()
    sender = office.sender(platform)
    await office.post(card("new"), card("it rings", name=RING, fresh=True, reply_to=CARD))
    await drain(sender)
    await office.post(card("taken"))
    await drain(sender)
    assert platform.kinds == ["MakeTopic", "Send", "Send", "Edit"]
    (number,) = platform.topics
    assert platform.sent_into == [number, number]
    assert platform.calls[0] == MakeTopic(group(), TOPIC.title)


async def test_two_incidents_have_a_topic_each(office: Office) -> None:
    platform = Forum()
    other = Topic("topic:9x1q", "T-9x1q · Tụ tập sử dụng · Phường Vĩnh Phước")
    await office.post(card("one"), card("two", topic=other, name="card:9x1q"))
    await drain(office.sender(platform))
    assert len(platform.topics) == 2
    assert sorted(platform.sent_into) == sorted(platform.topics)


async def test_a_topic_is_closed_with_its_tip_and_opened_again_with_it(office: Office) -> None:
    platform = Forum()
    sender = office.sender(platform)
    for show in (card("new"), closed("closed"), card("taken out again")):
        await office.post(show)
        await drain(sender)
    assert platform.kinds == ["MakeTopic", "Send", "TurnTopic", "Edit", "TurnTopic", "Edit"]
    assert list(platform.topics.values()) == [False]


async def test_what_is_closed_gets_no_topic_of_its_own(office: Office) -> None:
    platform = Forum()
    await office.post(closed("closed"))
    await drain(office.sender(platform))
    assert platform.kinds == ["Send"]


async def test_a_topic_that_somebody_deleted_is_made_anew_once_and_its_card_with_it(office: Office) -> None:
    platform = Forum()
    sender = office.sender(platform)
    await office.post(card("new"))
    await drain(sender)
    platform.topics.clear()
    await office.post(card("it rings", name=RING, fresh=True, reply_to=CARD))
    await drain(sender)
    assert platform.kinds == ["MakeTopic", "Send", "Send", "MakeTopic", "Send"]
    assert await told(office) == [("gone", TOPIC.name)]
    await office.post(card("new"))  # as the house does when it hears of it
    await drain(sender)
    (number,) = platform.topics
    assert platform.sent_into[-2:] == [number, number]
    assert platform.kinds.count("MakeTopic") == 2


async def test_a_deleted_topic_is_noticed_when_it_is_to_be_closed(office: Office) -> None:
    platform = Forum()
    sender = office.sender(platform)
    await office.post(card("new"))
    await drain(sender)
    platform.topics.clear()
    await office.post(closed("closed"))
    await drain(sender)
    assert not platform.topics
    assert platform.texts[-1] == "closed"


async def test_topics_that_vanish_as_fast_as_they_are_made_leave_the_card_in_the_chat_itself(office: Office) -> None:
    class Vanishing(Forum):
        async def call(self, call: Call, timeout_s: float) -> Outcome:
            done = await super().call(call, timeout_s)
            self.topics.clear()
            return done

    platform = Vanishing()
    await office.post(card("new"))
    await drain(office.sender(platform))
    assert platform.sent_into[-1] == ""
    assert platform.kinds.count("MakeTopic") <= 3
    assert await office.states(outbox_table) == ["sent"]


@pytest.mark.parametrize("why", ["rights", "no_forum"])
async def test_without_the_right_the_card_comes_at_once_and_the_house_is_told(office: Office, why: str) -> None:
    platform = Forum()
    platform.refusal = Outcome(Fate.FORBIDDEN, why=why)
    await office.post(card("new"))
    await drain(office.sender(platform))
    assert platform.kinds == ["MakeTopic", "Send"]
    assert platform.sent_into == [""]
    assert await told(office) == [(why, TOPIC.name)]


async def test_a_card_that_stood_in_the_chat_itself_moves_into_its_topic(office: Office) -> None:
    platform = Forum()
    sender = office.sender(platform)
    await office.post(card("new", topic=None))
    await drain(sender)
    await office.post(card("new"))
    await drain(sender)
    assert platform.kinds == ["Send", "MakeTopic", "Send", "Delete"]
    await office.post(card("taken", topic=None))  # the group is divided no more: it stays where it is
    await drain(sender)
    assert platform.kinds[-1] == "Edit"


async def test_a_topic_is_taken_away_or_closed_where_that_is_not_allowed(office: Office) -> None:
    class Strict(Forum):
        async def call(self, call: Call, timeout_s: float) -> Outcome:
            if isinstance(call, DropTopic):
                return Outcome(Fate.FORBIDDEN, why="rights")
            return await super().call(call, timeout_s)

    for platform, left in ((Forum(), []), (Strict(), [True])):
        sender = office.sender(platform)
        await office.post(card("new"))
        await drain(sender)
        await office.post(Remove(group(), TOPIC.name, topic=True), Remove(group(), CARD))
        await drain(sender)
        assert list(platform.topics.values()) == left
        await sender._stop()


async def test_a_platform_without_topics_shows_the_card(office: Office) -> None:
    platform = Platform()
    await office.post(card("new"))
    await drain(office.sender(platform))
    assert [type(call).__name__ for call in platform.calls] == ["Send"]


@pytest.mark.parametrize("fate", [Fate.UNKNOWN, Fate.RETRY, Fate.FLOOD])
async def test_a_topic_that_may_not_have_been_made_is_tried_again_and_the_card_is_not_lost(
    office: Office, clock: Clock, fate: Fate
) -> None:
    platform = Forum()
    platform.broken = [Outcome(fate, retry_after=1.0)]
    sender = office.sender(platform)
    await office.post(card("new"))
    await drain(sender)
    clock.advance(30)
    await drain(sender)
    assert platform.kinds == ["MakeTopic", "MakeTopic", "Send"]
    assert platform.texts == ["new"], "nothing was sent twice, so nothing says so"


async def test_whoever_dies_between_topic_and_card_makes_no_second_topic(office: Office, clock: Clock) -> None:
    platform = Forum()
    first = office.sender(platform)
    await office.post(card("new"))
    await first.step()
    await first.landed()
    assert platform.kinds == ["MakeTopic"]
    await first._round(clock.now)  # what came back is on disk, and the card's attempt too; then it dies
    clock.advance(60)
    await drain(office.sender(platform))
    assert platform.kinds == ["MakeTopic", "Send"]


async def test_whoever_dies_while_a_topic_is_made_loses_no_card(office: Office, clock: Clock) -> None:
    platform = Forum()
    platform.hold.clear()
    first = office.sender(platform)
    await office.post(card("new"))
    await first.step()
    await asyncio.sleep(0)
    for flying in first._flying:
        flying.cancel()
    platform.hold.set()
    clock.advance(60)
    second = office.sender(platform)
    await drain(second)
    clock.advance(5)
    await drain(second)
    assert platform.texts == ["new"]


async def test_a_group_that_moved_in_the_middle_gets_its_topics_anew(office: Office) -> None:
    platform = Forum()
    sender = office.sender(platform)
    await office.post(card("new"))
    await drain(sender)
    platform.topics.clear()
    platform.script = [Outcome(Fate.MOVED, moved_to="-1007"), Outcome(Fate.GONE)]
    await office.post(card("taken"))
    await drain(sender)
    made = [call for call in platform.calls if isinstance(call, MakeTopic)]
    assert [call.to.chat for call in made] == ["-100", "-1007"]
    assert isinstance(platform.calls[-1], Send)
    assert platform.calls[-1].to.chat == "-1007"
    assert [type(call).__name__ for call in platform.calls if isinstance(call, Edit)] == ["Edit", "Edit"]
