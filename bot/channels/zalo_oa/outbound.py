"""Calls of the house as consultation messages of the account. Nothing sent can be changed or taken back on Zalo.

A message outside the free window is never sent by accident: for whoever was not heard of lately, Zalo is asked first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp

from bot.channels.base import Abilities, Answer, Call, Fate, Outcome, Send, Unfetchable
from bot.channels.network import Lost, Network, NoFile, TooBig, Unsent
from bot.channels.zalo_media import safe_address
from bot.channels.zalo_oa import NAME
from bot.channels.zalo_oa.inbound import ANONYMOUS
from bot.channels.zalo_oa.outcomes import STALE, error_of, outcome_of
from bot.channels.zalo_oa.rendering import MAX_BUTTONS, MAX_TEXT, Message, render
from bot.channels.zalo_oa.tokens import Access, Tokens
from bot.channels.zalo_oa.windows import Heard, Window, may_send, window
from handlers.messages import Address, Attachment
from storage.engine import Broken, Busy

CONSULT = "/v3.0/oa/message/cs"
VISITOR = "/v2.0/oa/message"
GROUP = "/v3.0/oa/group/message"
TEMPLATE = "/v3.0/oa/message/template"
QUOTA = "/v3.0/oa/quota/message"
ACCOUNT = "/v2.0/oa/getoa"
UPLOADS = {"photo": ("/v2.0/oa/upload/image", 1024 * 1024), "document": ("/v2.0/oa/upload/file", 5 * 1024 * 1024)}
SENT = Outcome(Fate.SENT)

Json = dict[str, Any]
Body = Json | Callable[[], aiohttp.FormData] | None
"""JSON; or a form, made anew for every attempt; or nothing, where something is only asked for."""


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
    """The OpenAPI under one account's token."""

    tokens: Tokens
    network: Network
    api_url: str
    terms: Terms
    clock: Callable[[], float]
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
        reached = call.to.private and not call.to.user.startswith(ANONYMOUS)
        if reached and (closed := await self._closed(call.to, timeout_s)) is not None:
            return closed
        attachment = call.screen.attachment
        token = ""
        if attachment is not None and call.file is not None:
            uploaded = await self._upload(attachment, call.file, timeout_s)
            if isinstance(uploaded, Outcome):
                return uploaded
            token = uploaded
        bubbles = render(call.screen, buttons=not call.to.user.startswith(ANONYMOUS))
        outcome = SENT
        for place, body in enumerate(bodies(bubbles, attachment, token, call.reply_to)):
            outcome = await self._say(call.to, body, timeout_s)
            if outcome.fate is not Fate.SENT:
                return outcome if place == 0 else Outcome(Fate.UNKNOWN, why="half")
        return outcome

    async def _say(self, to: Address, body: Mapping[str, Any], timeout_s: float) -> Outcome:
        path, recipient = _recipient(to)
        answer = await self._ask(path, {"recipient": recipient, "message": body}, timeout_s, safe_again=False)
        if isinstance(answer, Outcome):
            return answer
        return Outcome(Fate.SENT, message=str(answer.get("message_id") or ""))

    async def _closed(self, to: Address, timeout_s: float) -> Outcome | None:
        """None where a message may go now; else what keeps it."""
        now = self.clock()
        last = self.heard.last(to.user)
        if window(last, now) is not Window.FREE:
            found = await self._last_heard(to.user, timeout_s)
            if isinstance(found, Outcome):
                return found
            last = found
        if may_send(window(last, now), paid=self.terms.paid):
            return None
        if self.terms.template:
            notice = {"user_id": to.user, "template_id": self.terms.template, "template_data": {}}
            await self._ask(TEMPLATE, notice, timeout_s, safe_again=False)
        return Outcome(Fate.WINDOW, why="window")

    async def _last_heard(self, user: str, timeout_s: float) -> float | Outcome | None:
        """When Zalo last heard of them. Where it does not say, nothing is sent: it could cost money."""
        answer = await self._ask(QUOTA, {"user_id": user}, timeout_s, safe_again=True)
        if isinstance(answer, Outcome):
            return Outcome(Fate.WINDOW, why="not_told") if answer.fate in (Fate.SETUP, Fate.BAD) else answer
        last = str(answer.get("last_interaction") or "")
        if not last.isdecimal():
            return None
        self.heard.note(user, int(last) / 1000)
        return int(last) / 1000

    async def _upload(self, attachment: Attachment, file: bytes, timeout_s: float) -> str | Outcome:
        """What names the file afterwards."""
        path, most = UPLOADS.get(attachment.kind, ("", 0))
        if not path:
            return Outcome(Fate.BAD, why="kind")
        if len(file) > most:
            return Outcome(Fate.BAD, why="too_big")
        name = attachment.name or attachment.kind

        def form() -> aiohttp.FormData:
            made = aiohttp.FormData()
            made.add_field("file", BytesIO(file), filename=name, content_type=attachment.media_type or "image/jpeg")
            return made

        answer = await self._ask(path, form, timeout_s, safe_again=True)
        if isinstance(answer, Outcome):
            return answer
        token = str(answer.get("attachment_id") or answer.get("token") or "")
        return token or Outcome(Fate.BAD, why="upload")

    async def _ask(self, path: str, body: Body, timeout_s: float, *, safe_again: bool) -> Json | Outcome:
        """One call; once more with a newer token where Zalo refuses the one we have. What stands in `data`, or why not.

        `safe_again`: doing it twice harms nobody, so no answer is no reason to doubt.
        """
        access = await self.tokens.access()
        if access is None:
            return Outcome(Fate.TOKEN, why="login") if self.tokens.must_log_in else Outcome(Fate.RETRY, why="no_token")
        code, data = await self._once(path, body, access, timeout_s, safe_again=safe_again)
        if code in STALE:
            newer = await self.tokens.refused(access.version)
            if newer is None:
                return Outcome(Fate.TOKEN, why="token")
            code, data = await self._once(path, body, newer, timeout_s, safe_again=safe_again)
        return data if code == 0 or isinstance(data, Outcome) else outcome_of(code, self.clock())

    async def _once(
        self, path: str, body: Body, access: Access, timeout_s: float, *, safe_again: bool
    ) -> tuple[int, Json | Outcome]:
        """The number of Zalo's answer with its `data`; 0 with an outcome where there was no answer."""
        url, headers = f"{self.api_url}{path}", {"access_token": access.token}
        try:
            if body is None:
                answer = await self.network.get(url, timeout_s, headers=headers)
            elif callable(body):
                answer = await self.network.post(url, timeout_s, headers=headers, form=body())
            else:
                answer = await self.network.post(url, timeout_s, headers=headers, body=body)
        except Unsent:
            return 0, Outcome(Fate.RETRY, why="unsent")
        except Lost:
            return 0, Outcome(Fate.RETRY if safe_again else Fate.UNKNOWN, why="timeout")
        code = error_of(answer.json)
        if code is None:
            return 0, Outcome(Fate.RETRY if safe_again else Fate.UNKNOWN, why="no_answer")
        data = answer.json.get("data")
        return code, data if isinstance(data, dict) else {}

    async def account(self, timeout_s: float) -> Json | Outcome:
        """What the account says of itself: `oaid`, `is_verified`, `package_name`, `linked_ZCA`."""
        try:
            return await self._ask(ACCOUNT, None, timeout_s, safe_again=True)
        except (Busy, Broken):
            return Outcome(Fate.RETRY, why="busy")

    async def fetch(self, ref: str, most: int) -> bytes:
        """A file that somebody sent, from Zalo's own hosts. Raises Unfetchable."""
        address = safe_address(ref, self.terms.media_hosts)
        if not address:
            raise Unfetchable("gone")
        try:
            return await self.network.download(address, most)
        except TooBig:
            why = "too_big"
        except NoFile:
            why = "gone"
        except (Unsent, Lost):
            why = "unreachable"
        raise Unfetchable(why)

    async def close(self) -> None:
        await self.tokens.close()
        await self.network.close()


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
        said[0]["quote_message_id"] = quote
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
