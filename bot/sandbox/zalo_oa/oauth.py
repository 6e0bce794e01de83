"""OAuth of the Official Account: codes of ten minutes, and token pairs of which a refresh token works exactly once."""

import base64
import hashlib
import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from bot.sandbox.clock import Clock
from bot.sandbox.platform import Json
from bot.sandbox.zalo_oa.errors import Refused
from bot.sandbox.zalo_oa.settings import OaSettings


class Denied(Exception):
    """A failure of the token endpoint; `number` is missing where no source knows one."""

    def __init__(self, name: str, reason: str, number: int | None = None) -> None:
        super().__init__(reason)
        self.name = name
        self.reason = reason
        self.number = number

    def json(self, with_number: bool) -> Json:
        body: Json = {
            "error_name": self.name,
            "error_reason": self.reason,
            "error_description": self.reason,
            "ref_doc": "https://developers.zalo.me/docs/official-account/",
        }
        return body | ({"error": self.number} if with_number and self.number is not None else {})


@dataclass(frozen=True, slots=True)
class _Code:
    challenge: str
    expires_at: float


class Tokens:
    """Who may speak for the account now. Only the newest pair counts."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._start = f"{clock.now():.6f}"
        self._numbers = itertools.count(1)
        self._codes: dict[str, _Code] = {}
        self._access = ""
        self._access_until = 0.0
        self._refresh = ""
        self._refresh_until = 0.0
        self._replaced: set[str] = set()

    def grant(self, settings: OaSettings, challenge: str = "") -> str:
        """An administrator of the account agreed: the code for the callback."""
        code = self._secret("code")
        self._codes[code] = _Code(challenge, self._clock.now() + settings.code_lifetime_s)
        return code

    def issue(self, settings: OaSettings) -> Json:
        """A new pair, as from the token endpoint or the API Explorer; the old access token dies."""
        now = self._clock.now()
        if self._access:
            self._replaced.add(self._access)
        self._access, self._refresh = self._secret("access"), self._secret("refresh")
        self._access_until = now + settings.access_lifetime_s
        self._refresh_until = now + settings.refresh_lifetime_s
        return {
            "access_token": self._access,
            "refresh_token": self._refresh,
            "expires_in": str(settings.access_lifetime_s),
        }

    def revoke(self) -> None:
        """The account took its grant back: both tokens are worth nothing."""
        self._access_until = self._refresh_until = 0.0

    def exchange(self, settings: OaSettings, secret_key: str, form: Mapping[str, str]) -> Json:
        """The token endpoint; Denied when it gives nothing."""
        if form.get("app_id") != settings.app_id:
            raise Denied("Invalid appId", "app_id is unknown", -14002)
        if secret_key != settings.app_secret:
            raise Denied("Invalid secret key", "secret_key is wrong")
        match form.get("grant_type"):
            case "authorization_code":
                self._redeem(form.get("code", ""), form.get("code_verifier", ""))
            case "refresh_token":
                self._rotate(settings, form.get("refresh_token", ""))
            case _:
                raise Denied("Invalid grant type", "grant_type is unknown")
        return self.issue(settings)

    def check(self, settings: OaSettings, access_token: str) -> None:
        """Refused unless this access token is the living one."""
        if access_token and access_token == self._access:
            if self._clock.now() < self._access_until:
                return
            raise Refused(settings.expired_token_code)
        raise Refused(settings.replaced_token_code if access_token in self._replaced else -216)

    def _redeem(self, code: str, verifier: str) -> None:
        known = self._codes.pop(code, None)
        if known is None or self._clock.now() >= known.expires_at:
            raise Denied("Invalid authorization code", "the code is unknown, used or expired")
        if known.challenge and challenge(verifier) != known.challenge:
            raise Denied("Invalid code verifier", "code_verifier does not fit the challenge")

    def _rotate(self, settings: OaSettings, refresh_token: str) -> None:
        if not refresh_token or refresh_token != self._refresh or self._clock.now() >= self._refresh_until:
            number = settings.refresh_failure_code
            raise Denied("Invalid refresh token", "the refresh token is unknown, used or expired", number)

    def _secret(self, kind: str) -> str:
        seed = f"{kind}:{self._start}:{next(self._numbers)}".encode()
        return base64.urlsafe_b64encode(hashlib.blake2b(seed, digest_size=48).digest()).decode()


def challenge(verifier: str) -> str:
    """The code challenge that belongs to a verifier: SHA-256, URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
