"""Zalo's OpenAPI under one account's token: one call, once more with a newer token, and what an answer means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import aiohttp

from bot.channels.base import Fate, Outcome
from bot.channels.lines import Lost, Unsent
from bot.channels.network import Network
from bot.channels.zalo_oa.outcomes import STALE, error_of, outcome_of
from bot.channels.zalo_oa.tokens import Access, Tokens
from handlers.messages import Attachment
from storage.engine import Broken, Busy

ACCOUNT = "/v2.0/oa/getoa"
UPLOADS = {"photo": ("/v2.0/oa/upload/image", 1024 * 1024), "document": ("/v2.0/oa/upload/file", 5 * 1024 * 1024)}

Json = dict[str, Any]
Body = Json | Callable[[], aiohttp.FormData] | None
"""JSON; or a form, made anew for every attempt; or nothing, where something is only asked for."""


@dataclass
class Api:
    """`url` without a slash at its end."""

    tokens: Tokens
    network: Network
    url: str
    clock: Callable[[], float]

    def __repr__(self) -> str:
        return "<Api>"

    async def ask(self, path: str, body: Body, timeout_s: float, *, safe_again: bool) -> Json | Outcome:
        """One call; once more with a newer token where Zalo refuses the one we have. What stands in `data`, or why not.

        `safe_again`: doing it twice harms nobody, so no answer is no reason to doubt. Raises Busy or Broken.
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
        url, headers = f"{self.url}{path}", {"access_token": access.token}
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
        if answer.status >= 500 or code is None or code > 0:  # not Zalo's own: somebody on the way
            turned_away = 400 <= answer.status < 500
            return 0, Outcome(Fate.RETRY if safe_again or turned_away else Fate.UNKNOWN, why="no_answer")
        data = answer.json.get("data")
        return code, data if isinstance(data, dict) else {}

    async def upload(self, attachment: Attachment, file: bytes, timeout_s: float) -> str | Outcome:
        """What names a picture (JPEG or PNG, 1 MiB) or a paper (PDF, DOC, DOCX, CSV, 5 MiB) in a message afterwards."""
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

        answer = await self.ask(path, form, timeout_s, safe_again=True)
        if isinstance(answer, Outcome):
            return answer
        token = str(answer.get("attachment_id") or answer.get("token") or "")
        return token or Outcome(Fate.BAD, why="upload")

    async def account(self, timeout_s: float) -> Json | Outcome:
        """What the account says of itself: `oaid`, `is_verified`, `package_name`, `linked_ZCA`."""
        try:
            return await self.ask(ACCOUNT, None, timeout_s, safe_again=True)
        except (Busy, Broken):
            return Outcome(Fate.RETRY, why="busy")

    async def close(self) -> None:
        """Wait for an exchange of tokens under way, and let go of connections."""
        await self.tokens.close()
        await self.network.close()
