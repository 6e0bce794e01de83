"""Zalo's token endpoint: a code or a refresh token for a new pair. Each refresh token works exactly once."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from bot.channels.lines import Lost, Unsent
from bot.channels.network import Network
from storage.tokens import Pair

EXCHANGE_S = 30.0
USUAL_S = 90_000.0
"""25 hours: what Zalo gives; used where an answer does not say."""
LEAST_S = 60.0


class Unanswered(Exception):
    """Nobody answered: the same token may be tried again later."""


class Denied(Exception):
    """Zalo said no: the token or the code is worth nothing. `why` is Zalo's short name for it, without any value."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class OAuth:
    """One app's way to tokens."""

    def __init__(self, app_id: str, app_secret: str, url: str, network: Network, clock: Callable[[], float]) -> None:
        self._app_id, self._app_secret = app_id, app_secret
        self._url = url.rstrip("/")
        self._network = network
        self._clock = clock

    def __repr__(self) -> str:
        return "<OAuth>"

    def permission_url(self, redirect: str, verifier: str, state: str) -> str:
        """Where an administrator of the account agrees; afterwards the browser goes to `redirect` with a code."""
        asked = {
            "app_id": self._app_id,
            "redirect_uri": redirect,
            "code_challenge": challenge(verifier),
            "state": state,
        }
        return f"{self._url}/v4/oa/permission?{urlencode(asked)}"

    async def redeem(self, code: str, verifier: str) -> Pair:
        """The first pair, for a code that is at most ten minutes old. Raises Unanswered or Denied."""
        return await self._ask({"grant_type": "authorization_code", "code": code, "code_verifier": verifier})

    async def refresh(self, token: str) -> Pair:
        """The next pair. Raises Unanswered or Denied."""
        return await self._ask({"grant_type": "refresh_token", "refresh_token": token})

    async def _ask(self, form: dict[str, str]) -> Pair:
        try:
            answer = await self._network.post(
                f"{self._url}/v4/oa/access_token",
                EXCHANGE_S,
                headers={"secret_key": self._app_secret},
                form={**form, "app_id": self._app_id},
            )
        except (Unsent, Lost) as error:
            raise Unanswered(type(error).__name__) from None
        pair = pair_of(answer.json, self._clock())
        if pair is not None:
            return pair
        if answer.status >= 500 or answer.json is None:
            raise Unanswered(f"status {answer.status}")
        raise Denied(reason_of(answer.json))


def pair_of(answer: Any, now: float) -> Pair | None:
    """The pair in an answer; None unless both tokens are there: failures come in several shapes, also with HTTP 200."""
    if not isinstance(answer, dict):
        return None
    access, refresh = answer.get("access_token"), answer.get("refresh_token")
    if not (isinstance(access, str) and isinstance(refresh, str) and access and refresh):
        return None
    return Pair(access, refresh, now, now + _lifetime(answer.get("expires_in")))


def _lifetime(given: Any) -> float:
    """Seconds; Zalo writes them as a text."""
    text = str(given)
    return max(LEAST_S, float(text)) if text.isdecimal() and len(text) < 9 else USUAL_S


def reason_of(answer: Any) -> str:
    """Zalo's short name of a failure, or its number: letters and digits only, so that no value can stand in it."""
    for name in ("error_name", "error"):
        said = answer.get(name) if isinstance(answer, dict) else None
        if isinstance(said, str | int) and said:
            return "".join(sign for sign in str(said) if sign.isalnum() or sign in " -_")[:60]
    return "no tokens in the answer"


def challenge(verifier: str) -> str:
    """What is shown of a verifier before it is used: SHA-256, URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def new_verifier() -> str:
    """43 random signs."""
    return secrets.token_urlsafe(32)
