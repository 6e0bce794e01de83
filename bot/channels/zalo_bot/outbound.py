"""Calls of the house as plain messages of the bot. Nothing sent can be changed or taken back there, nothing has a button."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from bot.channels.base import Abilities, Answer, Call, Fate, Menu, Outcome, Send, Update
from bot.channels.lines import Lost, Unsent
from bot.channels.network import Network
from bot.channels.zalo_bot import NAME
from bot.channels.zalo_bot.api import Api
from bot.channels.zalo_bot.inbound import event_key, event_of
from bot.channels.zalo_bot.outcomes import Refused, outcome_of
from bot.channels.zalo_bot.people import People
from bot.channels.zalo_bot.quota import Quota
from bot.channels.zalo_bot.rendering import MAX_TEXT, render
from bot.channels.zalo_media import fetch_from_zalo
from storage.engine import Busy
from storage.seals import Seals

MOST_KNOWN = 2_000
SENT = Outcome(Fate.SENT)


class ZaloBot:
    """The Bot Platform under one token."""

    name = NAME
    abilities = Abilities(can_edit=False, can_delete=False, max_text=MAX_TEXT, max_buttons=0, windows=True)

    def __init__(
        self, token: str, network: Network, quota: Quota, people: People, seals: Seals, clock: Callable[[], float], *,
        api_url: str, media_hosts: tuple[str, ...], rest_s: float,
    ) -> None:  # fmt: skip
        """`rest_s`: the least pause between two polls, as the platform may repeat what it has told, at once and for ever."""
        self.quota = quota
        self.people = people
        self.rest_s = rest_s
        self.api = Api(token, network, api_url)
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
        arrived = self._half.pop(mark, 0)
        texts = texts[arrived:]
        month = await self.quota.take(len(texts))
        if not month:
            return Outcome(Fate.QUOTA, why="quota")
        outcome = SENT
        for place, text in enumerate(texts):
            outcome = await self._say(call.to.chat, text, timeout_s)
            if outcome.fate is not Fate.SENT:
                left = outcome.fate is Fate.UNKNOWN
                if arrived + place and not left:
                    _note(self._half, mark, arrived + place)
                with suppress(Busy):  # then too much is counted, which costs nobody anything
                    await self.quota.give_back(month, len(texts) - place - left)
                break
        if outcome.fate is Fate.SENT and call.to.private:
            with suppress(Busy):  # their next message counts them
                await self.people.saw(call.to.chat)
        return outcome

    async def _say(self, chat: str, text: str, timeout_s: float) -> Outcome:
        try:
            message = await self.api.send(chat, text, timeout_s)
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
        return Outcome(Fate.SENT, message=message)

    async def updates(self, after: str, wait_s: int) -> list[Update]:  # noqa: ARG002  nothing is ever acknowledged there
        """The next event, if there is one. Raises Unsent, Lost, Refused."""
        found = map(event_of, await self.api.updates(max(1, wait_s)))
        return [Update(self._seals.update_id(NAME, event_key(event)), event) for event in found if event]

    def outcome_of(self, error: Exception) -> Outcome:
        """What an error of a poll means."""
        if isinstance(error, Refused):
            if "webhook" in error.description.lower():
                return Outcome(Fate.RETRY, why="conflict")
            return outcome_of(error, refused_for_s=0.0)
        return Outcome(Fate.RETRY, why="unsent" if isinstance(error, Unsent) else "timeout")

    async def fetch(self, ref: str, most: int) -> bytes:
        """A file that somebody sent, from Zalo's own hosts. Raises Unfetchable."""
        return await fetch_from_zalo(self._network, ref, self._media_hosts, most)

    async def close(self) -> None:
        await self._network.close()


def _note(known: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    """Remember, and forget the oldest where there are too many."""
    known[key] = value
    while len(known) > MOST_KNOWN:
        known.popitem(last=False)
