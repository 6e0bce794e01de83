"""What of an Official Account's event may pass the door: a whitelist, read from plain JSON.

`user_id_by_app`, names, avatars, thumbnails, shared contacts and whatever else an event holds are not copied, so they
are stored nowhere. Echoes of what the account said, receipts, groups and events that nobody knows are ignored.
Anything of a person that can't be read never raises: it becomes an odd act, and the person is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from bot.channels.zalo_oa import NAME
from handlers.messages import Act, Address, Incoming, Media

PRESSED = "#"
"""Before the payload of our buttons: a press comes back as a text, and so may anybody type it."""
ANONYMOUS = "anonymous:"
"""Before the id of a visitor who is not logged in; their chat is the conversation."""
_PAYLOAD = re.compile(r"#(x|[a-z]:[!-~]{0,62})")
_COMMAND = re.compile(r"[/#](start|menu|xoa|dung|tuyentruyen|kehoach)(?:\s+(\S{1,64}))?", re.IGNORECASE)
_SENT = "user_send_"
_SENT_BY_NOBODY = "anonymous_send_"
_GROUP = "user_send_group_"
_FILES = {
    "image": ("photo", ""),
    "gif": ("photo", ""),
    "audio": ("voice", ""),
    "video": ("video", ""),
    "file": ("document", ""),
}

Json = Mapping[str, Any]


def read(event: Json) -> tuple[Incoming, ...]:
    """The acts of one event: none for what nobody needs, several where several files came at once. Never raises."""
    name = event.get("event_name")
    if not isinstance(name, str):
        return ()
    try:
        if name == "user_withdraw":
            return (Incoming(_address(_id(event["user_id"])), Act.WITHDRAWN),)
        if name.startswith((_SENT, _SENT_BY_NOBODY)) and not name.startswith(_GROUP):
            to = _sender(event, name)
        else:
            return ()
    except (KeyError, TypeError, ValueError, AttributeError):
        return ()
    try:
        return _said(to, name.partition("_send_")[2], event["message"])
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return (Incoming(to, Act.ODD, name="unreadable"),)


def event_key(event: Json) -> str:
    """What tells an event from every other, a repetition from none. Raises KeyError, TypeError or ValueError."""
    message = event.get("message")
    if isinstance(message, Mapping) and message.get("msg_id"):
        return f"{event['event_name']}:{_id(message['msg_id'])}"
    whose = event["sender"]["id"] if "sender" in event else event["user_id"]
    return f"{event['event_name']}:{_id(event['timestamp'])}:{_id(whose)}"


def timestamp(event: Json) -> str:
    """The event's own time as text, as it was signed; "" where it has none."""
    given = event.get("timestamp")
    return str(given) if isinstance(given, str | int) and not isinstance(given, bool) else ""


def _sender(event: Json, name: str) -> Address:
    sender = _id(event["sender"]["id"])
    if name.startswith(_SENT_BY_NOBODY):
        return _address(f"{ANONYMOUS}{sender}", _id(event["message"]["conversation_id"]))
    return _address(sender)


def _said(to: Address, kind: str, message: Json) -> tuple[Incoming, ...]:
    common: dict[str, Any] = {
        "message": _id(message["msg_id"]),
        "reply_to": _id(message["quote_msg_id"]) if message.get("quote_msg_id") else "",
    }
    attached = [one["payload"] for one in message.get("attachments") or ()]
    text = _text(message)
    if kind in _FILES and attached:
        words = (text, *[""] * (len(attached) - 1))
        return tuple(
            Incoming(to, Act.MEDIA, text=said, media=_media(kind, one), **common)
            for said, one in zip(words, attached, strict=True)
        )
    if kind == "location" and attached:
        at = attached[0]["coordinates"]
        return (Incoming(to, Act.POINT, point=(float(at["latitude"]), float(at["longitude"])), **common),)
    if kind == "text" and text.strip():
        return (_words(to, text, common),)
    if kind == "link" and attached and not _is_card(attached[0]):
        return (Incoming(to, Act.TEXT, text=_link(text, attached[0]), **common),)
    return (Incoming(to, Act.ODD, name="contact" if kind == "link" else kind[:16], **common),)


def _words(to: Address, text: str, common: dict[str, Any]) -> Incoming:
    """What was typed, or the button or word of the menu that it stands for. Hashtags are words like any others."""
    bare = text.strip()
    if pressed := _PAYLOAD.fullmatch(bare):
        return Incoming(to, Act.PRESS, payload=pressed[1], **common)
    if command := _COMMAND.fullmatch(bare):
        return Incoming(to, Act.COMMAND, name=command[1].lower(), text=command[2] or "", **common)
    return Incoming(to, Act.TEXT, text=text, **common)


def _media(kind: str, payload: Json) -> Media:
    url, size = payload["url"], payload.get("size") or 0
    if not isinstance(url, str):
        raise TypeError("url")
    sent_as, media_type = _FILES[kind]
    return Media(sent_as, url, max(0, int(size)), 0, media_type)


def _link(text: str, payload: Json) -> str:
    """What was said with a link, and the link itself; its preview was made by others."""
    url = payload.get("url")
    if not isinstance(url, str):
        raise TypeError("url")
    return text if url in text else f"{text}\n{url}".strip()


def _is_card(payload: Json) -> bool:
    """A business card comes as a link whose description is JSON: somebody's name and number."""
    return str(payload.get("description") or "").lstrip().startswith("{")


def _text(message: Json) -> str:
    text = message.get("text") or ""
    if not isinstance(text, str):
        raise TypeError("text")
    return unicodedata.normalize("NFC", text)


def _address(user: str, chat: str = "") -> Address:
    return Address(NAME, chat or user, user)


def _id(value: Any) -> str:
    """An id as text, whether it came as a string or as a number."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError("id")
    text = str(value)
    if not 0 < len(text) <= 128 or not text.isascii() or not text.isprintable():
        raise ValueError("id")
    return text
