"""The Bot API under one token. What is said often goes as plain JSON; what is rare, files among it, by the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import telegram
from telegram import BotCommandScopeAllPrivateChats, InputFile
from telegram.error import TelegramError

from bot.channels.base import Abilities, Call, Fate, MakeTopic, Outcome, Send, Standing, Unfetchable, Update
from bot.channels.telegram.inbound import ALLOWED, Me
from bot.channels.telegram.methods import MAX_TEXT, media, method
from bot.channels.telegram.network import Network, TooBig
from bot.channels.telegram.outcomes import outcome_of
from bot.channels.telegram.standing import people, standing
from handlers.messages import Address

NAME = "telegram"
API = "https://api.telegram.org"
ASK_S = 10.0


class Telegram:
    """The Bot API under one token."""

    name = NAME
    rest_s = 0.0
    abilities = Abilities(can_edit=True, can_delete=True, topics=True, max_text=MAX_TEXT, max_buttons=100)

    def __init__(self, token: str, *, api_url: str = API, proxy: str = "", paid: bool = False) -> None:
        """`paid`: copies for all go as Telegram's paid broadcast."""
        self._paid = paid
        self._network = Network(proxy)
        self._polling = Network(proxy, connections=1)
        self._me = token.partition(":")[0]
        self._methods = f"{api_url.rstrip('/')}/bot{token}"
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
        """Do it once; a message to answer that is gone is left out, and so is a topic that is none of ours."""
        outcome = await self._try(call, timeout_s)
        left_out = ("reply",) if isinstance(call, Send) and call.topic else ("thread", "reply")
        if outcome.fate is Fate.BAD and outcome.why in left_out and isinstance(call, Send):
            to = Address(call.to.channel, call.to.chat, call.to.user, "", call.to.private)
            outcome = await self._try(replace(call, to=to, reply_to=""), timeout_s)
        return outcome

    async def _try(self, call: Call, timeout_s: float) -> Outcome:
        try:
            return await self._do(call, timeout_s)
        except (TelegramError, ValueError) as error:
            return outcome_of(error) if isinstance(error, TelegramError) else Outcome(Fate.BAD, why="content")

    async def _do(self, call: Call, timeout_s: float) -> Outcome:
        if isinstance(call, Send) and call.file is not None:
            return Outcome(Fate.SENT, message=str((await self._upload(call, call.file, timeout_s)).message_id))
        name, parameters = method(call, paid=self._paid)
        result = await self._network.ask(f"{self._methods}/{name}", parameters, timeout_s)
        if not isinstance(call, Send | MakeTopic):
            return Outcome(Fate.SENT)
        number = "message_id" if isinstance(call, Send) else "message_thread_id"
        if not isinstance(result, dict) or number not in result:
            raise TelegramError("the answer is no message")
        return Outcome(Fate.SENT, message=str(result[number]))

    async def standing(self, chat: str, user: str) -> Standing | None:
        """A group as it is now, and who somebody is there."""
        return await standing(self._ask, self._me, chat, user)

    async def members(self, chat: str) -> int | None:
        """How many people a chat has, the bot not counted."""
        try:
            return people(await self._ask("getChatMemberCount", {"chat_id": chat}))
        except (TelegramError, TypeError, ValueError):
            return None

    async def _ask(self, name: str, parameters: Mapping[str, Any]) -> Any:
        return await self._network.ask(f"{self._methods}/{name}", parameters, ASK_S)

    async def offer(self, words: Sequence[tuple[str, str]]) -> None:
        """The menu of everybody's private chat. Raises TelegramError."""
        await self._bot.set_my_commands(words, scope=BotCommandScopeAllPrivateChats())

    async def _upload(self, call: Send, content: bytes, timeout_s: float) -> telegram.Message:
        """A message with a file."""
        chat, screen, attachment = call.to.chat, call.screen, call.screen.attachment
        assert attachment is not None
        common: dict[str, Any] = {**media(call), "read_timeout": timeout_s}
        if self._paid and call.to_all:
            common["allow_paid_broadcast"] = True
        file = InputFile(content, filename=attachment.name or attachment.kind)
        if attachment.kind == "photo":
            return await self._bot.send_photo(chat, file, has_spoiler=screen.spoiler, **common)
        if attachment.kind == "voice":
            return await self._bot.send_voice(chat, file, **common)
        if attachment.kind == "video":
            return await self._bot.send_video(chat, file, has_spoiler=screen.spoiler, **common)
        return await self._bot.send_document(chat, file, disable_content_type_detection=True, **common)

    async def updates(self, after: str, wait_s: int) -> list[Update]:
        """The next updates as plain JSON, at most 100; those up to `after` are forgotten there.

        Not through the library: one update that it can't parse would block all others for ever. Raises TelegramError.
        """
        parameters: dict[str, Any] = {"timeout": wait_s, "allowed_updates": list(ALLOWED)}
        if after:
            parameters["offset"] = int(after) + 1
        answer = await self._polling.ask(f"{self._methods}/getUpdates", parameters, wait_s + 10)
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
