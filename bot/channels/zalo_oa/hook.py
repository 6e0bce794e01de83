"""Where Zalo delivers the account's events. 200 means: it is on disk, or nobody needs it.

Zalo wants its answer within two seconds, and drops an address that answers with anything but 200 to what it does not
sign: the console's own `{}`, above all. So what is not truly signed gets 200 too, and is counted and forgotten.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from aiohttp import web

from bot.alerts import Alerts
from bot.channels.zalo_oa import NAME
from bot.channels.zalo_oa.inbound import event_key, read, timestamp
from bot.channels.zalo_oa.signature import fresh, signed_with
from bot.channels.zalo_oa.windows import Heard
from bot.ingress import Ingress, Overfull
from bot.meters import Meters
from content.locales import _
from handlers.messages import Act
from storage.engine import Broken, Busy
from storage.seals import Seals

PATH = "/zalo/oa"
WITHIN_S = 1.8
LATER_S = 30
SIGNATURE, TIME = "X-ZEvent-Signature", "X-ZEvent-Timestamp"

log = structlog.get_logger("zalo_oa")


class Hook:
    """The handler of POST /zalo/oa."""

    def __init__(
        self,
        app_id: str,
        secrets: Mapping[str, str],
        ingress: Ingress,
        seals: Seals,
        heard: Heard,
        alerts: Alerts,
        meters: Meters,
        clock: Callable[[], float],
    ) -> None:
        """`secrets`: what may sign, by the name of its setting."""
        self._app_id, self._secrets = app_id, secrets
        self._ingress, self._seals, self._heard = ingress, seals, heard
        self._alerts, self._meters, self._clock = alerts, meters, clock
        self._signed_with = ""

    async def receive(self, request: web.Request) -> web.Response:
        """One event."""
        body = await request.read()
        event = _parse(body)
        if event is None:
            return self._forget("malformed")
        if not event:  # the console asks whether anybody is there
            return _done()
        at = timestamp(event) or request.headers.get(TIME, "")
        name = signed_with(self._app_id, body, at, request.headers.get(SIGNATURE, ""), self._secrets)
        if not name:
            return await self._unsigned(request, event)
        self._note(name)
        if not fresh(at, self._clock()):
            await self._alerts.alert(
                "zalo_oa.old", _("Zalo OA delivers events that are hours old: is this machine's clock right?")
            )
            return self._forget("old_event")
        try:
            async with asyncio.timeout(WITHIN_S):
                await self._keep(event, int(at) / 1000)
        except Overfull as full:
            return self._later(full.why)
        except (Busy, TimeoutError):  # what was handed over is kept all the same, and known when it comes again
            return self._later("busy")
        except Broken:  # counted by the ingress; repeating it would not help
            return _done()
        except (KeyError, TypeError, ValueError):
            return self._forget("malformed")
        return _done()

    async def _keep(self, event: Mapping[str, Any], at: float) -> None:
        acts = read(event)
        if not acts:
            await self._ingress.keep(NAME, "", None)
            return
        await self._ingress.check()
        key, whose = event_key(event), acts[0].address.user
        if acts[0].act is Act.WITHDRAWN:
            self._heard.forget(whose)
        else:  # before it is kept: the answer may be on its way as soon as it is
            self._heard.note(whose, min(at, self._clock()))  # a clock that is behind must not make a window longer
        updates = [self._seals.update_id(NAME, f"{key}:{number}") for number in range(len(acts))]
        await asyncio.gather(*(self._ingress.keep(NAME, one, act) for one, act in zip(updates, acts, strict=True)))

    async def _unsigned(self, request: web.Request, event: Mapping[str, Any]) -> web.Response:
        """Anybody may post here. Only what names our app and carries a signature may mean that our secret is wrong."""
        if request.headers.get(SIGNATURE) and str(event.get("app_id")) == self._app_id:
            await self._alerts.alert(
                "zalo_oa.signature",
                _("Zalo OA: an event with a wrong signature. If tips stay away: is HOTLINE_ZALO_OA_SECRET_KEY right?"),
            )
        return self._forget("signature")

    def _note(self, name: str) -> None:
        if name != self._signed_with:
            self._signed_with = name
            log.info("events are signed", secret=name)

    def _forget(self, place: str) -> web.Response:
        self._meters.failures.labels(place=place).inc()
        return _done()

    def _later(self, why: str) -> web.Response:
        self._meters.refused.labels(why).inc()
        return web.Response(status=503, headers={"Retry-After": str(LATER_S)})


def _parse(body: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) else None


def _done() -> web.Response:
    return web.json_response({"ok": True})
