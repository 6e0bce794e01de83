"""What people write, send and tap, and what a manager of the account writes by hand."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.platform import Json, Upload, Wrong
from bot.sandbox.zalo_oa import events
from bot.sandbox.zalo_oa.calls import sending
from bot.sandbox.zalo_oa.calls.content import Content
from bot.sandbox.zalo_oa.phones.people import chat, own, person
from bot.sandbox.zalo_oa.state import Chat, Message, Person
from bot.sandbox.zalo_oa.world import World

_LONGEST = 2_000
_KINDS = {"photo": "image", "gif": "gif", "voice": "audio", "audio": "audio", "video": "video", "document": "file"}
_ENDINGS = {"photo": "jpg", "gif": "gif", "video": "mp4"}
_UNKNOWN_TO_VISITORS = ("audio", "video", "location", "link", "business_card", "gif")
_ADMIN_ID = "6318432857214320000"
Said = tuple[str, Json, dict[str, Any]]
"""What ends the event's name, the message's fields in the event, the bubble's fields."""


def send(world: World, chat_id: str, given: Mapping[str, Any], uploads: Sequence[Upload]) -> Json:
    """`{from, text | location | contact | sticker | link}` or files with `kind`; `reply_to`, `caption` as wanted.

    -> `{message_id, message_ids}`. Each file is a message of its own, as Zalo sends them.
    """
    room, who = chat(world, chat_id), person(world, given)
    _may_write(room, who)
    quote = _quoted(room, given)
    sent = [say(world, room, who, said, quote) for said in _contents(world, given, uploads)]
    return {"message_id": sent[0].number, "message_ids": [message.number for message in sent]}


def say(
    world: World, room: Chat, who: Person, said: Said, quote: Message | None = None, *, hidden: bool = False
) -> Message:
    """The bubble (unless it is hidden) and the event about it."""
    kind, told, shown = said
    message = world.message(who)
    for name, value in shown.items():
        setattr(message, name, value)
    message.quote = quote.id if quote else None
    told = {**told, "msg_id": message.id, **({"quote_msg_id": quote.id} if quote else {})}
    if not hidden:
        world.add(room, message)
    settings = world.settings
    if room.is_group:
        if room.has_oa:
            event = f"user_send_group_{kind}"
            world.tell(room, events.in_group(settings, who, room.id, event, told, message.at))
        return message
    world.interacted(who)
    prefix = "user_send_"
    if who.conversation_id:
        prefix, told = "anonymous_send_", {"conversation_id": who.conversation_id, **told}
    world.tell(room, events.from_user(settings, who, prefix + kind, told, message.at))
    return message


def menu(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, text}`: taps an entry of the account's menu, which says its words."""
    room, who = own(world, chat_id, given)
    if given.get("text") not in world.settings.menu:
        raise Wrong(f"the menu has {', '.join(world.settings.menu) or 'no entries'}", 404)
    return {"message_id": say(world, room, who, words(str(given["text"]))).number}


def manage(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{text}`: a manager of the account answers by hand in the chat tool; the app sees the echo."""
    room, text = chat(world, chat_id), str(given.get("text") or "").strip()
    if not text or room.is_group:
        raise Wrong("a manager writes a text in somebody's private chat")
    return {"message_id": sending.deliver(world, room, Content(text=text), admin_id=_ADMIN_ID).number}


def wipe(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, message_id?}`: removes a message, or the whole chat, from their own phone; the account keeps it."""
    room, _who = own(world, chat_id, given)
    chosen = room.messages if given.get("message_id") is None else [found(room, given)]
    for message in chosen:
        message.wiped = True
        world.changed(room, message)
    return {"wiped": len(chosen)}


