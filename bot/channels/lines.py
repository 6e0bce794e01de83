"""Kept connections to one server, for short JSON calls: a third of what a whole HTTP client takes for each of them.

A tip is some twenty calls, so they are its largest single cost. Files go by aiohttp; here are only calls that fit into one
write, with failures told apart: did it leave, or did it not? No failure holds an address: addresses hold tokens.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

from httptools import HttpParserError, HttpResponseParser
from python_socks import ProxyError
from python_socks.async_.asyncio import Proxy

CONNECT_S = 8.0
IDLE_S = 15.0  # shorter than any server keeps a silent connection, so that none is closed while we write into it
MOST_ANSWER = 16 * 1024 * 1024  # a hundred updates of the largest kind are less


class Unsent(Exception):
    """Nothing left this machine: it can be tried again without a second copy."""


class Lost(Exception):
    """It left, and no answer came: it may have arrived."""


class Line(asyncio.Protocol):
    """One connection: one exchange at a time."""

    def __init__(self) -> None:
        self._parser = HttpResponseParser(self)
        self._body = bytearray()
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._transport: asyncio.Transport | None = None
        self.rested = 0.0  # since when nobody uses it, by the loop's clock

    @property
    def alive(self) -> bool:
        """Whether another request may be written into it."""
        return self._transport is not None and not self._transport.is_closing()

    async def exchange(self, request: bytes) -> tuple[int, bytes]:
        """One request; its status and body. Raises Lost."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Now: what is still to come belongs to nobody."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self._fail(type(error).__name__ if error else "closed")

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except HttpParserError:
            self._fail("unreadable")
            self.close()

    def on_body(self, part: bytes) -> None:
        """Called by the parser."""
        self._body += part
        if len(self._body) > MOST_ANSWER:
            self._fail("too long")
            self.close()

    def on_message_complete(self) -> None:
        """Called by the parser."""
        status, body = self._parser.get_status_code(), bytes(self._body)
        self._body.clear()
        if status < 200:  # "go on": the answer is still to come
            return
        waiting, self._answer = self._answer, None
        unasked = waiting is None  # what follows would be read as the answer to the next call
        if unasked or not self._parser.should_keep_alive():
            self.close()
        if waiting is not None and not waiting.done():
            waiting.set_result((status, body))

    def _fail(self, why: str) -> None:
        waiting, self._answer = self._answer, None
        if waiting is not None and not waiting.done():
            waiting.set_exception(Lost(why))


class Lines:
    """All connections to one server. `origin`: https://host or http://host:port; `proxy`: http:// or socks5:// address."""

    def __init__(self, origin: str, proxy: str = "", most: int = 100) -> None:
        parts = urlsplit(origin)
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._host, self._port = parts.hostname or "", parts.port or (443 if self._tls else 80)
        self._named = parts.netloc.rpartition("@")[2]
        self._proxy = proxy
        self._room = asyncio.Semaphore(most)
        self._resting: list[Line] = []
        self._busy: set[Line] = set()

    def __repr__(self) -> str:
        return "<Lines>"

    async def post(
        self, path: str, body: bytes, timeout_s: float, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """One exchange: JSON there, (status, body) back, within `timeout_s` seconds. Raises Unsent or Lost."""
        more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self._named}\r\nContent-Type: application/json\r\n{more}"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        async with self._room:
            line = self._rested() or await self._connect()
            self._busy.add(line)
            try:
                async with asyncio.timeout(timeout_s):
                    answer = await line.exchange(head.encode() + body)
            except TimeoutError:
                line.close()
                raise Lost("TimeoutError") from None
            except BaseException:
                line.close()
                raise
            finally:
                self._busy.discard(line)
            if line.alive:
                line.rested = asyncio.get_running_loop().time()
                self._resting.append(line)
            return answer

    async def close(self) -> None:
        """Let go of all connections."""
        for line in (*self._resting, *self._busy):
            line.close()
        self._resting.clear()
        await asyncio.sleep(0)  # closed by the loop

    def _rested(self) -> Line | None:
        """The connection that was used last, while that is not too long ago."""
        now = asyncio.get_running_loop().time()
        while self._resting:
            line = self._resting.pop()
            if line.alive and now - line.rested < IDLE_S:
                return line
            line.close()
        return None

    async def _connect(self) -> Line:
        loop = asyncio.get_running_loop()
        name = self._host if self._tls else None
        try:
            async with asyncio.timeout(CONNECT_S):
                if self._proxy:
                    way = await Proxy.from_url(self._proxy, rdns=True).connect(self._host, self._port, CONNECT_S)
                    _transport, line = await loop.create_connection(Line, sock=way, ssl=self._tls, server_hostname=name)
                else:
                    _transport, line = await loop.create_connection(
                        Line, self._host, self._port, ssl=self._tls, server_hostname=name, happy_eyeballs_delay=0.25
                    )
        except (OSError, ProxyError) as error:
            failure = Unsent(type(error).__name__)
        else:
            return line
        raise failure  # outside the handler: the library's own error may hold an address
