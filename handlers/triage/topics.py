"""One topic for each incident where a station's group is divided into topics: what it is called, and whether there are any.

A station's group that has topics gets them by itself, as soon as the bot may make them: nobody is asked. Whether it has
is told by whatever happens there; whether we may, by the platform's own answer to the first try.
"""

from __future__ import annotations

from collections.abc import Sequence

from content.locales import _
from content.terms import GroupTopics, TipState
from handlers.effects import KeepTopics, ShowAgain
from handlers.here import Here
from handlers.messages import Act, Incoming, Topic
from storage.seals import Seals
from storage.stations import Station
from storage.tips import Card

_NAME = "topic:"
_TELLING = frozenset({Act.JOINED, Act.RIGHTS, Act.COMMAND, Act.PRESS, Act.TEXT, Act.MEDIA, Act.POINT})
"""Acts that say truly whether the group has topics."""
GONE, NO_RIGHT = "gone", "rights"
"""What the platform answered (`Act.TOPICS`): this topic is there no more; we may not make any. Else: no topics at all."""


def topic_name(public: str) -> str:
    """The name under which a tip's topic is remembered."""
    return f"{_NAME}{public}"


def topic_of(card: Card, place: str) -> Topic:
    """A tip's topic, closed with the tip. Its title says nothing that the group's card does not (users.md A9)."""
    title = f"{card.label} · {_(card.topic.text)} · {place}"
    return Topic(topic_name(card.public), title, closed=card.state is TipState.CLOSED)


def after(known: GroupTopics, incoming: Incoming) -> GroupTopics:
    """What is known of a group's topics after something happened there."""
    if incoming.act is Act.TOPICS and incoming.name != GONE:
        return GroupTopics.REFUSED if incoming.name == NO_RIGHT else GroupTopics.NONE
    if incoming.act not in _TELLING:
        return known
    if not incoming.forum:
        return GroupTopics.NONE
    if incoming.act in (Act.JOINED, Act.RIGHTS):
        return GroupTopics.KEPT if incoming.manages else GroupTopics.REFUSED
    return known if known is not GroupTopics.NONE else GroupTopics.KEPT  # it is tried: the platform says whether we may


async def noticed(here: Here) -> Sequence[KeepTopics | ShowAgain]:
    """What an act in a group tells of its topics, where that is a station's group."""
    unit = await station_here(here)
    if unit is None:
        return ()
    if here.incoming.act is Act.TOPICS and here.incoming.name == GONE:
        return (ShowAgain(unit.id, here.incoming.text.removeprefix(_NAME)),)
    topics = after(unit.topics, here.incoming)
    return (KeepTopics(unit.id, topics),) if topics is not unit.topics else ()


async def station_here(here: Here) -> Station | None:
    """The station whose group this is."""
    (chat,) = Seals(here.keyring).chat_ids(here.to.channel, here.to.chat, "", private=False, now=here.now)
    return next((one for one in (await here.stations()).values() if one.group_chat == chat), None)
