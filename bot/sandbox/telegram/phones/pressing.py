"""Buttons and polls, as a person taps them."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.platform import Json, Upload, Wrong
from bot.sandbox.telegram import render
from bot.sandbox.telegram.phones.people import chat, person
from bot.sandbox.telegram.posting import change, tell_poll, tell_press
from bot.sandbox.telegram.state import Callback, Chat, Message, User
from bot.sandbox.telegram.world import World

_DATA_BYTES = 64


def press(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, message_id, text}` or `{from, message_id, data}`: by label, or by a payload that may be forged.

    -> `{callback_query_id}`, or `{url}` / `{copied}` for buttons that never reach the bot.
    """
    room, who = chat(world, chat_id), person(world, given)
    message = _standing(world, room, who, given)
    if given.get("data") is not None:
        return _query(world, room, message, who, str(given["data"]))
    button = _labelled(message, str(given.get("text") or ""))
    if "callback_data" in button:
        return _query(world, room, message, who, button["callback_data"])
    if "url" in button:
        return {"url": button["url"]}
    if "copy_text" in button:
        return {"copied": button["copy_text"]["text"]}
    raise Wrong("this button does nothing in the training ground")


def vote(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, message_id, options: [0, ..]}`: votes in a poll; an empty list takes the vote back."""
    room, who = chat(world, chat_id), person(world, given)
    message = _standing(world, room, who, given)
    poll = world.polls.get(message.json.get("poll", {}).get("id", ""))
    if poll is None or poll.json["is_closed"]:
        raise Wrong("there is no open poll in this message")
    options = [int(option) for option in given.get("options", [])]
    known = range(len(poll.json["options"]))
    if not set(options) <= set(known) or (len(options) > 1 and not poll.json["allows_multiple_answers"]):
        raise Wrong("no such option, or more than the poll allows")
    poll.votes[who.id] = options
    counts = [sum(option in chosen for chosen in poll.votes.values()) for option in known]
    poll.json = {
        **poll.json,
        "options": [{**o, "voter_count": n} for o, n in zip(poll.json["options"], counts, strict=True)],
        "total_voter_count": sum(bool(chosen) for chosen in poll.votes.values()),
    }
    change(world, room, message, {"poll": poll.json}, dated=False)
    tell_poll(world, "poll", poll.json, poll.id)
    if not poll.json["is_anonymous"]:
        chosen = [poll.json["options"][option]["persistent_id"] for option in options]
        answer = {"poll_id": poll.id, "user": render.user(who), "option_ids": options, "option_persistent_ids": chosen}
        tell_poll(world, "poll_answer", answer, poll.id)
    return {"options": options}


def _standing(world: World, room: Chat, who: User, given: Mapping[str, Any]) -> Message:
    """The message under this person's finger: it is there and they see it."""
    if not world.member(room, who.id).present:
        raise Wrong("this person is not in this chat")
    try:
        message = room.messages[int(given["message_id"])]
    except (KeyError, TypeError, ValueError):
        raise Wrong("no such message", 404) from None
    if message.deleted:
        raise Wrong("this message was deleted", 404)
    return message


def _labelled(message: Message, label: str) -> Json:
    rows = message.json.get("reply_markup", {}).get("inline_keyboard", [])
    buttons: list[Json] = [button for row in rows for button in row]
    for button in buttons:
        if button["text"].strip() == label.strip():
            return button
    labels = ", ".join(repr(button["text"]) for button in buttons) or "none"
    raise Wrong(f"no button {label!r} under this message; there are: {labels}", 404)


def _query(world: World, room: Chat, message: Message, who: User, data: str) -> Json:
    if len(data.encode()) > _DATA_BYTES:
        raise Wrong("a payload has at most 64 bytes")
    if message.sender_id != world.bot.id:
        raise Wrong("only messages of the bot have buttons")
    query = Callback(world.new_callback_id(), who.id, room.id, message.id, world.clock.now())
    world.callbacks[query.id] = query
    payload = {
        "id": query.id,
        "from": render.user(who),
        "message": message.json,
        "chat_instance": str(room.id * 1_000_003 % (1 << 62)),
        "data": data,
    }
    tell_press(world, payload, who.id, room.id)
    return {"callback_query_id": query.id}
