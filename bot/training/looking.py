"""Looking at a phone until it shows what is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.sandbox.server import Sandbox
from content.locales import _

WAIT_S = 30.0
STEP_S = 0.02

Chat = int | str
"""A number on Telegram, digits as text on Zalo."""


async def shows(sandbox: Sandbox, chat: Chat, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The newest message of a chat that is as wanted; TimeoutError where none comes."""
    async with asyncio.timeout(WAIT_S):
        while True:
            for message in reversed(sandbox.shown(chat)):
                if not message.get("deleted") and wanted(message):
                    return message
            await asyncio.sleep(STEP_S)


async def gone(sandbox: Sandbox, chat: Chat, shown: dict[str, Any]) -> None:
    """Wait until a message no longer asks what it asked; TimeoutError where it goes on."""
    async with asyncio.timeout(WAIT_S):
        while any(stands(message, shown) for message in sandbox.shown(chat)):  # noqa: ASYNC110  nobody rings for an edit
            await asyncio.sleep(STEP_S)


def labels(message: dict[str, Any]) -> list[str]:
    """What the buttons of a message say."""
    return [button["text"] for row in message.get("buttons") or () for button in row]


def stands(message: dict[str, Any], shown: dict[str, Any]) -> bool:
    """Whether a message still shows what it showed."""
    return message["id"] == shown["id"] and not message.get("deleted") and labels(message) == labels(shown)


def speaks(message: dict[str, Any]) -> bool:
    """Whether the bot says something here."""
    return bool(message["from_bot"] and message["text"])


def is_keypad(message: dict[str, Any]) -> bool:
    return set("0123456789") <= set(labels(message))


def opens_shift(message: dict[str, Any]) -> bool:
    return labels(message)[:1] == [_("Open shift")]
