"""Buttons of the account, as a person taps them."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.platform import Json, Upload, Wrong
from bot.sandbox.zalo_oa.phones.people import own
from bot.sandbox.zalo_oa.phones.said import words
from bot.sandbox.zalo_oa.phones.talking import found, say
from bot.sandbox.zalo_oa.state import Message
from bot.sandbox.zalo_oa.world import World


def press(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, message_id, text}` or `{from, message_id, data}`: by label, or by a payload that may be forged.

    A query comes to the app as an ordinary text: -> `{message_id}`. Other buttons stay on the phone: `{url}`,
    `{phone}` or `{sms}`.
    """
    room, who = own(world, chat_id, given)
    if who.restricts:
        raise Wrong("the account is blocked; unblock it first")
    message = found(room, given)
    if given.get("data") is not None:
        return {"message_id": say(world, room, who, words(str(given["data"])), hidden=True).number}
    button = _labelled(message, str(given.get("text") or ""))
    payload = button["payload"]
    match button["type"]:
        case "oa.query.show":
            return {"message_id": say(world, room, who, words(payload)).number}
        case "oa.query.hide":
            return {"message_id": say(world, room, who, words(payload), hidden=True).number}
        case "oa.open.url":
            return {"url": payload["url"]}
        case "oa.open.phone":
            return {"phone": payload["phone_code"]}
        case _:
            return {"sms": {"phone": payload["phone_code"], "content": payload["content"]}}


def _labelled(message: Message, label: str) -> Json:
    for button in message.buttons:
        if button["title"].strip() == label.strip():
            return button
    labels = ", ".join(repr(button["title"]) for button in message.buttons) or "none"
    raise Wrong(f"no button {label!r} under this message; there are: {labels}", 404)
