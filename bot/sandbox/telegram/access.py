"""Whether the bot may do something in a chat, refused in the server's words."""

from bot.sandbox.telegram.errors import bad_request, forbidden, migrated
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.state import GENERAL_TOPIC, Chat, Message
from bot.sandbox.telegram.world import World

_KIND = {"group": "group", "supergroup": "supergroup", "channel": "channel"}


def chat(world: World, p: Params, name: str = "chat_id") -> Chat:
    """The chat a call names, by id or @username, whatever the bot may do there."""
    given = p.text(name).strip()
    if not given:
        raise bad_request(f"{name} is empty")
    if given.startswith("@"):
        wanted = given[1:].lower()
        found = next((c for c in world.chats.values() if (c.username or "").lower() == wanted), None)
    else:
        try:
            found = world.chats.get(int(given))
        except ValueError:
            found = None
    if found is None or (found.kind == "private" and given.startswith("@")):
        raise bad_request("chat not found")
    return found


def readable(world: World, p: Params, name: str = "chat_id") -> Chat:
    """The chat, which the bot must be able to see."""
    room = chat(world, p, name)
    if room.kind == "private":
        return room
    if room.upgraded_to is not None:
        raise migrated(room.upgraded_to)
    kind = _KIND[room.kind]
    if room.deleted:
        raise forbidden("the group chat was deleted")
    status = world.bot_in(room).status
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if status == "left":
        raise forbidden(f"bot is not a member of the {kind} chat")
    return room


def writable(world: World, p: Params) -> Chat:
    """The chat, which the bot must be able to write to."""
    room = readable(world, p)
    if room.kind == "private":
        person = room.members[room.id].user
        if person.deactivated:
            raise forbidden("user is deactivated")
        if world.bot_in(room).status == "kicked":
            raise forbidden("bot was blocked by the user")
        if not room.started:
            raise forbidden("bot can't initiate conversation with a user")
    elif room.kind == "channel" and not world.bot_in(room).may("can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    elif world.bot_in(room).status == "restricted":
        raise bad_request("not enough rights to send text messages to the chat")
    return room


def thread(world: World, room: Chat, p: Params) -> int | None:
    """The topic a message goes to. The General topic is addressed by naming none."""
    number = p.number("message_thread_id")
    if not number:
        return None
    topic = room.topics.get(number) if room.is_forum else None
    if topic is None or topic.deleted or number == GENERAL_TOPIC:
        raise bad_request("message thread not found")
    if topic.closed and not world.bot_in(room).may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return number


def replied(room: Chat, p: Params) -> Message | None:
    """The message that a new one answers, from reply_parameters or the older reply_to_message_id."""
    given = p.mapping("reply_parameters")
    number = Params(given).number("message_id") or p.number("reply_to_message_id")
    if not number:
        return None
    found = room.messages.get(number)
    if found is not None and not found.deleted:
        return found
    if given.get("allow_sending_without_reply") or p.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def message(room: Chat, p: Params, what: str, name: str = "message_id") -> Message:
    """A message that exists; `what` is how the server calls it when it does not: `message to edit not found`."""
    if not p.has(name):
        raise bad_request("message identifier is not specified")
    found = room.messages.get(p.number(name))
    if found is None or found.deleted:
        raise bad_request(f"message to {what} not found")
    return found


def needs_right(world: World, room: Chat, right: str, doing: str) -> None:
    if not world.bot_in(room).may(right):
        raise bad_request(f"not enough rights to {doing}")
