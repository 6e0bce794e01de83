"""What of a Telegram update may pass the door: a whitelist, read from plain JSON.

Names, usernames, languages, keyboards, origins of forwards, contacts and stable file ids are not copied, so they are
stored nowhere.
Anything that can't be read never raises: it becomes an odd act, and the person is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.messages import Act, Address, Incoming, Media

NAME = "telegram"
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
GROUP_ANONYMOUS = "1087968824"  # the account behind which a group's anonymous admins write
ODD = (
    "sticker", "contact", "poll", "dice", "game", "story", "checklist", "invoice", "giveaway", "paid_media",
    "users_shared", "chat_shared", "web_app_data", "passport_data",
)  # fmt: skip
_GONE = ("left", "kicked")

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Me:
    """Who the bot is: needed to know whether a group speaks to it."""

    id: str = ""
    username: str = ""


def read(update: Json, me: Me) -> Incoming | None:
    """One act, or None for what nobody needs. Never raises."""
    try:
        return _read(update, me)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return _unreadable(update)


def _read(update: Json, me: Me) -> Incoming | None:
    if "message" in update:
        return _message(update["message"], me)
    if "edited_message" in update:
        return _edited(update["edited_message"])
    if "callback_query" in update:
        return _press(update["callback_query"])
    if "my_chat_member" in update:
        return _membership(update["my_chat_member"])
    return None


def _message(message: Json, me: Me) -> Incoming | None:
    to = _address(message, message.get("from"))
    if "migrate_to_chat_id" in message:
        return Incoming(to, Act.MOVED, text=str(int(message["migrate_to_chat_id"])))
    common: dict[str, Any] = {
        "message": str(int(message["message_id"])),
        "reply_to": _answered(message),
        "nameless": _nameless(message),
        "mentioned": _mentioned(message, me),
        "forwarded": "forward_origin" in message,
        "forum": _forum(message),
    }
    if (media := _media(message)) is not None:
        album = str(message.get("media_group_id", ""))
        return Incoming(to, Act.MEDIA, text=_text(message, "caption"), media=media, album=album, **common)
    if "location" in message:
        place = message["location"]
        return Incoming(to, Act.POINT, point=(float(place["latitude"]), float(place["longitude"])), **common)
    if "text" in message:
        return _said(to, message, me, common)
    odd = next((kind for kind in ODD if kind in message), None)
    return Incoming(to, Act.ODD, name=odd, **common) if odd else None


def _said(to: Address, message: Json, me: Me, common: dict[str, Any]) -> Incoming | None:
    text = _text(message, "text")
    first = (message.get("entities") or [{}])[0]
    if first.get("type") != "bot_command" or first.get("offset") != 0:
        return Incoming(to, Act.TEXT, text=text, **common)
    word, _space, rest = text.partition(" ")
    name, _at, whose = word[1:].partition("@")
    if whose and me.username and whose.lower() != me.username.lower():
        return None  # another bot's
    return Incoming(to, Act.COMMAND, name=name.lower(), text=rest.strip(), **common)


def _edited(message: Json) -> Incoming | None:
    """A revision of words. A live location edits itself every few seconds: nobody needs that."""
    text = _text(message, "text") or _text(message, "caption")
    if not text:
        return None
    to = _address(message, message.get("from"))
    return Incoming(to, Act.EDIT, message=str(int(message["message_id"])), text=text, nameless=_nameless(message))


def _press(query: Json) -> Incoming | None:
    message = query.get("message")
    if not message or not isinstance(query.get("data"), str):
        return None  # a game, or a button on somebody else's inline message: we send neither
    to = _address(message, query["from"])
    return Incoming(
        to,
        Act.PRESS,
        message=str(int(message["message_id"])),
        payload=query["data"],
        callback=str(query["id"]),
        nameless=str(query["from"]["id"]) == GROUP_ANONYMOUS,
        forum=_forum(message),
    )


def _membership(change: Json) -> Incoming | None:
    """The bot's own standing in a chat."""
    to = _address(change, change["from"])
    was, now = _standing(change["old_chat_member"]), _standing(change["new_chat_member"])
    if now in _GONE:
        return Incoming(to, Act.LEFT) if was not in _GONE else None
    if to.private:
        return None  # unblocked: what they write next is what matters
    if change["chat"]["type"] == "channel":
        now = "posts" if change["new_chat_member"].get("can_post_messages") else "silent"
    act = Act.JOINED if was in _GONE else Act.RIGHTS
    manages = bool(change["new_chat_member"].get("can_manage_topics"))
    return Incoming(to, act, name=now, forum=_forum(change), manages=manages)


def _forum(message: Json) -> bool:
    return message["chat"].get("is_forum") is True


def _standing(member: Json) -> str:
    status = str(member["status"])
    return "left" if status == "restricted" and not member.get("is_member") else status


def _address(message: Json, person: Json | None) -> Address:
    chat = message["chat"]
    private = chat["type"] == "private"
    user = str(int(chat["id"])) if private else str(int(person["id"])) if person else ""
    thread = str(int(message["message_thread_id"])) if message.get("is_topic_message") else ""
    return Address(NAME, str(int(chat["id"])), user, thread, private)


def _media(message: Json) -> Media | None:
    if photos := message.get("photo"):
        largest = max(photos, key=lambda one: int(one["width"]) * int(one["height"]))
        return _file("photo", largest, "image/jpeg")
    for field, kind in (
        ("voice", "voice"), ("audio", "voice"), ("video", "video"), ("video_note", "video"),
        ("animation", "video"), ("document", "document"),
    ):  # fmt: skip
        if field in message:
            return _file(kind, message[field], "")
    return None


def _file(kind: str, file: Json, media_type: str) -> Media:
    return Media(
        kind,
        str(file["file_id"]),
        int(file.get("file_size") or 0),
        int(file.get("duration") or 0),
        media_type or str(file.get("mime_type") or ""),
    )


def _text(message: Json, field: str) -> str:
    text = message.get(field, "")
    if not isinstance(text, str):
        raise TypeError(field)
    return text


def _answered(message: Json) -> str:
    answered = message.get("reply_to_message")
    return str(int(answered["message_id"])) if answered else ""


def _nameless(message: Json) -> bool:
    """A group's anonymous admin, or a channel that writes in its name."""
    sender = message.get("from") or {}
    return "sender_chat" in message or not sender or str(sender.get("id")) == GROUP_ANONYMOUS


def _mentioned(message: Json, me: Me) -> bool:
    """Whatever is said in a topic counts as an answer to the message that opened it: that speaks to nobody."""
    root = message.get("reply_to_message") or {}
    answered = {} if "forum_topic_created" in root else root.get("from") or {}
    if me.id and str(answered.get("id")) == me.id:
        return True
    return bool(me.username) and f"@{me.username}".lower() in str(message.get("text", "")).lower()


def _unreadable(update: Json) -> Incoming | None:
    """An update of a form we do not know: where the chat can still be made out, the person is told."""
    try:
        message = update.get("message") or update["callback_query"]["message"]
        person = (update.get("callback_query") or message).get("from")
        to = _address({"chat": message["chat"]}, person)
        return Incoming(to, Act.ODD, name="unreadable") if to.private else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
