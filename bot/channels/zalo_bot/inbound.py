"""What of a bot's event may pass the door: a whitelist, read from plain JSON.

Names and whatever else an event holds are not copied, so they are stored nowhere; of what is said in a group not even
the words. Anything of a person that can't be read never raises: it becomes an odd act, and the person is told.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from bot.channels.zalo_bot import NAME
from handlers.messages import Act, Address, Incoming, Media

_EVENT = re.compile(r"message\.(\w{1,16})\.received")
_COMMAND = re.compile(r"[/#](start|menu|xoa|dung|tuyentruyen|kehoach)(?:\s+(\S{1,64}))?|(menu)", re.IGNORECASE)

Json = Mapping[str, Any]


def event_of(body: Any) -> Json | None:
    """The event inside either of the two envelopes, or inside a list of one; None where there is none."""
    if isinstance(body, list) and len(body) == 1:
        body = body[0]
    if isinstance(body, Mapping) and "event_name" not in body:
        inside = body.get("result")
        return event_of(inside) if isinstance(inside, Mapping | list) and inside is not body else None
    return body if isinstance(body, Mapping) else None


def read(event: Json) -> Incoming | None:
    """One act, or None for what nobody needs. Never raises."""
    try:
        kind = _EVENT.fullmatch(event["event_name"])
        message = event["message"]
        to = _address(message)
        if kind is None or message["from"].get("is_bot") is True:
            return None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    number = _number(message)
    if not to.private:  # only what calls the bot is delivered
        return Incoming(to, Act.TEXT, message=number, mentioned=True)
    try:
        return _said(to, kind[1], message, number)
    except (KeyError, TypeError, ValueError, AttributeError):
        return Incoming(to, Act.ODD, message=number, name="unreadable")


def event_key(event: Json) -> str:
    """What tells an event from every other, a repetition from none."""
    message = event.get("message")
    number = _number(message) if isinstance(message, Mapping) else ""
    if number:
        return f"{event.get('event_name')}:{number}"
    return hashlib.sha256(json.dumps(event, sort_keys=True, default=str).encode()).hexdigest()


def _said(to: Address, kind: str, message: Json, number: str) -> Incoming:
    if kind == "text":
        return _words(to, _text(message, "text"), number)
    if kind == "image":
        media = Media("photo", _url(message.get("photo_url") or message["photo"]), media_type="image/jpeg")
        return Incoming(to, Act.MEDIA, message=number, text=_text(message, "caption"), media=media)
    if kind == "voice":
        return Incoming(to, Act.MEDIA, message=number, media=Media("voice", _url(message["voice_url"])))
    if kind == "unsupported":
        return Incoming(to, Act.UNSEEN, message=number)
    return Incoming(to, Act.ODD, message=number, name=kind)


def _words(to: Address, text: str, number: str) -> Incoming:
    """What was typed; the few words of the menu work with or without a slash, as Zalo has no menu of its own."""
    if not text.strip():
        return Incoming(to, Act.ODD, message=number, name="empty")
    if command := _COMMAND.fullmatch(text.strip()):
        word, argument = (command[1] or command[3]).lower(), command[2] or ""
        return Incoming(to, Act.COMMAND, message=number, name=word, text=argument)
    return Incoming(to, Act.TEXT, message=number, text=text)


def _address(message: Json) -> Address:
    chat, user = _id(message["chat"]["id"]), _id(message["from"]["id"])
    private = str(message["chat"].get("chat_type") or "").upper() != "GROUP" and not chat.startswith("zgr-")
    return Address(NAME, chat, user, private=private)


def _number(message: Json) -> str:
    """The message's own id, "" where it has none that could be one."""
    try:
        return _id(message.get("message_id"))
    except (TypeError, ValueError):
        return ""


def _url(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("url")
    return value


def _text(message: Json, field: str) -> str:
    text = message.get(field) or ""
    if not isinstance(text, str):
        raise TypeError(field)
    return unicodedata.normalize("NFC", text)


def _id(value: Any) -> str:
    """An id as text, whether it came as a string or as a number."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError("id")
    text = str(value)
    if not 0 < len(text) <= 128 or not text.isascii() or not text.isprintable():
        raise ValueError("id")
    return text
