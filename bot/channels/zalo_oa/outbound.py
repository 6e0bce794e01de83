"""Calls of the house as consultation messages of the account. Nothing sent can be changed or taken back on Zalo.

A message outside the free window is never sent by accident: for whoever was not heard of lately, Zalo is asked first.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.channels.base import Abilities, Answer, Call, Fate, Outcome, Send
from bot.channels.zalo_media import fetch_from_zalo
from bot.channels.zalo_oa import NAME
from bot.channels.zalo_oa.api import Api, Json
from bot.channels.zalo_oa.inbound import ANONYMOUS
from bot.channels.zalo_oa.rendering import MAX_BUTTONS, MAX_TEXT, Message, render
from bot.channels.zalo_oa.windows import Heard, Window, may_send, window
from handlers.messages import Address, Attachment, Screen
from storage.engine import Broken, Busy

CONSULT = "/v3.0/oa/message/cs"
VISITOR = "/v2.0/oa/message"
GROUP = "/v3.0/oa/group/message"
TEMPLATE = "/v3.0/oa/message/template"
QUOTA = "/v3.0/oa/quota/message"
QUOTED = "quote_message_id"
SENT = Outcome(Fate.SENT)
_MENTION = re.compile(r"\[@[^\[\]]*\]?")


@dataclass(frozen=True)
class Terms:
    """What the operator decided. `paid`: messages from 48 hours to 7 days may cost money. `template`: the id of an
    approved text without content that tells people outside the window to come and look; it costs money too.
    """

    paid: bool = False
    template: str = ""
    media_hosts: tuple[str, ...] = ()


@dataclass
class ZaloOA:
    """The way out. `waits`: whether something waits for this person already, so that they were called once before."""

    api: Api
    terms: Terms
    waits: Callable[[Address], Awaitable[bool]]
    heard: Heard = field(default_factory=Heard)
    name = NAME
    abilities = Abilities(can_edit=False, can_delete=False, max_text=MAX_TEXT, max_buttons=MAX_BUTTONS, windows=True)

    def __repr__(self) -> str:
        return "<ZaloOA>"

    async def call(self, call: Call, timeout_s: float) -> Outcome:
        """Do it once. What can't be done on Zalo (an edit, a deletion) finds its message gone."""
        if isinstance(call, Answer):
            return SENT
        if not isinstance(call, Send):
            return Outcome(Fate.GONE)
        try:
            return await self._send(call, timeout_s)
        except (Busy, Broken):  # the token could not be looked up: nothing has left
            return Outcome(Fate.RETRY, why="busy")

    async def _send(self, call: Send, timeout_s: float) -> Outcome:
        visitor = call.to.user.startswith(ANONYMOUS)
        if call.to.private and not visitor and (closed := await self._closed(call, timeout_s)) is not None:
            return closed
        screen = call.screen if call.to.private else for_group(call.screen)
        attachment, token = screen.attachment, ""
        if attachment is not None and call.file is not None:
            uploaded = await self.api.upload(attachment, call.file, timeout_s)
            if isinstance(uploaded, Outcome):
                return uploaded
            token = uploaded
        bubbles = render(screen, buttons=not visitor)
        outcome = SENT
        for place, body in enumerate(bodies(bubbles, attachment, token, call.reply_to)):
            outcome = await self._say(call.to, body, timeout_s)
            if outcome.fate is not Fate.SENT:
                return outcome if place == 0 else Outcome(Fate.UNKNOWN, why="half")
        return outcome

    async def _say(self, to: Address, body: Mapping[str, Any], timeout_s: float) -> Outcome:
        """One bubble. What it quotes may be gone there: then it is said without."""
        path, recipient = _recipient(to)
        answer = await self.api.ask(path, {"recipient": recipient, "message": body}, timeout_s, safe_again=False)
        if not isinstance(answer, Outcome):
            return Outcome(Fate.SENT, message=str(answer.get("message_id") or ""))
        if answer.fate is Fate.BAD and QUOTED in body:
            return await self._say(to, {name: value for name, value in body.items() if name != QUOTED}, timeout_s)
        return answer

    async def _closed(self, call: Send, timeout_s: float) -> Outcome | None:
        """None where a message may go now; else what keeps it. For a copy that went to all nobody is called back."""
        to, now = call.to, self.api.clock()
        last = self.heard.last(to.user)
        if window(last, now) is not Window.FREE:
            found = await self._last_heard(to.user, timeout_s)
            if isinstance(found, Outcome):
                return found
            last = found
        if may_send(window(last, now), paid=self.terms.paid and not call.to_all):
            return None
        return Outcome(Fate.WINDOW, why="window" if call.to_all else await self._call_back(to, timeout_s))

    async def _last_heard(self, user: str, timeout_s: float) -> float | Outcome | None:
        """When Zalo last heard of them. Where it does not say, nothing is sent: it could cost money."""
        answer = await self.api.ask(QUOTA, {"user_id": user}, timeout_s, safe_again=True)
        if isinstance(answer, Outcome):
            return Outcome(Fate.WINDOW, why="not_told") if answer.fate in (Fate.SETUP, Fate.BAD) else answer
        last = str(answer.get("last_interaction") or "")
        if not last.isdecimal():
            return None
        self.heard.note(user, int(last) / 1000)
        return int(last) / 1000

    async def _call_back(self, to: Address, timeout_s: float) -> str:
        """Where the operator pays for it: the approved text, once for all that waits. Why the letter waits, for counters."""
        if not self.terms.template or await self.waits(to):
            return "window"
        notice = {"user_id": to.user, "template_id": self.terms.template, "template_data": {}}
        told = await self.api.ask(TEMPLATE, notice, timeout_s, safe_again=False)
        refused = isinstance(told, Outcome) and (told.fate in (Fate.SETUP, Fate.BAD) or told.why == "no_money")
        return "template" if refused else "window"

    async def fetch(self, ref: str, most: int) -> bytes:
        """A file that somebody sent, from Zalo's own hosts. Raises Unfetchable."""
        return await fetch_from_zalo(self.api.network, ref, self.terms.media_hosts, most)

    async def close(self) -> None:
        await self.api.close()


