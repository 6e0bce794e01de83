"""HTTP to platforms that have no library of their own: failures told apart (did it leave, or did it not?), and no
failure that holds an address or a header, because those hold tokens.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp_socks import ProxyConnector

from bot.channels.lines import CONNECT_S, IDLE_S, Lost, Unsent

DOWNLOAD_S = 60.0
CHUNK = 64 * 1024
MOST_ANSWER = 1024 * 1024

_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class TooBig(Exception):
    """A file is larger than what was asked for."""


class NoFile(Exception):
    """There is no file at that address: it is gone, or somebody is sent elsewhere."""


@dataclass(frozen=True)
class Answer:
    """What came back. `json` is None where it was no JSON."""

    status: int
    json: Any


class Network:
    """The way out. `proxy`: http:// or socks5:// address, "" for none."""

    def __init__(self, proxy: str = "", connections: int = 100) -> None:
        self._proxy = proxy
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    def __repr__(self) -> str:
        return "<Network>"

    async def post(
        self,
        url: str,
        timeout_s: float,
        *,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        form: Mapping[str, str] | aiohttp.FormData | None = None,
    ) -> Answer:
        """One exchange, with a JSON body or a form. Raises Unsent or Lost."""
        return await self._exchange("POST", url, timeout_s, headers=dict(headers or {}), json=body, data=form)

    async def get(self, url: str, timeout_s: float, *, headers: Mapping[str, str] | None = None) -> Answer:
        """One exchange. Raises Unsent or Lost."""
        return await self._exchange("GET", url, timeout_s, headers=dict(headers or {}))

    async def _exchange(self, method: str, url: str, timeout_s: float, **given: Any) -> Answer:
        timeout = aiohttp.ClientTimeout(total=timeout_s + CONNECT_S, connect=CONNECT_S, sock_read=timeout_s)
        try:
            async with self._open().request(method, url, timeout=timeout, allow_redirects=False, **given) as answer:
                return Answer(answer.status, _parsed(await _whole(answer)))
        except _NEVER_LEFT as error:
            failure: Exception = Unsent(type(error).__name__)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            failure = Lost(type(error).__name__)
        raise failure  # outside the handler: the library's own error holds the address

    async def download(self, url: str, most: int) -> bytes:
        """A file of at most `most` bytes, from this address and no other: nobody is followed elsewhere.

        Raises TooBig, NoFile, Unsent, Lost.
        """
        body = bytearray()
        timeout = aiohttp.ClientTimeout(total=DOWNLOAD_S, connect=CONNECT_S)
        try:
            async with self._open().get(url, timeout=timeout, allow_redirects=False) as answer:
                if answer.status >= 500:
                    raise Lost("server")
                if answer.status != 200:
                    raise NoFile
                async for chunk in answer.content.iter_chunked(CHUNK):
                    body += chunk
                    if len(body) > most:
                        raise TooBig
        except _NEVER_LEFT as error:
            failure: Exception = Unsent(type(error).__name__)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            failure = Lost(type(error).__name__)
        else:
            return bytes(body)
        raise failure

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector: aiohttp.BaseConnector
            if self._proxy:
                connector = ProxyConnector.from_url(
                    self._proxy, limit=self._connections, keepalive_timeout=IDLE_S, rdns=True
                )
            else:
                connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=IDLE_S, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(connector=connector, auto_decompress=True)
        return self._session


async def _whole(answer: aiohttp.ClientResponse) -> bytes:
    """The body, however many pieces it comes in; of one that is too long the beginning."""
    body = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > MOST_ANSWER:
            break
    return bytes(body)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
