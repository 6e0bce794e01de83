"""What a letter's topic needs before the letter itself: to be made, closed or opened again. Asks the platform; writes
nothing.

A topic is a view and the database the truth: where one stands is a row of `screens`, as of any screen, and a topic
that somebody deleted is made anew. Each attempt of a letter makes one such call and ends with it, so that the topic's
number is on disk before anything is sent into it: whoever dies in between leaves no second topic behind.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.base import Channel, Fate, MakeTopic, Outcome, TurnTopic
from bot.wire import topic_from_json
from handlers.messages import Address, Topic
from storage.outbox import Claimed
from storage.screens import Shown

OPEN, CLOSED = "open", "closed"
"""How the row of a topic looks."""
REFUSALS = ("rights", "no_forum")
"""Why a group keeps no topics for us: a person has to grant it, or the group is divided no more."""
_NOT_DONE = (Fate.RETRY, Fate.FLOOD, Fate.TOKEN, Fate.MOVED)


@dataclass(frozen=True)
class Way:
    """What is known of a letter's topic after what had to come first. `ended`: how the attempt ended with that call."""

    thread: str = ""  # the topic's number; "": the letter goes into the chat itself
    ended: Outcome | None = None
    stands: Shown | None = None  # the topic as that call left it; with a STEP and without this, it is gone
    refused: str = ""


def topic_of(channel: Channel, row: Claimed) -> Topic | None:
    """The topic in which a letter belongs, if it belongs in one."""
    stored = row.body.get("topic") if row.body and row.kind == "show" and channel.abilities.topics else None
    return topic_from_json(stored) if stored else None


def to_make(topic: Topic | None, stands: Shown | None) -> bool:
    """Whether an attempt begins with making the topic; what is closed gets none."""
    return topic is not None and stands is None and not topic.closed


async def find_way(channel: Channel, to: Address, topic: Topic | None, stands: Shown | None, timeout_s: float) -> Way:
    """Make the one call that has to come first, if any."""
    if topic is None:
        return Way()
    if to_make(topic, stands):
        return _made(topic, await channel.call(MakeTopic(to, topic.title), timeout_s))
    if stands is None:
        return Way()
    if (stands.look == CLOSED) is topic.closed:
        return Way(stands.message)
    outcome = await channel.call(TurnTopic(to, stands.message, topic.closed), timeout_s)
    return _turned(topic, stands, outcome)


def _made(topic: Topic, outcome: Outcome) -> Way:
    if outcome.fate is Fate.SENT:
        return Way(ended=Outcome(Fate.STEP), stands=Shown(topic.name, outcome.message, OPEN))
    if outcome.fate is Fate.UNKNOWN:  # an empty topic too many does no harm, a card that comes late does
        return Way(ended=Outcome(Fate.RETRY, why="unknown"))
    if outcome.fate in _NOT_DONE:
        return Way(ended=outcome)
    return Way(refused=outcome.why if outcome.why in REFUSALS else "")


def _turned(topic: Topic, stands: Shown, outcome: Outcome) -> Way:
    if outcome.fate in (Fate.SENT, Fate.SAME):
        look = CLOSED if topic.closed else OPEN
        return Way(ended=Outcome(Fate.STEP), stands=Shown(topic.name, stands.message, look))
    if outcome.fate is Fate.UNKNOWN:
        return Way(ended=Outcome(Fate.RETRY, why="unknown"))
    if outcome.fate in _NOT_DONE:
        return Way(ended=outcome)
    if outcome.why == "thread":
        return Way(ended=Outcome(Fate.STEP, why="thread"))
    return Way(stands.message, refused=outcome.why if outcome.why in REFUSALS else "")
