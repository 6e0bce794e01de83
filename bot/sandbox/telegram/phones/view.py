"""What a chat shows now, as a phone draws it."""

from bot.sandbox.platform import Json
from bot.sandbox.telegram.state import Chat, Message
from bot.sandbox.telegram.world import World

_MEDIA = ("photo", "voice", "video", "audio", "document", "animation", "video_note", "sticker")
_PLAIN = ("location", "contact", "poll", "link_preview_options")
_SERVICE = (
    "new_chat_members",
    "left_chat_member",
    "group_chat_created",
    "supergroup_chat_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
)


def chat(world: World, room: Chat) -> Json:
    private = room.kind == "private"
    person = room.members[room.id].user if private else None
    return {
        "chat_id": room.id,
        "platform": "telegram",
        "kind": room.kind,
        "title": person.first_name if person else room.title,
        "members": [
            {
                "user_id": member.user.id,
                "first_name": member.user.first_name,
                "username": member.user.username,
                "is_bot": member.user.is_bot,
                "status": member.status,
            }
            for member in room.members.values()
            if member.present or private
        ],
        "is_forum": room.is_forum,
        "topics": [
            {"id": topic.id, "name": topic.name, "closed": topic.closed}
            for topic in room.topics.values()
            if not topic.deleted
        ],
        "blocked": private and world.bot_in(room).status == "kicked",
        "started": room.started or not private,
        "upgraded_to": room.upgraded_to,
    }


def message(world: World, it: Message) -> Json:
    """One bubble. `from` is a user id (the bot's own for the bot); entity offsets count UTF-16 units of `text`."""
    shown = it.json
    sender = shown.get("sender_chat") or shown.get("from") or {}
    bubble: Json = {
        "id": it.id,
        "date": it.date,
        "from": it.sender_id,
        "from_name": sender.get("title") or sender.get("first_name", ""),
        "from_bot": it.sender_id == world.bot.id,
        "text": shown.get("text") or shown.get("caption") or "",
        "entities": shown.get("entities") or shown.get("caption_entities") or [],
        "media": media(world, shown),
        "buttons": [
            [_button(button) for button in row] for row in shown.get("reply_markup", {}).get("inline_keyboard", [])
        ],
        "keyboard": it.keyboard,
        "edited": "edit_date" in shown,
        "deleted": it.deleted,
        "silent": it.silent,
        "protected": bool(shown.get("has_protected_content")),
        "reply_to": shown.get("reply_to_message", {}).get("message_id"),
        "topic": shown.get("message_thread_id"),
        "album": shown.get("media_group_id"),
        "service": next(({"kind": name, "value": shown[name]} for name in _SERVICE if name in shown), None),
        "forwarded_from": _forwarded_from(shown),
        "toasts": it.toasts,
    }
    return bubble | {name: shown[name] for name in _PLAIN if name in shown}


def media(world: World, shown: Json) -> Json | None:
    """The file in a message: kind, address for display, name, type, size in bytes, what else is known of it."""
    kind = next((name for name in _MEDIA if name in shown), None)
    if kind is None:
        return None
    told = shown[kind][-1] if kind == "photo" else shown[kind]
    stored = world.files[told["file_id"]]
    return {
        "kind": kind,
        "url": f"/api/files/telegram/{stored.id}",
        "name": stored.name,
        "mime": stored.mime,
        "size": len(stored.data),
        "spoiler": bool(shown.get("has_media_spoiler")),
        **{name: told[name] for name in ("width", "height", "duration", "emoji") if name in told},
    }


def _forwarded_from(shown: Json) -> str | None:
    """The name a phone shows above a forwarded message."""
    origin = shown.get("forward_origin")
    if origin is None:
        return None
    source: Json = origin.get("sender_user") or origin.get("sender_chat") or origin.get("chat") or {}
    return str(source.get("title") or source.get("first_name") or origin.get("sender_user_name", ""))


def _button(button: Json) -> Json:
    shown = {"text": button["text"]}
    if "callback_data" in button:
        shown["data"] = button["callback_data"]
    if "url" in button:
        shown["url"] = button["url"]
    if "copy_text" in button:
        shown["copy_text"] = button["copy_text"]["text"]
    if "style" in button:
        shown["style"] = button["style"]
    return shown
