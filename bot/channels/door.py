"""A platform's way in: how its updates reach us, and what it says of itself. One per token, beside its `Channel`, the way out."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from bot.alerts import Alerts
from bot.channels.base import Channel
from bot.ingress import Ingress
from bot.limits import Limits
from bot.meters import Meters
from bot.settings import Settings
from handlers.here import Facts
from storage.engine import Database
from storage.seals import Seals


class Door(Protocol):
    """What `app.py` knows of a platform's way in."""

    @property
    def channel(self) -> Channel:
        """The way out under the same token."""

    @property
    def limits(self) -> Limits:
        """How fast this platform lets us speak."""

    def routes(self) -> Sequence[web.RouteDef]:
        """Where the platform delivers; empty where it is polled."""

    async def run(self) -> None:
        """Introduce ourselves, then poll, or watch that updates are still delivered to us; until cancelled."""

    @property
    def last_poll(self) -> float | None:
        """When polling last succeeded (seconds since 1970); None where nothing is polled."""


@dataclass(frozen=True)
class Surroundings:
    """What every door is built with. `facts` is completed once a platform has told our name."""

    settings: Settings
    database: Database
    seals: Seals
    ingress: Ingress
    alerts: Alerts
    meters: Meters
    clock: Callable[[], float]
    facts: MutableMapping[str, Facts]
    poll_s: int  # the longest a poll waits