def see(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from}`: reads what the account wrote; the app is told which messages."""
    room, who = own(world, chat_id, given)
    ids = [message.id for message in room.messages if message.sender_id == world.settings.oa_id]
    if ids:
        body = events.from_user(world.settings, who, "user_seen_message", {"msg_ids": ids}, world.clock.now())
        world.tell(room, body)
    return {"seen": len(ids)}


def react(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, message_id, icon}`: a reaction to a message."""
    room, who = own(world, chat_id, given)
    message, icon = found(room, given), str(given.get("icon") or "/-strong")
    message.icon = icon
    world.changed(room, message)
    told = {"msg_id": message.id, "react_icon": icon}
    world.tell(room, events.from_user(world.settings, who, "user_reacted_message", told, world.clock.now()))
    return {"message_id": message.number}


def words(text: str) -> Said:
    return "text", {"text": text}, {"text": text}


def found(room: Chat, given: Mapping[str, Any]) -> Message:
    try:
        message = room.message(int(given["message_id"]))
    except (KeyError, TypeError, ValueError):
        message = None
    if message is None or message.wiped:
        raise Wrong("no such message", 404)
    return message


def _may_write(room: Chat, who: Person) -> None:
    if who not in room.members:
        raise Wrong("this person is not in this chat")
    if not room.is_group and who.restricts:
        raise Wrong("the account is blocked; unblock it first")


def _quoted(room: Chat, given: Mapping[str, Any]) -> Message | None:
    return found(room, {"message_id": given["reply_to"]}) if given.get("reply_to") else None


def _contents(world: World, given: Mapping[str, Any], uploads: Sequence[Upload]) -> list[Said]:
    if uploads:
        return [_file(world, given, upload, first=place == 0) for place, upload in enumerate(uploads)]
    if "location" in given:
        return [_location(given["location"])]
    if "contact" in given:
        return [_card(given["contact"])]
    if "link" in given:
        return [_link(given["link"])]
    if "sticker" in given:
        return [_sticker(world, str(given["sticker"]))]
    said = str(given.get("text") or "").strip()
    if not said:
        raise Wrong("nothing to send: give text, location, contact, sticker, link or a file")
    return [words(said[start : start + _LONGEST]) for start in range(0, len(said), _LONGEST)]


def _file(world: World, given: Mapping[str, Any], upload: Upload, *, first: bool) -> Said:
    kind = str(given.get("kind") or "document")
    if kind not in _KINDS:
        raise Wrong(f"kind is one of {', '.join(_KINDS)}")
    duration = int(float(given["duration"])) if given.get("duration") else None
    stored = world.files.keep("voice" if kind == "audio" else kind, _ending(world, kind, upload), upload, duration)
    url = world.media_url(stored)
    payload: Json = {"url": url}
    if kind in ("photo", "gif"):
        payload = {"thumbnail": url, "url": url}
    elif kind == "video":
        payload = {"url": url, "thumbnail": url, "description": ""}
    elif kind == "document":
        payload = {
            "url": url,
            "size": str(len(upload.data)),
            "name": upload.name,
            "checksum": hashlib.md5(upload.data, usedforsecurity=False).hexdigest(),
            "type": stored.ending,
        }
    text = str(given.get("caption") or "").strip() if first else ""
    attachment = {"type": _KINDS[kind], "payload": payload}
    told = ({"text": text} if text else {}) | {"attachments": [attachment]}
    return _KINDS[kind], told, {"file": stored, "text": text}


def _ending(world: World, kind: str, upload: Upload) -> str:
    if kind in ("voice", "audio"):
        return world.settings.voice_ending
    own = upload.name.rpartition(".")[2].lower() if "." in upload.name else "bin"
    return _ENDINGS.get(kind, own[:8])


def _location(given: Any) -> Said:
    try:
        latitude, longitude = float(given["latitude"]), float(given["longitude"])
    except (KeyError, TypeError, ValueError):
        raise Wrong("a location has latitude and longitude") from None
    payload = {"coordinates": {"latitude": str(latitude), "longitude": str(longitude)}}
    shown = {"shown": {"location": {"latitude": latitude, "longitude": longitude}}}
    return "location", {"attachments": [{"type": "location", "payload": payload}]}, shown


def _card(given: Any) -> Said:
    """A business card comes as a link whose description is JSON with the phone number."""
    if not isinstance(given, dict) or not given.get("phone_number") or not given.get("first_name"):
        raise Wrong("a contact has phone_number and first_name")
    description = json.dumps({"phone": given["phone_number"], "qrCodeUrl": "https://qr-talk.zdn.vn/x"})
    payload = {"thumbnail": "https://s120-ava-talk.zadn.vn/x", "description": description, "url": ""}
    shown = {"shown": {"contact": {name: given[name] for name in ("phone_number", "first_name")}}}
    return "business_card", {"text": given["first_name"], "attachments": [{"type": "link", "payload": payload}]}, shown


def _link(given: Any) -> Said:
    url = str(given.get("url") or "") if isinstance(given, dict) else str(given)
    if not url:
        raise Wrong("a link has a url")
    payload = {"thumbnail": "", "description": "", "url": url}
    return "link", {"text": url, "attachments": [{"type": "link", "payload": payload}]}, {"text": url}


def _sticker(world: World, emoji: str) -> Said:
    number = str(20_000 + sum(emoji.encode()))
    payload = {"url": f"{world.settings.media_host or world.url}/sticker/{number}.png", "id": number}
    shown = {"shown": {"sticker": emoji or "🙂"}}
    return "sticker", {"attachments": [{"type": "sticker", "payload": payload}]}, shown
