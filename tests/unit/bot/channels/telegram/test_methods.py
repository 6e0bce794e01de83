"""Which method does which call, parameter by parameter."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.base import Answer, Call, Delete, Edit, Menu, Send
from bot.channels.telegram.methods import method
from handlers.messages import Address, Button, Screen

TO = Address("telegram", "7", "7")
TOPIC = Address("telegram", "-100", "", "12", private=False)
GENERAL = Address("telegram", "-100", "", "1", private=False)
BARE = {"link_preview_options": {"is_disabled": True}}
YES = Screen("Real?", ((Button("Yes", "q:1:yes"), Button("Site", link="https://example.org")),))
KEYS = [[{"text": "Yes", "callback_data": "q:1:yes"}, {"text": "Site", "url": "https://example.org"}]]


@pytest.mark.parametrize(
    ("call", "name", "parameters"),
    [
        (Send(TO, Screen("a", silent=False)), "sendMessage", {"chat_id": "7", "text": "a", **BARE}),
        (
            Send(TOPIC, Screen("a", protect=True), reply_to="5"),
            "sendMessage",
            {
                "chat_id": "-100", "text": "a", **BARE, "message_thread_id": 12, "disable_notification": True,
                "protect_content": True, "reply_parameters": {"message_id": 5},
            },
        ),
        (Send(GENERAL, Screen("a", silent=False)), "sendMessage", {"chat_id": "-100", "text": "a", **BARE}),
        (
            Edit(TO, "5", YES),
            "editMessageText",
            {"chat_id": "7", "message_id": 5, "text": "Real?", **BARE, "reply_markup": {"inline_keyboard": KEYS}},
        ),
        (Delete(TO, ("5",)), "deleteMessage", {"chat_id": "7", "message_id": 5}),
        (Delete(TO, ("5", "6")), "deleteMessages", {"chat_id": "7", "message_ids": [5, 6]}),
        (Answer(TO, "99"), "answerCallbackQuery", {"callback_query_id": "99"}),
        (
            Answer(TO, "99", "x" * 300, alert=True),
            "answerCallbackQuery",
            {"callback_query_id": "99", "text": "x" * 199 + "…", "show_alert": True},
        ),
        (
            Menu(TO, (("desk", "The desk"),)),
            "setMyCommands",
            {
                "commands": [{"command": "desk", "description": "The desk"}],
                "scope": {"type": "chat", "chat_id": 7},
            },
        ),
        (Menu(TO, ()), "deleteMyCommands", {"scope": {"type": "chat", "chat_id": 7}}),
    ],
)  # fmt: skip
def test_a_call_is_one_method_with_plain_parameters(call: Call, name: str, parameters: dict[str, Any]) -> None:
    assert method(call) == (name, parameters)
