"""How the bot takes its updates: getUpdates, setWebhook, deleteWebhook, getWebhookInfo."""

import re
from urllib.parse import urlsplit

from bot.sandbox.telegram.errors import bad_request, conflict
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.polling import WEBHOOK_ACTIVE, WEBHOOK_SET
from bot.sandbox.telegram.state import Json
from bot.sandbox.telegram.updates import KINDS
from bot.sandbox.telegram.webhook import Address, Webhook
from bot.sandbox.telegram.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_LONGEST_SECRET = 256
_CONNECTIONS = range(1, 101)


async def get_updates(world: World, webhook: Webhook, p: Params) -> Json:
    if webhook.address is not None:
        raise conflict(WEBHOOK_ACTIVE)
    _remember_allowed(world, p)
    batch = await world.long_poll.take(p.number("offset"), p.number("limit", 100), p.number("timeout"))
    return _answer([entry.json for entry in batch])


async def set_webhook(world: World, webhook: Webhook, p: Params) -> Json:
    url = p.text("url").strip()
    if not url:
        return await delete_webhook(world, webhook, p)
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(p.text("secret_token")) > _LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(p.text("secret_token")):
        raise bad_request("secret token contains unallowed characters")
    connections = p.number("max_connections", 40)
    address = Address(
        url, p.text("secret_token"), connections if connections in _CONNECTIONS else 40, p.text("ip_address") or None
    )
    allowed = world.updates.allowed
    _remember_allowed(world, p)
    if p.flag("drop_pending_updates"):
        world.updates.clear()
    elif webhook.address == address and world.updates.allowed == allowed:
        return _answer(True, "Webhook is already set")
    world.long_poll.end(WEBHOOK_SET)
    await webhook.set(address)
    return _answer(True, "Webhook was set")


async def delete_webhook(world: World, webhook: Webhook, p: Params) -> Json:
    if p.flag("drop_pending_updates"):
        world.updates.clear()
    if webhook.address is None:
        return _answer(True, "Webhook is already deleted")
    await webhook.set(None)
    return _answer(True, "Webhook was deleted")


async def get_webhook_info(world: World, webhook: Webhook, p: Params) -> Json:  # noqa: ARG001  (called alike)
    address = webhook.address
    info: Json = {
        "url": address.url if address else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if address:
        info["max_connections"] = address.max_connections
        if address.ip_address:
            info["ip_address"] = address.ip_address
    if webhook.last_error:
        info["last_error_date"], info["last_error_message"] = webhook.last_error
    if world.updates.allowed is not None:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return _answer(info)


def _remember_allowed(world: World, p: Params) -> None:
    """The list is kept until another is given; one that names no known kind means the default again."""
    if p.given.get("allowed_updates") is None:
        return
    kinds = KINDS & {str(kind).lower() for kind in p.sequence("allowed_updates")}
    world.updates.allowed = kinds or None


def _answer(result: object, description: str = "") -> Json:
    return {"ok": True, "result": result, **({"description": description} if description else {})}


RECEIVING = {
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}
