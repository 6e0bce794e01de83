"""Topics of a forum."""

from bot.sandbox.telegram import access
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.posting import empty, post, tell_bot
from bot.sandbox.telegram.state import Chat, Json, Topic
from bot.sandbox.telegram.world import World

_NAME_LENGTH = 128
_COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def create_forum_topic(world: World, p: Params) -> Json:
    room = _forum(world, p)
    name = p.text("name").strip()
    if not 0 < len(name) <= _NAME_LENGTH:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
    color = p.number("icon_color") or _COLORS[0]
    if color not in _COLORS:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    topic = Topic(room.last_message_id + 1, name, color)
    room.topics[topic.id] = topic
    _announce(world, room, topic, {"forum_topic_created": {"name": name, "icon_color": color}})
    return {"message_thread_id": topic.id, "name": name, "icon_color": color}


def edit_forum_topic(world: World, p: Params) -> bool:
    room, topic = _topic(world, p)
    name = p.text("name").strip() or topic.name
    if len(name) > _NAME_LENGTH:
        raise bad_request("topic name is too long")
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    _announce(world, room, topic, {"forum_topic_edited": {"name": name}})
    return True


def close_forum_topic(world: World, p: Params) -> bool:
    return _close(world, p, True)


def reopen_forum_topic(world: World, p: Params) -> bool:
    return _close(world, p, False)


def delete_forum_topic(world: World, p: Params) -> bool:
    """The topic and everything in it is gone."""
    room = _forum(world, p)
    access.needs_right(world, room, "can_delete_messages", "delete messages in the chat")
    room, topic = _topic(world, p)
    empty(world, room, topic)
    return True


def _close(world: World, p: Params, closed: bool) -> bool:
    room, topic = _topic(world, p)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    _announce(world, room, topic, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})
    return True


def _forum(world: World, p: Params) -> Chat:
    room = access.readable(world, p)
    if not room.is_forum:
        raise bad_request("the chat is not a forum")
    access.needs_right(world, room, "can_manage_topics", "create a topic" if p.has("name") else "manage topics")
    return room


def _topic(world: World, p: Params) -> tuple[Chat, Topic]:
    room = _forum(world, p)
    topic = room.topics.get(p.number("message_thread_id"))
    if topic is None or topic.deleted:
        raise bad_request("TOPIC_ID_INVALID")
    return room, topic


def _announce(world: World, room: Chat, topic: Topic, content: Json) -> None:
    """The service message about a topic; unlike its other messages, a bot is told of its own ones."""
    tell_bot(world, room, post(world, room, world.bot, content, thread=topic.id, service=True))
    world.events.add("chat", platform="telegram", chat_id=room.id)


METHODS = {
    "createforumtopic": create_forum_topic,
    "editforumtopic": edit_forum_topic,
    "closeforumtopic": close_forum_topic,
    "reopenforumtopic": reopen_forum_topic,
    "deleteforumtopic": delete_forum_topic,
}
