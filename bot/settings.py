"""The settings of an installation: environment or `.env`, every name with the prefix HOTLINE_. One clear line per
mistake.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "HOTLINE_"


class SettingsError(Exception):
    """What is wrong with the settings: a line for each mistake, none with a value."""


class Settings(BaseSettings):
    """See docs and `.env.example` for what each means. Secrets never show themselves."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", hide_input_in_errors=True, frozen=True
    )

    database_url: SecretStr = SecretStr("sqlite:///data/hotline.db")
    keyring: Path = Path("data/keyring")
    plan: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"
    lang: str = "vi"
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: str = ""
    proxy: SecretStr = SecretStr("")
    alert_chat: str = ""

    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_secret: SecretStr = SecretStr("")

    zalo_oa_app_id: str = ""
    zalo_oa_app_secret: SecretStr = SecretStr("")
    zalo_oa_secret_key: SecretStr = SecretStr("")
    zalo_oa_api_url: str = "https://openapi.zalo.me"
    zalo_oa_oauth_url: str = "https://oauth.zaloapp.com"
    zalo_oa_intake: Literal["off", "warned", "on"] = "warned"
    zalo_bot_token: SecretStr = SecretStr("")
    zalo_bot_api_url: str = "https://bot-api.zapps.me"
    zalo_bot_webhook_secret: SecretStr = SecretStr("")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("sqlite:///", "postgresql://")):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return value

    @field_validator("public_url")
    @classmethod
    def _https(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("must be an https:// address: Telegram delivers to no other")
        return value.rstrip("/")

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        secret = value.get_secret_value()
        allowed = all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in secret)
        if secret and (len(secret) < 16 or len(secret) > 256 or not allowed):
            raise ValueError("must be 16 to 256 letters, digits, _ or -")
        return value

    @property
    def by_webhook(self) -> bool:
        """Updates are delivered to PUBLIC_URL; without one they are polled."""
        return bool(self.public_url)


def load(**given: object) -> Settings:
    """Read the settings. Raises SettingsError, a line per mistake."""
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [f"{PREFIX}{str(one['loc'][0]).upper()}: {_plain(one['msg'])}" for one in error.errors()]
    else:
        lines = _contradictions(settings)
        if not lines:
            return settings
    raise SettingsError("\n".join(lines))


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")


def _contradictions(settings: Settings) -> list[str]:
    telegram, secret = settings.telegram_token.get_secret_value(), settings.telegram_webhook_secret.get_secret_value()
    if settings.by_webhook and telegram and not secret:
        return [f"{PREFIX}TELEGRAM_WEBHOOK_SECRET: is needed with PUBLIC_URL; make one up, 32 letters and digits"]
    return []
