"""Messages without a file: text, location, contact, copies; pins and chat actions."""

from bot.sandbox.telegram import access, text
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.methods.sending import send
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.posting import post, tell_bot
from bot.sandbox.telegram.state import Json
from bot.sandbox.telegram.world import World

_COPIED = (
    "text",
    "entities",
    "link_preview_options",
    "photo",
    "voice",
    "video",
    "audio",
    "document",
    "animation",
    "video_note",
    "sticker",
    "location",
    "contact",
    "has_media_spoiler",
    "caption",
    "caption_entities",
)
_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def content_of(message: Json) -> Json:
    """The fields of a message that a copy or a forward carries on."""
    return {name: message[name] for name in _COPIED if name in message}


def send_message(world: World, p: Params) -> Json:
    return send(world, p, text.message_text(p)).json


def send_location(world: World, p: Params) -> Json:
    latitude, longitude = p.real("latitude"), p.real("longitude")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("location is invalid")
    return send(world, p, {"location": {"latitude": latitude, "longitude": longitude}}).json


def send_contact(world: World, p: Params) -> Json:
    contact = {name: p.text(name) for name in ("phone_number", "first_name", "last_name") if p.has(name)}
    if "phone_number" not in contact or "first_name" not in contact:
        raise bad_request("contact phone number and first name must be non-empty")
    return send(world, p, {"contact": contact}).json


def copy_message(world: World, p: Params) -> Json:
    """The same content as a message of the bot's own: nothing tells where it came from."""
    source = access.message(access.readable(world, p, "from_chat_id"), p, "copy")
    content = content_of(source.json)
    if not content:
        raise bad_request("message can't be copied")
    if p.given.get("caption") is not None and "text" not in content:
        content = {name: value for name, value in content.items() if not name.startswith("caption")} | text.caption(p)
    return {"message_id": send(world, p, content).id}


def pin_chat_message(world: World, p: Params) -> bool:
    room = access.readable(world, p)
    pinned = access.message(room, p, "pin")
    if room.kind != "private":
        access.needs_right(
            world,
            room,
            "can_edit_messages" if room.kind == "channel" else "can_pin_messages",
            "manage pinned messages in the chat",
        )
    content = {"pinned_message": {k: v for k, v in pinned.json.items() if k != "reply_to_message"}}
    tell_bot(world, room, post(world, room, world.bot, content, silent=p.flag("disable_notification"), service=True))
    return True


def send_chat_action(world: World, p: Params) -> bool:
    access.writable(world, p)
    if p.text("action").lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


METHODS = {
    "sendmessage": send_message,
    "sendlocation": send_location,
    "sendcontact": send_contact,
    "copymessage": copy_message,
    "pinchatmessage": pin_chat_message,
    "sendchataction": send_chat_action,
}
