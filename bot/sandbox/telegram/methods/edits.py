"""Changing and deleting what stands in a chat."""

from bot.sandbox.telegram import access, files, markup, text
from bot.sandbox.telegram.errors import Refused, bad_request
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.posting import change, remove
from bot.sandbox.telegram.state import Chat, Json, Message
from bot.sandbox.telegram.world import World

DELETABLE_S = 48 * 3600
_MOST_DELETED = 100
_MEDIA = ("photo", "video", "audio", "document", "animation")
_COMPARED = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "link_preview_options",
    "reply_markup",
    "has_media_spoiler",
    *_MEDIA,
)


def edit_message_text(world: World, p: Params) -> Json:
    room, message = _own(world, p)
    content = text.message_text(p)
    if "text" not in message.json:
        raise bad_request("there is no text in the message to edit")
    blank: Json = {"entities": None, "link_preview_options": None}
    return _edit(world, room, message, {**blank, **content, "reply_markup": markup.inline_keyboard(p)})


def edit_message_caption(world: World, p: Params) -> Json:
    room, message = _own(world, p)
    if not any(kind in message.json for kind in (*_MEDIA, "voice")):
        raise bad_request("there is no caption in the message to edit")
    blank: Json = {"caption": None, "caption_entities": None}
    return _edit(world, room, message, {**blank, **text.caption(p), "reply_markup": markup.inline_keyboard(p)})


def edit_message_reply_markup(world: World, p: Params) -> Json:
    room, message = _own(world, p)
    return _edit(world, room, message, {"reply_markup": markup.inline_keyboard(p)}, dated=False)


def edit_message_media(world: World, p: Params) -> Json:
    room, message = _own(world, p)
    media = Params(p.mapping("media"), p.files)
    kind = media.text("type")
    if kind not in _MEDIA:
        raise bad_request("can't parse input media: Media type is unsupported")
    stored = files.given(world, p, kind, media.text("media"), media.given)
    blank: Json = dict.fromkeys((*_MEDIA, "text", "entities", "caption", "caption_entities", "has_media_spoiler"))
    content = {**blank, **files.shown(stored), **text.caption(media), "reply_markup": markup.inline_keyboard(p)}
    if media.flag("has_spoiler"):
        content["has_media_spoiler"] = True
    return _edit(world, room, message, content)


def delete_message(world: World, p: Params) -> bool:
    room = access.readable(world, p)
    message = access.message(room, p, "delete")
    _check_deletable(world, room, message)
    remove(world, room, message)
    return True


def delete_messages(world: World, p: Params) -> bool:
    """Up to 100 at once; what is missing is skipped, what may not be deleted refuses all."""
    room = access.readable(world, p)
    numbers = p.numbers("message_ids")
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > _MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    found = [room.messages[number] for number in numbers if number in room.messages]
    doomed = [message for message in found if not message.deleted]
    for message in doomed:
        _check_deletable(world, room, message)
    for message in doomed:
        remove(world, room, message)
    return True


def refusal_to_delete(world: World, room: Chat, message: Message) -> Refused | None:
    """Why the bot may not delete this message for everyone; None when it may."""
    late = world.clock.now() - message.date >= DELETABLE_S
    mine = message.sender_id == world.bot.id
    if room.kind == "private":
        return bad_request("message can't be deleted for everyone") if late else None
    if room.kind == "group":
        allowed = world.bot_in(room).in_charge or (mine and not message.service and not late)
        return None if allowed else bad_request("message can't be deleted for everyone")
    born = "forum_topic_created" in message.json or "migrate_from_chat_id" in message.json
    in_charge = world.bot_in(room).may("can_delete_messages")
    posted = mine and (world.bot_in(room).may("can_post_messages") if room.kind == "channel" else not message.service)
    return None if not late and not born and (in_charge or posted) else bad_request("message can't be deleted")


def _check_deletable(world: World, room: Chat, message: Message) -> None:
    refusal = refusal_to_delete(world, room, message)
    if refusal is not None:
        raise refusal


def _own(world: World, p: Params) -> tuple[Chat, Message]:
    room = access.readable(world, p)
    message = access.message(room, p, "edit")
    if message.service or (message.sender_id != world.bot.id and room.kind != "channel"):
        raise bad_request("message can't be edited")
    if world.flood is not None:
        world.flood.check(world.clock.now(), room.id)
    return room, message


def _edit(world: World, room: Chat, message: Message, content: Json, *, dated: bool = True) -> Json:
    before = {name: message.json.get(name) for name in _COMPARED if name in content}
    if all(before.get(name) == content[name] for name in before):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a"
            " current content and reply markup of the message"
        )
    change(world, room, message, content, dated=dated)
    return message.json


METHODS = {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "editmessagemedia": edit_message_media,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
}
