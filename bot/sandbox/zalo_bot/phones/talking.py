"""What people write and send to the bot. It has no buttons: a choice is typed."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.sandbox.platform import Json, Upload, Wrong
from bot.sandbox.zalo_bot import events
from bot.sandbox.zalo_bot.phones.people import chat, own, person
from bot.sandbox.zalo_bot.state import Chat, Message, Person
from bot.sandbox.zalo_bot.world import World

_LONGEST = 2_000
_KINDS = ("photo", "voice", "audio", "video", "document", "gif")
_ENDINGS = {"photo": "jpg", "voice": "aac"}
_LINK = re.compile(r"https?://\S")
Told = Callable[[Message], Json]
"""The event about a message."""


def send(world: World, chat_id: str, given: Mapping[str, Any], uploads: Sequence[Upload]) -> Json:
    """`{from, text | location | contact | sticker | link}` or files with `kind`; `mention: true` calls the bot in a
    group, as `reply_to` one of its messages does. -> `{message_id, message_ids}`.
    """
    room, who = chat(world, chat_id), person(world, given)
    if who not in room.members:
        raise Wrong("this person is not in this chat")
    if not room.is_group and who.blocks:
        raise Wrong("the bot is blocked; unblock it first")
    answered = _answered(room, given)
    sent = [
        _say(world, room, who, message, told, given, answered)
        for message, told in _contents(world, room, who, given, uploads)
    ]
    return {"message_id": sent[0].number, "message_ids": [message.number for message in sent]}


def press(world: World, chat_id: str, given: Mapping[str, Any], uploads: Sequence[Upload]) -> Json:
    """`{from, text | data}`: there are no buttons, so what would be pressed is typed."""
    typed = given.get("data") if given.get("data") is not None else given.get("text")
    return send(world, chat_id, {"from": given.get("from"), "text": typed}, uploads)


def wipe(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, message_id?}`: removes a message, or the whole chat, from their own phone only."""
    room, _who = own(world, chat_id, given)
    chosen = room.messages if given.get("message_id") is None else [_found(room, given["message_id"])]
    for message in chosen:
        message.wiped = True
        world.changed(room, message)
    return {"wiped": len(chosen)}


def _say(
    world: World,
    room: Chat,
    who: Person,
    message: Message,
    told: Told,
    given: Mapping[str, Any],
    answered: Message | None,
) -> Message:
    """The bubble, and the event where the bot hears of it at all."""
    message.quote = answered.id if answered else None
    world.add(room, message)
    if _hears(world, room, given, message, answered) and world.admit(who):
        event = events.unsupported(world.settings, message, who, room) if who.protected else told(message)
        world.tell(room, event)
    return message


def _hears(world: World, room: Chat, given: Mapping[str, Any], message: Message, answered: Message | None) -> bool:
    """In groups only what mentions the bot or replies to it."""
    if not room.is_group:
        return True
    mentioned = bool(given.get("mention")) or message.text.startswith(f"@{world.settings.display_name}")
    return room.has_bot and (mentioned or (answered is not None and answered.sender_id == world.settings.bot_id))


def _contents(
    world: World, room: Chat, who: Person, given: Mapping[str, Any], uploads: Sequence[Upload]
) -> list[tuple[Message, Told]]:
    if uploads:
        return [_file(world, room, who, given, upload) for upload in uploads]
    if "sticker" in given:
        return [_sticker(world, room, who, str(given["sticker"]))]
    if unknown := next((name for name in ("location", "contact", "link") if name in given), None):
        message = world.message(who, str(given["link"]) if unknown == "link" else "")
        message.shown = {} if unknown == "link" else {unknown: given[unknown]}
        return [(message, lambda it: events.unsupported(world.settings, it, who, room))]
    said = str(given.get("text") or "").strip()
    if not said:
        raise Wrong("nothing to send: give text, location, contact, sticker, link or a file")
    if room.is_group and given.get("mention"):
        said = f"@{world.settings.display_name} {said}"
    parts = [said[start : start + _LONGEST] for start in range(0, len(said), _LONGEST)]
    return [(world.message(who, part), _words(world, room, who)) for part in parts]


def _words(world: World, room: Chat, who: Person) -> Told:
    def told(message: Message) -> Json:
        if world.settings.links_unsupported and _LINK.search(message.text):
            return events.unsupported(world.settings, message, who, room)
        return events.text(message, who, room, message.text)

    return told


def _file(world: World, room: Chat, who: Person, given: Mapping[str, Any], upload: Upload) -> tuple[Message, Told]:
    kind = str(given.get("kind") or "document")
    if kind not in _KINDS:
        raise Wrong(f"kind is one of {', '.join(_KINDS)}")
    kind = "voice" if kind == "audio" else kind
    own_ending = upload.name.rpartition(".")[2].lower()[:8] if "." in upload.name else "bin"
    duration = int(float(given["duration"])) if given.get("duration") else None
    message = world.message(who, str(given.get("caption") or "").strip())
    message.file = world.files.keep(kind, _ENDINGS.get(kind, own_ending), upload, duration)
    url = world.media_url(message.file)
    if kind == "photo":
        return message, lambda it: events.image(world.settings, it, who, room, url)
    if kind == "voice":
        return message, lambda it: events.voice(it, who, room, url)
    return message, lambda it: events.unsupported(world.settings, it, who, room)


def _sticker(world: World, room: Chat, who: Person, emoji: str) -> tuple[Message, Told]:
    number = f"{sum(emoji.encode()):020x}"
    url = f"{world.settings.media_host or world.url}/sticker/{number}.png"
    message = world.message(who)
    message.shown = {"sticker": emoji or "🙂"}
    return message, lambda it: events.sticker(world.settings, it, who, room, number, url)


def _answered(room: Chat, given: Mapping[str, Any]) -> Message | None:
    return _found(room, given["reply_to"]) if given.get("reply_to") else None


def _found(room: Chat, number: Any) -> Message:
    try:
        message = room.message(int(number))
    except (TypeError, ValueError):
        message = None
    if message is None or message.wiped:
        raise Wrong("no such message", 404)
    return message
