"""Calls of the house as methods of the Bot API: a name, and parameters that are plain JSON. Text without any markup: nothing
that a person typed can become a link, a mention or a preview.

Files go another way (`outbound.py`): they need parts of a form.
"""

from __future__ import annotations

from typing import Any

from bot.channels.base import Answer, Call, Delete, DropTopic, Edit, MakeTopic, Menu, Send, TurnTopic
from handlers.messages import Button, Screen

MAX_TEXT, MAX_CAPTION, MAX_TOAST, MAX_TITLE = 4096, 1024, 200, 128
GENERAL = "1"  # a forum's General topic must be addressed without its number

Parameters = dict[str, Any]


def method(call: Call, *, paid: bool = False) -> tuple[str, Parameters]:
    """The method that does a call, and its parameters. `paid`: copies for all may cost Stars, so that they go faster."""
    if isinstance(call, Send):
        more = {"allow_paid_broadcast": True} if paid and call.to_all else {}
        return "sendMessage", {**_target(call), **_text(call.screen), **more}
    if isinstance(call, Edit):
        return "editMessageText", {**_message(call.to.chat, call.message), **_text(call.screen)}
    if isinstance(call, Answer):
        text = {"text": cut(call.text, MAX_TOAST), "show_alert": call.alert} if call.text else {}
        return "answerCallbackQuery", {"callback_query_id": call.callback, **text}
    if isinstance(call, Menu):
        scope = {"scope": {"type": "chat", "chat_id": int(call.to.chat)}}
        commands = [{"command": word, "description": text} for word, text in call.words]
        return ("setMyCommands", {"commands": commands, **scope}) if commands else ("deleteMyCommands", scope)
    if isinstance(call, MakeTopic | TurnTopic | DropTopic):
        return _topic(call)
    return _delete(call)


def _topic(call: MakeTopic | TurnTopic | DropTopic) -> tuple[str, Parameters]:
    if isinstance(call, MakeTopic):
        return "createForumTopic", {"chat_id": call.to.chat, "name": cut(call.title, MAX_TITLE)}
    where = {"chat_id": call.to.chat, "message_thread_id": int(call.topic)}
    if isinstance(call, DropTopic):
        return "deleteForumTopic", where
    return "closeForumTopic" if call.closed else "reopenForumTopic", where


def _delete(call: Delete) -> tuple[str, Parameters]:
    if len(call.messages) == 1:
        return "deleteMessage", _message(call.to.chat, call.messages[0])
    return "deleteMessages", {"chat_id": call.to.chat, "message_ids": [int(one) for one in call.messages]}


def media(call: Send) -> Parameters:
    """What a file needs besides its bytes, under the names of the library's methods."""
    screen = call.screen
    return {
        "caption": cut(screen.text, MAX_CAPTION),
        "disable_notification": screen.silent,
        "protect_content": screen.protect,
        "message_thread_id": _thread(call),
        "reply_to_message_id": int(call.reply_to) if call.reply_to else None,
        "api_kwargs": shape(screen),
    }


def _target(call: Send) -> Parameters:
    """Where a new message goes, and how loudly."""
    values: Parameters = {"chat_id": call.to.chat}
    if call.screen.silent:
        values["disable_notification"] = True
    if call.screen.protect:
        values["protect_content"] = True
    if thread := _thread(call):
        values["message_thread_id"] = thread
    if call.reply_to:
        values["reply_parameters"] = {"message_id": int(call.reply_to)}
    return values


def _thread(call: Send) -> int | None:
    thread = call.topic or call.to.thread
    return int(thread) if thread not in ("", GENERAL) else None


def _message(chat: str, message: str) -> Parameters:
    return {"chat_id": chat, "message_id": int(message)}


def _text(screen: Screen) -> Parameters:
    return {"text": cut(screen.text, MAX_TEXT), "link_preview_options": {"is_disabled": True}, **shape(screen)}


def shape(screen: Screen) -> Parameters:
    """The buttons as the Bot API takes them."""
    if not screen.rows:
        return {}
    return {"reply_markup": {"inline_keyboard": [[_button(button) for button in row] for row in screen.rows]}}


def _button(button: Button) -> Parameters:
    """A telephone number can't be dialled from a button, so pressing copies it."""
    if button.payload:
        return {"text": button.label, "callback_data": button.payload}
    if button.link:
        return {"text": button.label, "url": button.link}
    return {"text": button.label, "copy_text": {"text": button.copy or button.phone}}


def cut(text: str, most: int) -> str:
    """A text that fits: Telegram counts UTF-16 units."""
    if len(text) * 2 <= most or len(text.encode("utf-16-le")) // 2 <= most:
        return text
    while len(text.encode("utf-16-le")) // 2 > most - 1:
        text = text[: -max(1, (len(text.encode("utf-16-le")) // 2 - most) // 2)]
    return text + "…"
