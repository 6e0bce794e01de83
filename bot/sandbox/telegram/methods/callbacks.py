"""Answers to pressed buttons."""

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.updates import CALLBACK_LIFETIME_S
from bot.sandbox.telegram.world import World

_TEXT_LENGTH = 200


def answer_callback_query(world: World, p: Params) -> bool:
    """Show a toast (or an alert) on the phone of whoever pressed; once, and within 150 s."""
    query = world.callbacks.get(p.text("callback_query_id"))
    if query is None or query.answered or world.clock.now() - query.at >= CALLBACK_LIFETIME_S:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(p.text("text")) > _TEXT_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered = True
    chat = world.chats[query.chat_id]
    message = chat.messages[query.message_id]
    toast = {
        "user_id": query.user_id,
        "text": p.text("text"),
        "alert": p.flag("show_alert"),
        "url": p.text("url"),
        "at": world.clock.now(),
    }
    if toast["text"] or toast["url"]:
        message.toasts.append(toast)
    world.events.add("answer", platform="telegram", chat_id=chat.id, message_id=message.id, **toast)
    return True


METHODS = {"answercallbackquery": answer_callback_query}
