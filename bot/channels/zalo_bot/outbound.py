"""Calls of the house as plain messages of the bot. Nothing sent can be changed or taken back there, nothing has a button.

The token is part of every address: no error, log or representation of ours holds one.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.channels.base import Abilities, Answer, Call, Fate, Menu, Outcome, Send, Unfetchable, Update
from bot.channels.network import Lost, Network, NoFile, TooBig, Unsent
from bot.channels.zalo_bot import NAME
from bot.channels.zalo_bot.inbound import event_key, event_of
from bot.channels.zalo_bot.outcomes import IDLE, Refused, outcome_of, result_of
from bot.channels.zalo_bot.quota import Quota
from bot.channels.zalo_bot.rendering import MAX_TEXT, render
from bot.channels.zalo_media import safe_address
from storage.engine import Busy
from storage.seals import Seals

API_S = 20.0
MOST_KNOWN = 2_000
SENT = Outcome(Fate.SENT)


@dataclass(frozen=True)
class Me:
    """Who we are there."""

    id: str
    name: str


class ZaloBot:
    """The Bot Platform under one token."""

    name = NAME
    abilities = Abilities(can_edit=False, can_delete=False, max_text=MAX_TEXT, max_buttons=0, windows=True)

    def __init__(
        self, token: str, network: Network, quota: Quota, seals: Seals, clock: Callable[[], float], *,
        api_url: str, media_hosts: tuple[str, ...], rest_s: float,
    ) -> None:  # fmt: skip
        """`rest_s`: the least pause between two polls, as the platform may repeat what it has told, at once and for ever."""
        self.quota = quota
        self.rest_s = rest_s
        self._base = f"{api_url.rstrip('/')}/bot{token}"
        self._network = network
        self._seals = seals
        self._clock = clock
        self._media_hosts = media_hosts
        self._half: OrderedDict[bytes, int] = OrderedDict()  # how many messages of a long text have arrived
        self._refused: OrderedDict[str, float] = OrderedDict()  # since when a chat hears nothing but "too much"

    def __repr__(self) -> str:
        return "<ZaloBot>"

    async def call(self, call: Call, timeout_s: float) -> Outcome:
        """Do it once. What can't be done on Zalo (an edit, a deletion) finds its message gone."""
        if isinstance(call, Answer | Menu):
            return SENT
        if not isinstance(call, Send):
            return Outcome(Fate.GONE)
        try:
            return await self._send(call, timeout_s)
        except Busy:  # nothing was counted, so nothing was sent
            return Outcome(Fate.RETRY, why="busy")

    async def _send(self, call: Send, timeout_s: float) -> Outcome:
        """All messages of a screen. Those that arrived before a later one failed are not sent again."""
        texts = render(call.screen)
        mark = hashlib.sha256("\0".join((call.to.chat, *texts)).encode("utf-8", "replace")).digest()
        texts = texts[self._half.pop(mark, 0) :]
        month = await self.quota.take(len(texts))
        if not month:
            return Outcome(Fate.QUOTA, why="quota")
        outcome = SENT
        for place, text in enumerate(texts):
            outcome = await self._say(call.to.chat, text, timeout_s)
            if outcome.fate is not Fate.SENT:
                left = outcome.fate is Fate.UNKNOWN
                if place and not left:
                    _note(self._half, mark, place)
                with suppress(Busy):  # then too much is counted, which costs nobody anything
                    await self.quota.give_back(month, len(texts) - place - left)
                break
        return outcome

    async def _say(self, chat: str, text: str, timeout_s: float) -> Outcome:
        try:
            sent = await self._ask("sendMessage", {"chat_id": chat, "text": text}, timeout_s)
        except Unsent:
            return Outcome(Fate.RETRY, why="unsent")
        except Lost:
            return Outcome(Fate.UNKNOWN, why="timeout")
        except Refused as refused:
            now = self._clock()
            outcome = outcome_of(refused, refused_for_s=now - self._refused.get(chat, now))
            if outcome.fate is Fate.FLOOD:
                _note(self._refused, chat, self._refused.get(chat, now))
            return outcome
        self._refused.pop(chat, None)
        return Outcome(Fate.SENT, message=str(sent.get("message_id") or "") if isinstance(sent, dict) else "")

    async def updates(self, after: str, wait_s: int) -> list[Update]:  # noqa: ARG002  nothing is ever acknowledged there
        """The next event, if there is one. Raises Unsent, Lost, Refused."""
        wait_s = max(1, wait_s)
        try:
            told = await self._ask("getUpdates", {"timeout": wait_s}, wait_s + 10.0)
        except Refused as refused:
            if refused.code == IDLE or "timeout" in refused.description.lower():
                return []
            raise
        found = (event_of(one) for one in (told if isinstance(told, list) else [told]))
        return [Update(self._seals.update_id(NAME, event_key(event)), event) for event in found if event]

    def outcome_of(self, error: Exception) -> Outcome:
        """What an error of a poll means."""
        if isinstance(error, Refused):
            if "webhook" in error.description.lower():
                return Outcome(Fate.RETRY, why="conflict")
            return outcome_of(error, refused_for_s=0.0)
        return Outcome(Fate.RETRY, why="unsent" if isinstance(error, Unsent) else "timeout")

    async def me(self) -> Me:
        """Who we are. Raises Unsent, Lost, Refused."""
        told = _object(await self._ask("getMe", {}, API_S))
        return Me(str(told.get("id") or ""), str(told.get("account_name") or told.get("display_name") or ""))

    async def webhook(self) -> str:
        """Where events are delivered now, "" while they are polled. Raises Unsent, Lost, Refused."""
        try:
            return str(_object(await self._ask("getWebhookInfo", {}, API_S)).get("url") or "")
        except Refused as refused:
            if refused.code == 404:
                return ""
            raise

    async def receive_by_webhook(self, url: str, secret: str) -> str:
        """Have events delivered to an address; "" where the platform reached it, else its word for why not: the address
        is kept all the same. Raises Unsent, Lost, Refused.
        """
        told = _object(await self._ask("setWebhook", {"url": url, "secret_token": secret}, 2 * API_S))
        return failed_verification(told.get("verification"))

    async def test_webhook(self) -> str:
        """Have the platform try our address; as `receive_by_webhook`. Raises Unsent, Lost, Refused."""
        return failed_verification(_object(await self._ask("testWebhook", {}, 2 * API_S)))

    async def receive_by_polling(self) -> None:
        """Take back a webhook. Raises Unsent, Lost, Refused."""
        await self._ask("deleteWebhook", {}, API_S)

    async def fetch(self, ref: str, most: int) -> bytes:
        """A file that somebody sent, from Zalo's own hosts. Raises Unfetchable."""
        address = safe_address(ref, self._media_hosts)
        if not address:
            raise Unfetchable("gone")
        try:
            return await self._network.download(address, most)
        except TooBig:
            why = "too_big"
        except NoFile:
            why = "gone"
        except (Unsent, Lost):
            why = "unreachable"
        raise Unfetchable(why)

    async def close(self) -> None:
        await self._network.close()

    async def _ask(self, method: str, body: dict[str, Any], timeout_s: float) -> Any:
        return result_of(await self._network.post(f"{self._base}/{method}", timeout_s, body=body))


def failed_verification(told: Any) -> str:
    """The platform's word for why it could not reach us (`webhook.http.403`), "" where it could or does not say."""
    if not isinstance(told, dict) or told.get("ok") is not False:
        return ""
    word = str(told.get("outcome") or "webhook.err.other")
    return word if word.replace(".", "").isalnum() and len(word) < 40 else "webhook.err.other"


def _object(told: Any) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


def _note(known: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    """Remember, and forget the oldest where there are too many."""
    known[key] = value
    while len(known) > MOST_KNOWN:
        known.popitem(last=False)
