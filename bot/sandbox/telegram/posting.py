"""Putting a message into a chat, changing it, and telling the bot about it when the bot may know."""

import re

from bot.sandbox.telegram import render
from bot.sandbox.telegram.state import GENERAL_TOPIC, Chat, Json, Message, Topic, User
from bot.sandbox.telegram.world import World

_CALLBACK_LANE = 1 << 54
_OWN_MEMBER_LANE = 2 << 54
_MEMBER_LANE = 3 << 54
"""Webhook lanes: messages by chat, presses by person, the bot's memberships by chat, others' by person, polls by poll."""


def author(world: World, chat: Chat, who: User) -> Json:
    """Who a message is from, as the Bot API shows it: a person, a channel, or a group for its anonymous admin."""
    if chat.kind == "channel":
        return {"sender_chat": render.chat(chat)}
    if world.member(chat, who.id).rights.get("is_anonymous"):
        return {"from": render.ANONYMOUS_ADMIN, "sender_chat": render.chat(chat)}
    return {"from": render.user(who)}


def post(
    world: World,
    chat: Chat,
    who: User,
    content: Json,
    *,
    thread: int | None = None,
    reply_to: Message | None = None,
    silent: bool = False,
    service: bool = False,
    keyboard: Json | None = None,
) -> Message:
    """A new message in `chat`. `content` is what it says, as fields of the Bot API."""
    date = int(world.clock.now())
    number = world.new_message_id(chat)
    shown: Json = {"message_id": number, **author(world, chat, who), "chat": render.chat(chat), "date": date}
    if thread and thread != GENERAL_TOPIC:
        shown |= {"message_thread_id": thread, "is_topic_message": True}
        # The server counts whatever is said in a topic as an answer to the message that opened it.
        reply_to = reply_to or chat.messages.get(thread)
    if reply_to is not None and not reply_to.deleted:
        shown["reply_to_message"] = {key: value for key, value in reply_to.json.items() if key != "reply_to_message"}
    shown |= content
    message = Message(chat.id, number, date, who.id, shown, silent, service, keyboard=keyboard)
    chat.messages[number] = message
    world.changed(chat, message)
    return message


def change(world: World, chat: Chat, message: Message, content: Json, *, dated: bool = True) -> None:
    """Replace fields of a message; a field that becomes None goes away. `dated` marks it as edited."""
    edited = {**message.json, **content}
    if dated:
        edited["edit_date"] = int(world.clock.now())
    message.json = {key: value for key, value in edited.items() if value is not None}
    world.changed(chat, message)


def remove(world: World, chat: Chat, message: Message) -> None:
    message.deleted = True
    world.changed(chat, message)


def empty(world: World, chat: Chat, topic: Topic) -> None:
    """A topic and everything in it is gone."""
    topic.deleted = True
    for message in chat.messages.values():
        if message.id == topic.id or message.json.get("message_thread_id") == topic.id:
            remove(world, chat, message)


def tell_bot(world: World, chat: Chat, message: Message, *, edited: bool = False) -> None:
    """Queue the update about a message, if the bot is there and privacy mode lets it hear."""
    if not hears(world, chat, message):
        return
    kind = "channel_post" if chat.kind == "channel" else "message"
    world.updates.put(f"edited_{kind}" if edited else kind, message.json, chat.id, chat.id)


def hears(world: World, chat: Chat, message: Message) -> bool:
    """Privacy mode: in groups a bot hears commands, mentions, replies to itself and service messages only.

    Of a group it is no longer in, it hears that it left.
    """
    if not world.bot_in(chat).present:
        return bool(message.json.get("left_chat_member", {}).get("id") == world.bot.id)
    if chat.kind in ("private", "channel") or message.service or world.hears_all or world.bot_in(chat).in_charge:
        return True
    shown = message.json
    replied = shown.get("reply_to_message", {}).get("from", {}).get("id")
    if replied == world.bot.id:
        return True
    return _addressed(world, shown.get("text") or shown.get("caption") or "")


def _addressed(world: World, text: str) -> bool:
    name = re.escape(world.bot.username or "")
    command = re.match(r"/\w+(?:@(\w+))?", text)
    if command:
        return command[1] is None or command[1].lower() == (world.bot.username or "").lower()
    return re.search(rf"(?<!\w)@{name}\b", text, re.IGNORECASE) is not None


def tell_press(world: World, payload: Json, user_id: int, chat_id: int) -> None:
    world.updates.put("callback_query", payload, _CALLBACK_LANE + user_id, chat_id)


def tell_membership(world: World, chat: Chat, actor: User, old: Json, new: Json) -> None:
    """my_chat_member for the bot itself; chat_member for others, where the bot is an administrator."""
    mine = new["user"]["id"] == world.bot.id
    if not mine and not world.bot_in(chat).in_charge:
        return
    payload = {
        "chat": render.chat(chat),
        "from": render.user(actor),
        "date": int(world.clock.now()),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    if mine:
        world.updates.put("my_chat_member", payload, _OWN_MEMBER_LANE + chat.id, chat.id)
    else:
        world.updates.put("chat_member", payload, _MEMBER_LANE + int(new["user"]["id"]), chat.id)


def tell_poll(world: World, kind: str, payload: Json, poll_id: str) -> None:
    """A `poll` that changed, or a `poll_answer` to one that is not anonymous."""
    world.updates.put(kind, payload, int(poll_id))
