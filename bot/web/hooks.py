"""Where platforms deliver updates. 200 means: it is on disk."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from bot.ingress import Ingress, Overfull
from bot.meters import Meters
from handlers.messages import Incoming
from storage.engine import Broken, Busy
from storage.packed import loads

MOST_BYTES = 1024 * 1024
LATER_S = 5
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of a header


def telegram_hook(
    secret: str, read: Callable[[Mapping[str, Any]], Incoming | None], ingress: Ingress, meters: Meters
) -> Callable[[web.Request], Any]:
    """The handler of POST /telegram. `secret` is what setWebhook was given; an empty one lets nobody in."""
    expected = secret.encode()

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, expected) or not expected:
            return web.Response(status=403)
        update = _parse(await request.read())
        if update is None:  # repeating it would not help: answered, counted, forgotten
            meters.failures.labels(place="malformed").inc()
            return web.Response()
        try:
            await ingress.check()
            await ingress.keep("telegram", str(update["update_id"]), read(update))
        except Overfull as full:
            return _later(meters, full.why)
        except Busy:
            return _later(meters, "busy")
        except Broken:  # counted by the ingress; repeating it would not help
            return web.Response()
        return web.Response()

    return receive


def _parse(body: bytes) -> dict[str, Any] | None:
    try:
        update = loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        return None
    return update


def _later(meters: Meters, why: str) -> web.Response:
    meters.refused.labels(why).inc()
    return web.Response(status=503, headers={"Retry-After": str(LATER_S)})
