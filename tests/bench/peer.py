"""The least that a Bot API can be: every call is answered at once with the next message. `python -m tests.bench.peer` prints its port.

What is measured against it is the house alone: a whole emulator takes longer for a message than the house does.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import count

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
BODY = b'{"ok":true,"result":{"message_id":%d,"date":1800000000,"chat":{"id":-1001,"type":"supergroup","title":"x"}}}'
LENGTH = b"content-length: "


class Peer(asyncio.Protocol):
    """One connection."""

    numbers = count(1)

    def __init__(self) -> None:
        self._read = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        end = self._read.find(b"\r\n\r\n")
        if end < 0 or self._transport is None:
            return
        head = bytes(self._read[:end]).lower()
        start = head.index(LENGTH) + len(LENGTH)
        if len(self._read) < end + 4 + int(head[start:].split(b"\r\n")[0]):
            return
        self._read.clear()
        body = BODY % next(self.numbers)
        self._transport.write(HEAD % (len(body), body))


async def main() -> None:
    """Answer until killed."""
    server = await asyncio.get_running_loop().create_server(Peer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
