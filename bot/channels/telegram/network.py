"""Telegram's methods over kept connections, files over aiohttp instead of httpx (eight times cheaper), with failures told
apart: did it leave, or did it not?
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp
from aiohttp_socks import ProxyConnector
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels import lines
from bot.channels.lines import CONNECT_S, IDLE_S, Lines
from storage.packed import dumps, loads

READ_S = 20.0
CHUNK = 64 * 1024
OF_A_MESSAGE = ("message_id", "date", "chat")

_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL, lines.Unsent)


class Unsent(NetworkError):
    """Nothing left this machine: it can be tried again without a second copy."""


class Lost(TimedOut):
    """It left, and no answer came: it may have arrived."""


class TooBig(Exception):
    """A file is larger than what was asked for."""


class Network(BaseRequest):
    """python-telegram-bot's way out. `proxy`: http:// or socks5:// address, "" for none. Errors never hold an
    address.
    """

    def __init__(self, proxy: str = "", connections: int = 200) -> None:
        self._proxy = proxy
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._lines: Lines | None = None

    @property
    def read_timeout(self) -> float:
        return READ_S

    async def initialize(self) -> None:
        """Connections are made when the first is needed."""

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
        if self._lines is not None:
            await self._lines.close()
            self._lines = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | bytes | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  aiohttp has one timeout for the exchange
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  the same for every call
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  waiting for a connection is connecting
    ) -> tuple[int, bytes]:
        """One exchange: (status, body). Bytes are JSON as it is. Raises Unsent or Lost."""
        read_s = READ_S if read_timeout is BaseRequest.DEFAULT_NONE or read_timeout is None else float(read_timeout)
        try:
            if isinstance(request_data, bytes):
                return await self._post(url, request_data, read_s)
            timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_S, sock_connect=CONNECT_S, sock_read=read_s)
            async with self._open().request(method, url, timeout=timeout, **_body(request_data)) as answer:
                return answer.status, await answer.read()
        except _NEVER_LEFT as error:
            failure: TelegramError = Unsent(type(error).__name__)
        except (aiohttp.ClientError, lines.Lost, TimeoutError, OSError) as error:
            failure = Lost(type(error).__name__)
        raise failure  # outside the handler: the library's own error holds the address, and the address holds the token

    async def _post(self, url: str, body: bytes, timeout_s: float) -> tuple[int, bytes]:
        path = url.index("/", len("https://"))
        if self._lines is None:
            self._lines = Lines(url[:path], self._proxy, self._connections)
        return await self._lines.post(url[path:], body, timeout_s)

    async def ask(self, url: str, parameters: Mapping[str, Any], timeout_s: float) -> Any:
        """The result of one method. Plain JSON both ways: the library's objects for parameters and results, which nobody
        reads, cost as much as the exchange itself. Raises TelegramError.
        """
        body: Any = dumps(parameters)  # handed on to `do_request` as it is
        try:
            return await self.post(url, body, read_timeout=timeout_s)
        except KeyError:
            raise TelegramError("the answer has no result") from None

    async def download(self, url: str, most: int) -> bytes:
        """A file of at most `most` bytes. Raises TooBig, Unsent, Lost; NetworkError for an answer that is no file."""
        body = bytearray()
        failure: Exception | None = None
        timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_S, sock_connect=CONNECT_S, sock_read=READ_S)
        try:
            async with self._open().get(url, timeout=timeout) as answer:
                if answer.status != 200:
                    raise NetworkError(f"status {answer.status}")
                async for chunk in answer.content.iter_chunked(CHUNK):
                    body += chunk
                    if len(body) > most:
                        raise TooBig
        except _NEVER_LEFT as error:
            failure = Unsent(type(error).__name__)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            failure = Lost(type(error).__name__)
        if failure is not None:
            raise failure
        return bytes(body)

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer as JSON; the library's own version would log it, with what people wrote.

        Of a message that was sent, only what says which it is: the rest would be turned into objects that nobody reads.
        """
        try:
            answer = loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("the answer is no JSON")
        result = answer.get("result")
        if isinstance(result, dict) and "message_id" in result:
            answer["result"] = {name: result[name] for name in OF_A_MESSAGE if name in result}
        return answer

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


def _body(data: RequestData | None) -> dict[str, Any]:
    """The parameters as aiohttp takes them: JSON, which is cheaper to make than a form, or parts where there are files."""
    if data is None:
        return {}
    if not data.multipart_data:
        return {"data": data.json_payload, "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, media_type) in data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=media_type)
    return {"data": form}
