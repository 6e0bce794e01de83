"""Calls of the house as Telegram's methods. Plain text only: nothing a person typed can become a link, a mention or a
preview.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import telegram
from telegram import (
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InputFile,
)
from telegram.error import TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels.base import Abilities, Call, Delete, Edit, Fate, Menu, Outcome, Send, Unfetchable, Update
from bot.channels.telegram.inbound import ALLOWED, Me
from bot.channels.telegram.network import Network, TooBig
from bot.channels.telegram.outcomes import outcome_of
from handlers.messages import Address, Button, Screen

NAME = "telegram"
API = "https://api.telegram.org"
MAX_TEXT, MAX_CAPTION, MAX_TOAST = 4096, 1024, 200
GENERAL = "1"  # a forum's General topic must be addressed without its number
NO_PREVIEW = {"link_preview_options": {"is_disabled": True}}

T = TypeVar("T")


class Telegram:
    """The Bot API under one token."""

    name = NAME
    rest_s = 0.0
    abilities = Abilities(can_edit=True, can_delete=True, max_text=MAX_TEXT, max_buttons=100)

    def __init__(self, token: str, *, api_url: str = API, proxy: str = "") -> None:
        self._network = Network(proxy)
        self._polling = Network(proxy, connections=1)
        self._updates_url = f"{api_url.rstrip('/')}/bot{token}/getUpdates"
        self._bot = telegram.Bot(
            token,
            base_url=f"{api_url.rstrip('/')}/bot",
            base_file_url=f"{api_url.rstrip('/')}/file/bot",
            request=self._network,
            get_updates_request=self._polling,
        )

    def __repr__(self) -> str:
        return "<Telegram>"

    async def me(self) -> Me:
        """Who we are. Raises TelegramError."""
        user = await self._bot.get_me()
        return Me(str(user.id), user.username or "")

    async def call(self, call: Call, timeout_s: float) -> Outcome:
        """Do it once; a topic or a message to answer that is gone is left out."""
        outcome = await self._try(call, timeout_s)
        if outcome.fate is Fate.BAD and outcome.why in ("thread", "reply") and isinstance(call, Send):
            to = Address(call.to.channel, call.to.chat, call.to.user, "", call.to.private)
            outcome = await self._try(Send(to, call.screen, "", call.file), timeout_s)
        return outcome

    async def _try(self, call: Call, timeout_s: float) -> Outcome:
        try:
            return await self._do(call, timeout_s)
        except (TelegramError, ValueError) as error:
            return outcome_of(error) if isinstance(error, TelegramError) else Outcome(Fate.BAD, why="content")

    async def _do(self, call: Call, timeout_s: float) -> Outcome:
        chat = call.to.chat
        if isinstance(call, Send):
            message = await self._send(call, timeout_s)
            return Outcome(Fate.SENT, message=str(message.message_id))
        if isinstance(call, Edit):
            await self._bot.edit_message_text(
                cut(call.screen.text, MAX_TEXT),
                chat,
                int(call.message),
                read_timeout=timeout_s,
                api_kwargs=NO_PREVIEW | shape(call.screen),
            )
        elif isinstance(call, Delete) and len(call.messages) == 1:
            await self._bot.delete_message(chat, int(call.messages[0]), read_timeout=timeout_s)
        elif isinstance(call, Delete):
            await self._bot.delete_messages(chat, [int(one) for one in call.messages], read_timeout=timeout_s)
        elif isinstance(call, Menu):
            await self._menu(call, timeout_s)
        else:
            text = cut(call.text, MAX_TOAST) or None
            await self._bot.answer_callback_query(call.callback, text, call.alert, read_timeout=timeout_s)
        return Outcome(Fate.SENT)

    async def _menu(self, call: Menu, timeout_s: float) -> None:
        scope = BotCommandScopeChat(int(call.to.chat))
        if call.words:
            await self._bot.set_my_commands(call.words, scope=scope, read_timeout=timeout_s)
        else:
            await self._bot.delete_my_commands(scope=scope, read_timeout=timeout_s)

    async def offer(self, words: Sequence[tuple[str, str]]) -> None:
        """The menu of everybody's private chat. Raises TelegramError."""
        await self._bot.set_my_commands(words, scope=BotCommandScopeAllPrivateChats())

    async def _send(self, call: Send, timeout_s: float) -> telegram.Message:
        screen, chat = call.screen, call.to.chat
        common: dict[str, Any] = {
            "disable_notification": screen.silent,
            "protect_content": screen.protect,
            "message_thread_id": int(call.to.thread) if call.to.thread not in ("", GENERAL) else None,
            "reply_to_message_id": int(call.reply_to) if call.reply_to else None,
            "read_timeout": timeout_s,
            "api_kwargs": shape(screen),
        }
        if screen.attachment is None or call.file is None:
            common["api_kwargs"] |= NO_PREVIEW
            return await self._bot.send_message(chat, cut(screen.text, MAX_TEXT), **common)
        common["caption"] = cut(screen.text, MAX_CAPTION)
        file = InputFile(call.file, filename=screen.attachment.name or screen.attachment.kind)
        if screen.attachment.kind == "photo":
            return await self._bot.send_photo(chat, file, has_spoiler=screen.spoiler, **common)
        if screen.attachment.kind == "voice":
            return await self._bot.send_voice(chat, file, **common)
        if screen.attachment.kind == "video":
            return await self._bot.send_video(chat, file, has_spoiler=screen.spoiler, **common)
        return await self._bot.send_document(chat, file, disable_content_type_detection=True, **common)

    async def updates(self, after: str, wait_s: int) -> list[Update]:
        """The next updates as plain JSON, at most 100; those up to `after` are forgotten there.

        Not through the library: one update that it can't parse would block all others for ever. Raises TelegramError.
        """
        parameters: list[RequestParameter] = [
            RequestParameter.from_input("timeout", wait_s),
            RequestParameter.from_input("allowed_updates", list(ALLOWED)),
        ]
        if after:
            parameters.append(RequestParameter.from_input("offset", int(after) + 1))
        answer: Any = await self._polling.post(self._updates_url, RequestData(parameters), read_timeout=wait_s + 10)
        if not isinstance(answer, list):
            raise TelegramError("the answer is no list")
        numbered = [one for one in answer if isinstance(one, dict) and type(one.get("update_id")) is int]
        return [Update(str(one["update_id"]), one) for one in sorted(numbered, key=lambda one: int(one["update_id"]))]

    def outcome_of(self, error: Exception) -> Outcome:
        """What an error of a poll means."""
        return outcome_of(error)

    async def receive_by_webhook(self, url: str, secret: str) -> None:
        """Have updates delivered to an address. Raises TelegramError."""
        await self._bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED), max_connections=40)

    async def receive_by_polling(self) -> None:
        """Take back a webhook, keeping what waits. Raises TelegramError."""
        await self._bot.delete_webhook(drop_pending_updates=False)

    async def webhook(self) -> str:
        """Where updates are delivered now, "" while they are polled. Raises TelegramError."""
        return (await self._bot.get_webhook_info()).url

    async def fetch(self, ref: str, most: int) -> bytes:
        """A file that somebody sent. Raises Unfetchable."""
        try:
            file = await self._bot.get_file(ref)
            if (file.file_size or 0) > most:
                raise Unfetchable("too_big")
            return await self._network.download(file.file_path or "", most)
        except TooBig:
            raise Unfetchable("too_big") from None
        except TelegramError as error:
            outcome = outcome_of(error)
            too_big = "too big" in str(error).lower()
        raise Unfetchable("too_big" if too_big else "gone" if outcome.fate is Fate.BAD else "unreachable")

    async def close(self) -> None:
        await self._network.shutdown()
        await self._polling.shutdown()


def shape(screen: Screen) -> dict[str, Any]:
    """The buttons as the Bot API takes them: the library's objects for them cost more than the rest of a call."""
    if not screen.rows:
        return {}
    return {"reply_markup": {"inline_keyboard": [[_button(button) for button in row] for row in screen.rows]}}


def _button(button: Button) -> dict[str, Any]:
    """A telephone number can't be dialled from a button, so pressing copies it."""
    if button.payload:
        return {"text": button.label, "callback_data": button.payload}
    if button.link:
        return {"text": button.label, "url": button.link}
    return {"text": button.label, "copy_text": {"text": button.copy or button.phone}}


def cut(text: str, most: int) -> str:
    """A text that fits: Telegram counts UTF-16 units."""
    if len(text.encode("utf-16-le")) // 2 <= most:
        return text
    while len(text.encode("utf-16-le")) // 2 > most - 1:
        text = text[: -max(1, (len(text.encode("utf-16-le")) // 2 - most) // 2)]
    return text + "…"
