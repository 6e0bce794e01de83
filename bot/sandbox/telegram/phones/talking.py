"""What a person writes, corrects, takes back and passes on."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.platform import Json, Upload, Wrong
from bot.sandbox.telegram import files, render, text
from bot.sandbox.telegram.methods.messages import content_of
from bot.sandbox.telegram.phones.people import chat, person
from bot.sandbox.telegram.posting import change, post, remove, tell_bot
from bot.sandbox.telegram.state import Chat, Message, User
from bot.sandbox.telegram.world import World

_KINDS = ("photo", "voice", "video", "document", "audio", "animation", "video_note", "sticker")
_LONGEST_ALBUM = 10


def send(world: World, chat_id: str, given: Mapping[str, Any], uploads: Sequence[Upload]) -> Json:
    """`{from, text | location | contact | sticker}` or files with `kind`; `topic`, `reply_to`, `caption` as wanted.

    -> `{message_id, message_ids}`: the first and all of them, where a long text or an album became several.
    """
    room, who = chat(world, chat_id), person(world, given)
    _may_write(world, room, who, given)
    contents = _contents(world, given, uploads)
    messages = [_say(world, room, who, content, given) for content in contents]
    return {"message_id": messages[0].id, "message_ids": [message.id for message in messages]}


def forward(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, from_chat_id, message_id, hide?}`: `hide` when the first author does not let forwards name them."""
    room, who = chat(world, chat_id), person(world, given)
    _may_write(world, room, who, given)
    source = chat(world, str(given.get("from_chat_id", chat_id)))
    message = _message(source, given)
    if message.json.get("has_protected_content"):
        raise Wrong("this message is protected against forwarding")
    content = content_of(message.json)
    if not content:
        raise Wrong("this message cannot be forwarded")
    origin = message.json.get("forward_origin") or _origin(source, message, bool(given.get("hide")))
    return {"message_id": _say(world, room, who, {"forward_origin": origin, **content}, given).id}


def edit(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, message_id, text}`: the person corrects their own text or caption."""
    room, who = chat(world, chat_id), person(world, given)
    message = _own(room, who, given)
    name = "text" if "text" in message.json else "caption"
    content = text.said(str(given.get("text") or ""), name)
    if name == "text" and not content["text"]:
        raise Wrong("a text cannot be edited to nothing")
    change(world, room, message, {"entities" if name == "text" else "caption_entities": None, **content})
    tell_bot(world, room, message, edited=True)
    return {"message_id": message.id}


def delete(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, message_id}`: the person deletes a message for everyone. Bots are never told."""
    room, who = chat(world, chat_id), person(world, given)
    message = _message(room, given)
    if room.kind != "private" and message.sender_id != who.id and not world.member(room, who.id).in_charge:
        raise Wrong("only administrators delete the messages of others")
    remove(world, room, message)
    return {"message_id": message.id}


def _may_write(world: World, room: Chat, who: User, given: Mapping[str, Any]) -> None:
    member = world.member(room, who.id)
    if room.upgraded_to is not None:
        raise Wrong(f"this group became the supergroup {room.upgraded_to}")
    if not member.present or member.status == "restricted":
        raise Wrong("this person may not write in this chat")
    if room.kind == "channel" and not member.in_charge:
        raise Wrong("only administrators write in a channel")
    if room.kind == "private" and world.bot_in(room).status == "kicked":
        raise Wrong("the bot is blocked; unblock it first")
    topic = room.topics.get(int(given.get("topic") or 0))
    if given.get("topic") and (topic is None or topic.deleted):
        raise Wrong("no such topic")
    if topic is not None and topic.closed and not member.in_charge:
        raise Wrong("this topic is closed")


def _contents(world: World, given: Mapping[str, Any], uploads: Sequence[Upload]) -> list[Json]:
    if uploads:
        return _files(world, given, uploads)
    if "location" in given:
        return [{"location": _location(given["location"])}]
    if "contact" in given:
        return [{"contact": _contact(given["contact"])}]
    if "sticker" in given:
        upload = Upload("sticker.webp", "image/webp", b"RIFF\x00\x00\x00\x00WEBP")
        return [files.shown(files.keep(world, "sticker", upload, {"emoji": str(given["sticker"]) or None}))]
    said = str(given.get("text") or "").strip()
    if not said:
        raise Wrong("nothing to send: give text, location, contact, sticker or a file")
    return [text.said(said[start : start + text.TEXT_LENGTH]) for start in range(0, len(said), text.TEXT_LENGTH)]


def _files(world: World, given: Mapping[str, Any], uploads: Sequence[Upload]) -> list[Json]:
    kind = str(given.get("kind") or "document")
    if kind not in _KINDS:
        raise Wrong(f"kind is one of {', '.join(_KINDS)}")
    if len(uploads) > _LONGEST_ALBUM:
        raise Wrong("an album holds at most 10 files")
    contents = [files.shown(files.keep(world, kind, upload, given)) for upload in uploads]
    if given.get("caption"):
        contents[0] |= text.said(str(given["caption"]), "caption")
    if given.get("spoiler"):
        contents = [{**content, "has_media_spoiler": True} for content in contents]
    if len(contents) > 1:
        album = str(world.new_number() + 13_000_000_000_000_000)
        contents = [{"media_group_id": album, **content} for content in contents]
    return contents


def _location(given: Any) -> Json:
    try:
        return {"latitude": float(given["latitude"]), "longitude": float(given["longitude"])}
    except (KeyError, TypeError, ValueError):
        raise Wrong("a location has latitude and longitude") from None


def _contact(given: Any) -> Json:
    if not isinstance(given, dict) or not given.get("phone_number") or not given.get("first_name"):
        raise Wrong("a contact has phone_number and first_name")
    return {name: given[name] for name in ("phone_number", "first_name", "last_name", "user_id") if given.get(name)}


def _say(world: World, room: Chat, who: User, content: Json, given: Mapping[str, Any]) -> Message:
    reply_to = room.messages.get(int(given.get("reply_to") or 0))
    message = post(world, room, who, content, thread=int(given.get("topic") or 0) or None, reply_to=reply_to)
    room.started = True
    tell_bot(world, room, message)
    return message


def _origin(source: Chat, message: Message, hide: bool) -> Json:
    date = message.date
    if source.kind == "channel":
        return {"type": "channel", "date": date, "chat": render.chat(source), "message_id": message.id}
    if "sender_chat" in message.json:
        return {"type": "chat", "date": date, "sender_chat": message.json["sender_chat"]}
    sender = {key: value for key, value in message.json["from"].items() if key != "language_code"}
    if hide:
        return {"type": "hidden_user", "date": date, "sender_user_name": sender["first_name"]}
    return {"type": "user", "date": date, "sender_user": sender}


def _message(room: Chat, given: Mapping[str, Any]) -> Message:
    try:
        message = room.messages[int(given["message_id"])]
    except (KeyError, TypeError, ValueError):
        raise Wrong("no such message", 404) from None
    if message.deleted:
        raise Wrong("this message was deleted", 404)
    return message


def _own(room: Chat, who: User, given: Mapping[str, Any]) -> Message:
    message = _message(room, given)
    if message.sender_id != who.id or message.service or "forward_origin" in message.json:
        raise Wrong("only one's own messages can be edited")
    return message
