"""What `doctor` looks at on the way to a platform: name, connection, encryption, proxy, clock; apart, with times.

Each step is tried only where the one before it worked, so that the first wrong line is the one to pass on.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urlsplit

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

from bot.cli.findings import Finding, care, good, wrong
from content.locales import _

STEP_S = 8.0
SLOW_S = 2.0
SKEW_CARE_S, SKEW_WRONG_S = 5.0, 60.0
HTTPS = 443
PORTS = {"http": 80, "socks4": 1080, "socks5": 1080}

T = TypeVar("T")


class Failed(Exception):
    """A step did not work; the sentence says how."""


@dataclass(frozen=True)
class Target:
    """Where a connection goes."""

    host: str
    port: int
    tls: bool

    @staticmethod
    def of(url: str) -> Target:
        parts = urlsplit(url)
        return Target(parts.hostname or "", parts.port or PORTS.get(parts.scheme, HTTPS), parts.scheme == "https")


@dataclass
class Steps:
    """The steps that were tried, in order."""

    name: str
    findings: list[Finding] = field(default_factory=list)

    async def try_(self, step: str, doing: Awaitable[T]) -> T:
        """One step with its time. Raises Failed, with the line written, where it does not work."""
        what, begun = f"{self.name} {step}", time.monotonic()
        try:
            async with asyncio.timeout(STEP_S):
                result = await doing
        except Exception as error:
            self.findings.append(wrong(what, reason(error)))
            raise Failed from None
        took = time.monotonic() - begun
        text = _("{ms} ms").format(ms=int(took * 1000))
        self.findings.append(care(what, _("slow: {text}").format(text=text)) if took > SLOW_S else good(what, text))
        return result


async def check_way(name: str, url: str, proxy: str, now: float) -> list[Finding]:
    """The way to a platform, step by step, and our clock against the platform's."""
    steps = Steps(name)
    first = Target.of(proxy or url)
    try:
        addresses = await steps.try_("DNS", look_up(first))
        await steps.try_("TCP", connect(addresses[0], first.port))
        if first.tls:
            await steps.try_("TLS", handshake(first))
        date = await steps.try_(_("through the proxy") if proxy else "HTTP", ask(url, proxy))
    except Failed:
        return steps.findings
    return [*steps.findings, *clock_findings(date, now)]


async def look_up(target: Target) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    return [str(address[0]) for _family, _type, _proto, _name, address in found]


async def connect(address: str, port: int) -> None:
    _reader, writer = await asyncio.open_connection(address, port)
    writer.close()


async def handshake(target: Target) -> None:
    _reader, writer = await asyncio.open_connection(target.host, target.port, ssl=ssl.create_default_context())
    writer.close()


async def ask(url: str, proxy: str) -> str:
    """The Date that the platform's server gives."""
    connector = ProxyConnector.from_url(proxy, rdns=True) if proxy else aiohttp.TCPConnector()
    async with (
        aiohttp.ClientSession(connector=connector) as session,
        session.head(url, allow_redirects=False) as answer,
    ):
        return answer.headers.get("Date", "")


def reason(error: Exception) -> str:
    """Why a step did not work, for somebody who can do something about it."""
    if isinstance(error, TimeoutError | ProxyTimeoutError):
        return _("no answer in {seconds} s: a firewall may drop it.").format(seconds=int(STEP_S))
    if isinstance(error, socket.gaierror):
        return _("the name is not found: ask for DNS, or the domain is blocked.")
    if isinstance(error, ConnectionRefusedError):
        return _("refused: nobody listens there, or a firewall refuses.")
    if isinstance(error, ssl.SSLCertVerificationError):
        return _(
            "the certificate is not the platform's: something on the way opens the traffic, or the clock is wrong."
        )
    if isinstance(error, ConnectionResetError | ssl.SSLError):
        return _("cut off during the handshake: a filter on the way blocks it.")
    if isinstance(error, ProxyError | ProxyConnectionError):
        return _("the proxy refuses or needs a password.")
    return _("failed ({name}).").format(name=type(error).__name__)


def clock_findings(date: str, now: float) -> list[Finding]:
    """Our clock against the one of a server: day keys, shifts and TLS need it right."""
    what = _("Clock")
    try:
        skew = now - parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError):
        return [care(what, _("could not be compared."))]
    text = _("{seconds} s off. Set up NTP.").format(seconds=round(skew))
    if abs(skew) > SKEW_WRONG_S:
        return [wrong(what, text)]
    return [care(what, text)] if abs(skew) > SKEW_CARE_S else [good(what, _("right."))]
