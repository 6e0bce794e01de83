"""The bodies of the bot's events, field by field as they were captured or documented. Pure."""

from bot.sandbox.platform import Json
from bot.sandbox.zalo_bot.settings import BotSettings
from bot.sandbox.zalo_bot.state import Chat, Message, Person


def text(message: Message, who: Person, chat: Chat, words: str) -> Json:
    return _event("text", {**_head(message, who, chat), "text": words})


def image(settings: BotSettings, message: Message, who: Person, chat: Chat, url: str) -> Json:
    caption = {"caption": message.text} if message.text else {}
    told = {settings.photo_field: url, **caption, "message_type": "CHAT_PHOTO"}
    return _event("image", {**_head(message, who, chat), **told})


def voice(message: Message, who: Person, chat: Chat, url: str) -> Json:
    return _event("voice", {**_head(message, who, chat), "voice_url": url, "message_type": "CHAT_VOICE"})


def sticker(settings: BotSettings, message: Message, who: Person, chat: Chat, number: str, url: str) -> Json:
    shapes: dict[str, Json] = {
        "string": {"sticker": number, "url": url},
        "object": {"sticker": {"id": number, "url": url}},
        "absent": {},
    }
    return _event("sticker", {**_head(message, who, chat), **shapes[settings.sticker_shape]})


def unsupported(settings: BotSettings, message: Message, who: Person, chat: Chat) -> Json:
    """No content, no name: only who and where, or not even that."""
    if not settings.unsupported_message:
        return {"event_name": "message.unsupported.received"}
    head = _head(message, who, chat)
    return _event("unsupported", {**head, "from": {"id": who.id}})


def wrapped(event: Json) -> Json:
    return {"ok": True, "result": event}


def _head(message: Message, who: Person, chat: Chat) -> Json:
    return {
        "message_id": message.id,
        "date": int(message.at * 1000),
        "from": {"id": who.id, "display_name": who.name, "is_bot": False},
        "chat": {"id": chat.id, "chat_type": "GROUP" if chat.is_group else "PRIVATE"},
    }


def _event(kind: str, message: Json) -> Json:
    return {"event_name": f"message.{kind}.received", "message": message}
