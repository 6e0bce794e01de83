"""The signature of webhook events: plain SHA-256, lower-case hex."""

import hashlib

from bot.sandbox.zalo_oa.settings import OaSettings


def mac(begins_with: str, body: bytes, timestamp: str, key: str) -> str:
    """Of the very bytes that are posted; `timestamp` is the body's own, as text."""
    return hashlib.sha256(begins_with.encode() + body + timestamp.encode() + key.encode()).hexdigest()


def signature(settings: OaSettings, body: bytes, timestamp: str) -> str:
    """The value of the header X-ZEvent-Signature under these settings."""
    begins_with = settings.oa_id if settings.mac_begins_with == "oa_id" else settings.app_id
    key = settings.app_secret if settings.webhook_key == "app_secret" else settings.oa_secret_key
    return f"mac={mac(begins_with, body, timestamp, key)}"
