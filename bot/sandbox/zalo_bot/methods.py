"""The eleven methods of the Bot Platform. Each returns what stands in `result`; None: there is none."""

import re
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.fetching import Unreachable, fetched
from bot.sandbox.months import day, month
from bot.sandbox.platform import Json
from bot.sandbox.zalo_bot.errors import Refused, bad_request, idle, no_webhook
from bot.sandbox.zalo_bot.state import Chat, Message
from bot.sandbox.zalo_bot.world import World

Given = Mapping[str, Any]
Method = Callable[[World, Given], Awaitable[Json | list[Json] | None]]

LONGEST_TEXT = 2_000
_SECRET_LENGTH = range(8, 257)
_PRIVATE = re.compile(r"localhost|127\.|192\.168\.|10\.")


async def get_me(world: World, given: Given) -> Json:  # noqa: ARG001  (methods are called alike)
    settings = world.settings
    return {
        "id": settings.bot_id,
        "account_name": settings.account_name,
        "account_type": "BASIC",
        "can_join_groups": settings.can_join_groups,
    }


async def get_updates(world: World, given: Given) -> Json | list[Json]:
    """One update, not an array."""
    if world.webhook.url:
        raise bad_request(world.settings.webhook_set_words)
    try:
        timeout_s = float(given.get("timeout") or 30)
    except (TypeError, ValueError):
        raise bad_request("timeout is invalid") from None
    update = await world.queue.take(timeout_s)
    if update is None:
        raise idle(as_http=world.settings.idle == "http_408")
    return [update] if world.settings.updates_as_list else update


async def set_webhook(world: World, given: Given) -> Json:
    """The address is kept even where its verification fails."""
    url, secret, settings = _text(given, "url"), _text(given, "secret_token"), world.settings
    if not secret:
        raise bad_request("The secret_token must not be empty")
    if len(secret) not in _SECRET_LENGTH:
        raise bad_request("The secret_token must have 8 to 256 characters")
    parts = urlsplit(url)
    elsewhere = parts.scheme == "https" and not _PRIVATE.match(parts.hostname or "")
    if parts.scheme not in ("http", "https") or not parts.hostname or (settings.public_https_only and not elsewhere):
        raise bad_request("The url must be a public HTTPS address")
    _once_more(world, "setWebhook", settings.set_webhook_per_day, Refused(429, "Too many requests"))
    world.webhook.set(url, secret)
    verification = await world.webhook.verify()
    for parcel in world.queue.drain():
        world.webhook.offer(parcel)
    return {**_webhook(world), "verification": verification}


async def test_webhook(world: World, given: Given) -> Json:  # noqa: ARG001
    if not world.settings.has_test_webhook or not world.webhook.url:
        raise no_webhook()
    _once_more(world, "testWebhook", world.settings.test_webhook_per_day, Refused(426, "", key="errorCode"))
    return await world.webhook.verify()


async def delete_webhook(world: World, given: Given) -> Json:  # noqa: ARG001
    world.webhook.set("", "")
    return _webhook(world)


async def get_webhook_info(world: World, given: Given) -> Json:  # noqa: ARG001
    if not world.webhook.url:
        raise no_webhook()
    return _webhook(world)


async def send_message(world: World, given: Given) -> Json:
    chat, text = _chat(world, given), _text(given, "text")
    _measured(world, text, "text")
    if given.get("parse_mode") not in (None, "", "markdown", "html"):
        raise bad_request("parse_mode is invalid")
    return _sent(world, chat, world.message(None, text))


async def send_photo(world: World, given: Given) -> Json:
    """`photo` is an address that the platform fetches itself."""
    chat, caption = _chat(world, given), _text(given, "caption")
    if caption:
        _measured(world, caption, "caption")
    message = world.message(None, caption)
    message.file = world.files.keep("photo", "jpg", await _fetched(given, "photo"))
    return _sent(world, chat, message)


async def send_sticker(world: World, given: Given) -> Json:
    chat, sticker = _chat(world, given), _text(given, "sticker")
    if not sticker:
        raise bad_request("sticker is empty")
    message = world.message(None)
    message.shown = {"sticker": "🙂"}
    return _sent(world, chat, message)


async def send_voice(world: World, given: Given) -> Json:
    """Only `.aac`, only in private chats: to a group it is accepted and nothing arrives."""
    chat, url = _chat(world, given), _text(given, "voice_url")
    if not urlsplit(url).path.endswith(".aac"):
        raise bad_request("voice_url must be an .aac file")
    message = world.message(None)
    message.file = world.files.keep("voice", "aac", await _fetched(given, "voice_url"))
    return _sent(world, chat, message, lost=chat.is_group and world.settings.group_voice_lost)


async def send_chat_action(world: World, given: Given) -> None:
    _chat(world, given)
    if given.get("action") != "typing":
        raise bad_request("action is invalid")


METHODS: Mapping[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "testWebhook": test_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendSticker": send_sticker,
    "sendVoice": send_voice,
    "sendChatAction": send_chat_action,
}
"""By their names, which are case-sensitive."""


def _text(given: Given, name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""


def _chat(world: World, given: Given) -> Chat:
    chat = world.chats.get(str(given.get("chat_id") or ""))
    if chat is None or (chat.is_group and not chat.has_bot):
        raise bad_request("chat_id is invalid")
    return chat


def _measured(world: World, text: str, name: str) -> None:
    units = len(text) if world.settings.length_unit == "chars" else len(text.encode("utf-16-le")) // 2
    if not unicodedata.normalize("NFC", text).strip() or units > LONGEST_TEXT:
        raise bad_request(f"{name} must have 1 to {LONGEST_TEXT} characters")


async def _fetched(given: Given, name: str) -> Any:
    try:
        return await fetched(_text(given, name))
    except Unreachable:
        raise bad_request(f"{name} could not be fetched") from None


def _sent(world: World, chat: Chat, message: Message, *, lost: bool = False) -> Json:
    """Counts against the month's quota, then the bubble, unless it is lost on the way."""
    now = month(world.clock.now())
    if world.meter.used("messages", now) >= world.settings.messages_per_month:
        raise Refused(429, "Quota exceeded")
    if not chat.is_group:
        person = chat.person
        if not world.admit(person):
            raise Refused(429, "Quota exceeded")
        if person.blocks or person.gone:
            lost = True
            if world.settings.blocked_answer:
                raise Refused(world.settings.blocked_answer, "Forbidden")
    world.meter.add("messages", now)
    if not lost:
        world.add(chat, message)
    return {"message_id": message.id, "date": int(message.at * 1000)}


def _webhook(world: World) -> Json:
    return {"url": world.webhook.url, "updated_at": int(world.webhook.updated_at * 1000)}


def _once_more(world: World, what: str, most: int | None, refusal: Refused) -> None:
    today = day(world.clock.now())
    if most is not None and world.meter.used(what, today) >= most:
        raise refusal
    world.meter.add(what, today)
