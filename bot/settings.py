"""The settings of an installation: environment or `.env`, every name with the prefix HOTLINE_. One clear line per
mistake.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from content import plans
from content.locales import REVIEWED, _
from content.policy import Policy

PREFIX = "HOTLINE_"
PROXIES = ("http://", "socks5://", "socks4://")
DIRECTLY = "none"
"""Instead of a proxy: this platform is reached without the one that serves the others."""
TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")
ZALO_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{6,}")


class SettingsError(Exception):
    """What is wrong with the settings: a line for each mistake, none with a value."""


class Settings(BaseSettings):
    """docs/operations.md says what each means. Secrets never show themselves."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", hide_input_in_errors=True, frozen=True
    )

    database_url: SecretStr = SecretStr("sqlite:///data/hotline.db")
    keyring: Path = Path("data/keyring")
    lang: str = "vi"
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: str = ""
    page_url: str = ""
    proxy: SecretStr = SecretStr("")
    telegram_proxy: SecretStr = SecretStr("")
    zalo_proxy: SecretStr = SecretStr("")
    alert_chat: str = ""
    consent_paper: str = ""
    plan: str = Policy.plan

    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_secret: SecretStr = SecretStr("")
    telegram_paid_broadcast: bool = False

    zalo_oa_app_id: str = ""
    zalo_oa_app_secret: SecretStr = SecretStr("")
    zalo_oa_secret_key: SecretStr = SecretStr("")
    zalo_oa_api_url: str = "https://openapi.zalo.me"
    zalo_oa_oauth_url: str = "https://oauth.zaloapp.com"
    zalo_oa_redirect_url: str = ""
    zalo_oa_code_verifier: SecretStr = SecretStr("")
    zalo_oa_intake: Literal["off", "warned", "on"] = "warned"
    zalo_oa_paid: bool = False
    zalo_oa_template: str = ""
    zalo_oa_broadcasts: Annotated[int, Field(ge=0)] = 0
    zalo_media_hosts: str = "zdn.vn,zadn.vn"
    zalo_bot_token: SecretStr = SecretStr("")
    zalo_bot_api_url: str = "https://bot-api.zaloplatforms.com"
    zalo_bot_webhook_secret: SecretStr = SecretStr("")
    zalo_bot_link: str = ""
    zalo_bot_messages: Annotated[int, Field(ge=0)] = 3000
    zalo_bot_users: Annotated[int, Field(ge=0, le=200)] = 50
    zalo_bot_poll_pause: Annotated[float, Field(ge=0)] = 1.0

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("sqlite:///", "postgresql://")):
            raise ValueError(_("must start with sqlite:/// or postgresql://"))
        return value

    @field_validator("proxy", "telegram_proxy", "zalo_proxy")
    @classmethod
    def _known_proxy(cls, value: SecretStr) -> SecretStr:
        given = value.get_secret_value()
        if given and given != DIRECTLY and not given.startswith(PROXIES):
            raise ValueError(_("must start with http://, socks5:// or socks4://, or be: none"))
        return value

    @field_validator("telegram_token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError(_("is no token: BotFather gives digits, a colon, and some 35 signs"))
        return value

    @field_validator("lang")
    @classmethod
    def _reviewed(cls, value: str) -> str:
        if value not in REVIEWED:
            raise ValueError(_("must be one of: {words}").format(words=", ".join(REVIEWED)))
        return value

    @field_validator("plan")
    @classmethod
    def _readable_plan(cls, value: str) -> str:
        try:
            plans.shipped(value)
        except plans.PlanError:
            raise ValueError(_("must be one of: {words}").format(words=", ".join(plans.known()))) from None
        return value

    @field_validator("public_url")
    @classmethod
    def _https(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError(_("must be an https:// address: Telegram delivers to no other"))
        return value.rstrip("/")

    @field_validator("page_url")
    @classmethod
    def _safe_page(cls, value: str) -> str:
        parts = urlsplit(value)
        local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
        if value and (
            not parts.hostname or not (parts.scheme == "https" or local) or parts.path.strip("/") or parts.query
        ):
            raise ValueError(_("must be an https:// address without a path: a link to the page is a key to it"))
        return value.rstrip("/")

    @field_validator("zalo_bot_token")
    @classmethod
    def _looks_like_a_zalo_token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not ZALO_TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError(_("is no token: Zalo Bot Manager gives digits, a colon, and more signs"))
        return value

    @field_validator("zalo_bot_link")
    @classmethod
    def _link(cls, value: str) -> str:
        if value and not value.startswith("https://"):
            raise ValueError(_("must be the https:// link that opens a chat with the bot"))
        return value.replace("{", "%7B").replace("}", "%7D")

    @field_validator("telegram_webhook_secret", "zalo_bot_webhook_secret")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        secret = value.get_secret_value()
        allowed = all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in secret)
        if secret and (len(secret) < 16 or len(secret) > 256 or not allowed):
            raise ValueError(_("must be 16 to 256 letters, digits, _ or -"))
        return value

    @property
    def media_hosts(self) -> tuple[str, ...]:
        """Where files that people sent on Zalo may be fetched from."""
        return tuple(filter(None, (one.strip() for one in self.zalo_media_hosts.split(","))))

    @property
    def to_telegram(self) -> str:
        """The proxy on the way to Telegram; "" where there is none."""
        return self._way(self.telegram_proxy)

    @property
    def to_zalo(self) -> str:
        """The proxy on the way to Zalo, for both its products; "" where there is none."""
        return self._way(self.zalo_proxy)

    def _way(self, own: SecretStr) -> str:
        proxy = own.get_secret_value() or self.proxy.get_secret_value()
        return "" if proxy == DIRECTLY else proxy

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that are set up."""
        given = {
            "telegram": self.telegram_token.get_secret_value(),
            "zalo_oa": self.zalo_oa_app_id,
            "zalo_bot": self.zalo_bot_token.get_secret_value(),
        }
        return tuple(name for name, value in given.items() if value)

    @property
    def by_webhook(self) -> bool:
        """Updates are delivered to PUBLIC_URL; without one they are polled."""
        return bool(self.public_url)


def load(**given: object) -> Settings:
    """Read the settings. Raises SettingsError, a line per mistake."""
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [f"{PREFIX}{str(one['loc'][0]).upper()}: {_plain(one)}" for one in error.errors()]
    else:
        lines = _contradictions(settings)
        if not lines:
            return settings
    raise SettingsError("\n".join(lines))


def unknown_names() -> list[str]:
    """Names with our prefix, in the environment or `.env`, that mean nothing: most likely slips."""
    given = {name.upper() for name in (*os.environ, *dotenv_values(".env")) if name.upper().startswith(PREFIX)}
    return sorted(given - {f"{PREFIX}{name.upper()}" for name in Settings.model_fields})


def _plain(error: ErrorDetails) -> str:
    """What is wrong with a value, without the value."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return _("must be one of: {words}").format(words=str(context["expected"]).replace(" or ", ", "))
    if error["loc"][0] == "zalo_bot_users":
        return _("must be a number from 0 to 200; 0: the plan has room for everybody")
    if kind.startswith(("int_", "float_")) or kind in ("greater_than_equal", "less_than_equal"):
        port = error["loc"][0] == "http_port"
        return _("must be a port: a number from 0 to 65535") if port else _("must be a number, 0 or more")
    return error["msg"]


def _contradictions(settings: Settings) -> list[str]:
    telegram, secret = settings.telegram_token.get_secret_value(), settings.telegram_webhook_secret.get_secret_value()
    if settings.by_webhook and telegram and not secret:
        sentence = _("is needed with HOTLINE_PUBLIC_URL; make one up, 32 letters and digits")
        return [f"{PREFIX}TELEGRAM_WEBHOOK_SECRET: {sentence}"]
    if (
        settings.by_webhook
        and settings.zalo_bot_token.get_secret_value()
        and not settings.zalo_bot_webhook_secret.get_secret_value()
    ):
        sentence = _("is needed with HOTLINE_PUBLIC_URL; make one up, 32 letters and digits")
        return [f"{PREFIX}ZALO_BOT_WEBHOOK_SECRET: {sentence}"]
    return _zalo_oa_contradictions(settings)


def _zalo_oa_contradictions(settings: Settings) -> list[str]:
    if not settings.zalo_oa_app_id:
        return []
    lines = []
    if not settings.zalo_oa_app_secret.get_secret_value():
        lines.append(
            f"{PREFIX}ZALO_OA_APP_SECRET: {_('is missing; the page of the app on developers.zalo.me shows it')}"
        )
    if not settings.by_webhook:
        lines.append(
            f"{PREFIX}PUBLIC_URL: {_('is needed for Zalo OA, which delivers to an address and cannot be polled')}"
        )
    return lines
