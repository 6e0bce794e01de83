"""Where Zalo delivers the bot's events. 200 means: it is on disk, or nobody needs it.

Zalo's test of the address comes without a body, and nobody knows whether it carries the secret: an empty body is
answered and forgotten. Whatever has a body and not the secret is refused.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.channels.zalo_bot import NAME
from bot.channels.zalo_bot.inbound import event_key, event_of, read
from bot.ingress import Ingress, Overfull
from bot.meters import Meters
from storage.engine import Broken, Busy
from storage.seals import Seals

SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105  the name of a header
PATH = "/zalo/bot"
LATER_S = 5


def address_of(public_url: str, secret: str) -> str:
    """Our address for events. It changes with the secret: the platform tells at which address it delivers, but not with
    which secret, and must not be told anew at every start.
    """
    return f"{public_url}{PATH}?{hashlib.sha256(b'zalo bot address ' + secret.encode()).hexdigest()[:12]}"


class Hook:
    """The handler of POST /zalo/bot. An empty secret lets nobody in."""

    def __init__(self, secret: str, ingress: Ingress, seals: Seals, meters: Meters) -> None:
        self._secret = secret.encode()
        self._ingress = ingress
        self._seals = seals
        self._meters = meters

    async def receive(self, request: web.Request) -> web.Response:
        body = await request.read()
        if not body.strip():
            return _done()
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret) or not self._secret:
            self._meters.failures.labels(place="zalo_bot.secret").inc()
            return web.json_response({"message": "Unauthorized"}, status=401)
        event = event_of(_parsed(body))
        if event is None:  # repeating it would not help: answered, counted, forgotten
            self._meters.failures.labels(place="malformed").inc()
            return _done()
        try:
            await self._keep(event)
        except Overfull as full:
            return self._later(full.why)
        except Busy:
            return self._later("busy")
        except Broken:  # counted by the ingress; repeating it would not help
            return _done()
        return _done()

    async def _keep(self, event: Mapping[str, Any]) -> None:
        await self._ingress.check()
        await self._ingress.keep(NAME, self._seals.update_id(NAME, event_key(event)), read(event))

    def _later(self, why: str) -> web.Response:
        self._meters.refused.labels(why).inc()
        return web.Response(status=503, headers={"Retry-After": str(LATER_S)})


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _done() -> web.Response:
    return web.json_response({"message": "Success"})
