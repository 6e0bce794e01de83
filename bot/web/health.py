"""Is it alive, is it ready, how much waits: for the operator's tools, on this machine only where it says more than
yes or no.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from aiohttp import web
from prometheus_client import generate_latest

from bot.meters import Meters
from storage import inbox, outbox, stations
from storage.engine import Broken, Busy, Database
from storage.times import seconds

STALE_POLL_S = 90.0
STUCK_S = 300.0
NOBODY = "ok, but no tip can be received: the province has no officer with a PIN\n"
_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via")


def routes(
    database: Database,
    meters: Meters,
    clock: Callable[[], float],
    last_poll: Callable[[], float | None],
    province: str,
) -> list[web.RouteDef]:
    """GET /healthz, /readyz, /metrics. `last_poll`: when polling last succeeded, None where updates are delivered.

    `province`: the station without which no tip is taken in. That it has no officer yet makes nothing unready: its
    first officer comes in through the same door.
    """

    async def alive(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(_request: web.Request) -> web.Response:
        problem = await find_problem(database, clock(), last_poll())
        if problem:
            return web.Response(text=f"{problem}\n", status=503)
        async with database.read() as conn:
            unit = await stations.get(conn, province)
        return web.Response(text="ok\n" if unit and unit.receives else NOBODY)

    async def metrics(request: web.Request) -> web.Response:
        if not is_local(request):
            return web.Response(status=404)
        await look(database, meters, clock())
        return web.Response(body=generate_latest(meters.registry), content_type="text/plain")

    return [web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", metrics)]


async def find_problem(database: Database, now: float, last_poll: float | None) -> str:
    """Why the hotline can't do its work now, in a word; "" where it can."""
    try:
        async with database.read() as conn:
            oldest = await inbox.oldest_waiting(conn)
    except (Busy, Broken):
        return "database"
    if last_poll is not None and now - last_poll > STALE_POLL_S:
        return "polling"
    return "stuck" if oldest is not None and now - seconds(oldest) > STUCK_S else ""


async def look(database: Database, meters: Meters, now: float) -> None:
    """Bring the gauges up to date."""
    async with database.read() as conn:
        meters.waiting.set(await inbox.waiting(conn, 100_000))
        oldest = await inbox.oldest_waiting(conn)
        depth = await outbox.depth(conn)
    meters.oldest.set(now - seconds(oldest) if oldest is not None else 0)
    meters.queued.clear()
    for (channel, lane, state), count in depth.items():
        meters.queued.labels(channel, lane, state).set(count)


def is_local(request: web.Request) -> bool:
    """From this machine, and not through a proxy on it that speaks for somebody else."""
    if any(header in request.headers for header in _FORWARDED) or request.remote is None:
        return False
    try:
        return ipaddress.ip_address(request.remote).is_loopback
    except ValueError:
        return False