def for_group(screen: Screen) -> Screen:
    """What a group (GMF) may read: no mention, whoever's text is relayed, and no choice, because groups are not heard."""
    ways = tuple(tuple(button for button in row if not button.payload) for row in screen.rows)
    return replace(screen, text=_MENTION.sub("", screen.text), rows=tuple(filter(None, ways)))


def bodies(bubbles: Sequence[Message], attachment: Attachment | None, token: str, quote: str) -> list[Json]:
    """The bubbles as Zalo's `message`, a picture inside the first one that has buttons, a file before all."""
    said = [_body(bubble) for bubble in bubbles]
    if token and attachment is not None and attachment.kind == "photo":
        element = {"media_type": "image", "attachment_id": token}
        payload = said[-1].setdefault("attachment", {"type": "template", "payload": {}})["payload"]
        payload |= {"template_type": "media", "elements": [element]}
    elif token:
        said.insert(0, {"attachment": {"type": "file", "payload": {"token": token}}})
    if quote:
        said[0][QUOTED] = quote
    return [one for one in said if one.get("text") or one.get("attachment")]


def _body(bubble: Message) -> Json:
    body: Json = {"text": bubble.text} if bubble.text else {}
    if bubble.buttons:
        body["attachment"] = {"type": "template", "payload": {"buttons": [dict(one) for one in bubble.buttons]}}
    return body


def _recipient(to: Address) -> tuple[str, Json]:
    if not to.private:
        return GROUP, {"group_id": to.chat}
    if to.user.startswith(ANONYMOUS):
        return VISITOR, {"anonymous_id": to.user.removeprefix(ANONYMOUS), "conversation_id": to.chat}
    return CONSULT, {"user_id": to.user}
