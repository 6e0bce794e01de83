"""A process that posts updates to a webhook as fast as they are acknowledged: plain bytes on sockets, so that it costs
little.

`python -m tests.bench.visitors PORT SECRET UPDATES PEOPLE CONNECTIONS` prints {"took_s": .., "waits_s": [..]}.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator

TEXT = "Tối qua ở hẻm sau chợ có mấy người bán hàng trắng cho thanh niên, đi xe máy đỏ biển số không nhìn rõ."


def requests(port: int, secret: str, updates: int, people: int) -> list[bytes]:
    """Every request as it goes over the wire."""
    return [_request(port, secret, number, 7_000_000 + number % people) for number in range(updates)]


def _request(port: int, secret: str, number: int, person: int) -> bytes:
    update = {
        "update_id": 1_000_000 + number,
        "message": {
            "message_id": number + 1,
            "from": {"id": person, "is_bot": False, "first_name": "Ba", "language_code": "vi"},
            "chat": {"id": person, "first_name": "Ba", "type": "private"},
            "date": int(time.time()),
            "text": f"{TEXT} ({number})",
        },
    }
    body = json.dumps(update, ensure_ascii=False).encode()
    head = (
        f"POST /telegram HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Visitor(asyncio.Protocol):
    """One connection: posts the next request when the one before is answered with 200."""

    def __init__(self, todo: Iterator[bytes], waits_s: list[float]) -> None:
        self._todo = todo
        self._waits_s = waits_s
        self._sent_at = 0.0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        if not data.startswith(b"HTTP/1.1 200"):
            self.done.set_exception(RuntimeError(data[:60].decode("ascii", "replace")))
            return
        self._waits_s.append(time.perf_counter() - self._sent_at)
        self._next()

    def _next(self) -> None:
        request = next(self._todo, None)
        if request is None:
            self.done.set_result(None)
            self._transport.close()
            return
        self._sent_at = time.perf_counter()
        self._transport.write(request)


async def visit(port: int, secret: str, updates: int, people: int, connections: int) -> dict[str, object]:
    """Post everything."""
    todo, waits_s, loop = iter(requests(port, secret, updates, people)), list[float](), asyncio.get_running_loop()
    began = time.perf_counter()
    made = [loop.create_connection(lambda: Visitor(todo, waits_s), "127.0.0.1", port) for _one in range(connections)]
    visitors = [visitor for _transport, visitor in await asyncio.gather(*made)]
    await asyncio.gather(*(visitor.done for visitor in visitors))
    return {"took_s": time.perf_counter() - began, "waits_s": waits_s}


if __name__ == "__main__":
    port, secret, *counts = sys.argv[1:]
    print(json.dumps(asyncio.run(visit(int(port), secret, *map(int, counts)))))
