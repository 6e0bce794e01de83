"""HTTP whose failures say whether anything left, and never where to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels import network as module
from bot.channels.lines import Lost, Unsent
from bot.channels.network import Answer, Network, NoFile, TooBig

SECRET = "12345:secret-token-in-the-path"
MOST = 64 * 1024


@pytest.fixture
async def network() -> AsyncIterator[Network]:
    opened = Network()
    yield opened
    await opened.close()


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """A server that holds whatever a stranger's address may lead to."""
    over = asyncio.Event()

    async def slow(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(b"x")
        await over.wait()
        return answer

    async def huge(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _chunk in range(64):
            await answer.write(bytes(MOST))
        return answer

    async def away(_request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/good"})

    async def good(_request: web.Request) -> web.Response:
        return web.Response(body=b"file")

    async def said(request: web.Request) -> web.Response:
        return web.json_response({"heard": await request.json()})

    async def pieces(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for piece in (b'{"ok":', b" true}"):
            await answer.write(piece)
            await asyncio.sleep(0)  # the first piece leaves before the second is written
        return answer

    async def page(_request: web.Request) -> web.Response:
        return web.Response(status=502, text="<html>")

    app = web.Application()
    app.add_routes([web.get(f"/{one.__name__}", one) for one in (slow, huge, away, good, page)])
    app.add_routes([web.post(f"/{one.__name__}", one) for one in (said, page, slow, pieces)])
    async with TestServer(app) as server:
        yield str(server.make_url("/"))
        over.set()


async def test_a_file_is_what_is_there(network: Network, address: str) -> None:
    assert await network.download(f"{address}good", MOST) == b"file"


@pytest.mark.parametrize(
    ("path", "error"), [("slow", Lost), ("huge", TooBig), ("away", NoFile), ("missing", NoFile), ("page", Lost)]
)
async def test_a_file_that_is_slow_huge_elsewhere_or_gone_is_left(
    network: Network, address: str, monkeypatch: pytest.MonkeyPatch, path: str, error: type[Exception]
) -> None:
    monkeypatch.setattr(module, "DOWNLOAD_S", 0.3 if path == "slow" else 60.0)
    with pytest.raises(error):
        await network.download(f"{address}{path}", MOST)


async def test_an_exchange_brings_status_and_json_or_none(network: Network, address: str) -> None:
    assert await network.post(f"{address}said", 5.0, body={"a": 1}) == Answer(200, {"heard": {"a": 1}})
    assert await network.post(f"{address}page", 5.0) == Answer(502, None)


async def test_an_answer_in_pieces_is_read_to_its_end(network: Network, address: str) -> None:
    assert await network.post(f"{address}pieces", 5.0) == Answer(200, {"ok": True})


async def test_what_never_left_and_what_may_have_arrived_are_told_apart(network: Network, address: str) -> None:
    with pytest.raises(Unsent):
        await network.post("http://127.0.0.1:9/x", 5.0)
    with pytest.raises(Lost):
        await network.post(f"{address}slow", 0.2)


async def test_no_failure_holds_an_address(network: Network, address: str) -> None:
    for url in (f"http://127.0.0.1:9/bot{SECRET}/getMe", f"{address}slow?{SECRET}"):
        with pytest.raises((Unsent, Lost)) as caught:
            await network.post(url, 0.2)
        error = caught.value
        assert SECRET not in "".join(map(repr, (error, error.args, error.__cause__, error.__context__)))
