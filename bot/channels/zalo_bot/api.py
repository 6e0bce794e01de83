"""The Bot Platform's methods, as far as the hotline needs them, under one token.

The token is part of every address: no error, log or representation of ours holds one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.channels.network import Network
from bot.channels.zalo_bot.outcomes import IDLE, NO_METHOD, Refused, result_of

ASK_S = 20.0
POLL_MORE_S = 10.0  # beyond what a poll was asked to wait


@dataclass(frozen=True)
class Me:
    """Who we are there: the account's name, and the one that people see where it is told."""

    id: str
    name: str
    shown: str = ""


class Api:
    """Every method raises Unsent, Lost or Refused."""

    def __init__(self, token: str, network: Network, api_url: str) -> None:
        self._base = f"{api_url.rstrip('/')}/bot{token}"
        self._network = network

    def __repr__(self) -> str:
        return "<Api of the Bot Platform>"

    async def me(self) -> Me:
        """Who we are."""
        told = _object(await self._ask("getMe", {}, ASK_S))
        shown = str(told.get("display_name") or "")
        return Me(str(told.get("id") or ""), str(told.get("account_name") or shown), shown)

    async def send(self, chat: str, text: str, timeout_s: float) -> str:
        """One message of plain text; its id there."""
        sent = _object(await self._ask("sendMessage", {"chat_id": chat, "text": text}, timeout_s))
        return str(sent.get("message_id") or "")

    async def updates(self, wait_s: int) -> list[Any]:
        """What a long poll brings: one event, in a list or bare, or nothing."""
        try:
            told = await self._ask("getUpdates", {"timeout": wait_s}, wait_s + POLL_MORE_S)
        except Refused as refused:
            if refused.code == IDLE or "timeout" in refused.description.lower():
                return []
            raise
        return told if isinstance(told, list) else [told]

    async def webhook(self) -> str:
        """Where events are delivered now, "" while they are polled."""
        try:
            return str(_object(await self._ask("getWebhookInfo", {}, ASK_S)).get("url") or "")
        except Refused as refused:
            if refused.code == NO_METHOD:
                return ""
            raise

    async def receive_by_webhook(self, url: str, secret: str) -> str:
        """Have events delivered to an address; "" where the platform reached it, else its word for why not: the address
        is kept all the same.
        """
        told = _object(await self._ask("setWebhook", {"url": url, "secret_token": secret}, 2 * ASK_S))
        return failed_verification(told.get("verification"))

    async def try_webhook(self) -> str:
        """Have the platform try our address; as `receive_by_webhook`. It may be asked only a few times a day."""
        return failed_verification(await self._ask("testWebhook", {}, 2 * ASK_S))

    async def receive_by_polling(self) -> None:
        """Take back a webhook."""
        await self._ask("deleteWebhook", {}, ASK_S)

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
