"""The webhook answers 200 only for what is on disk; figures are for this machine only."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.telegram.inbound import Me, read
from bot.ingress import Overfull
from bot.web import health
from bot.web.hooks import MOST_BYTES, SECRET_HEADER, telegram_hook
from storage import inbox
from storage.engine import Busy
from storage.tables import inbox as inbox_table
from tests.conftest import Clock
from tests.unit.bot.office import Office, said
from tests.unit.bot.test_poller import update
from tests.world import PROVINCE, World

SECRET = "a-secret-of-the-webhook"
Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(office: Office) -> AsyncIterator[Client]:
    served = web.Application(client_max_size=MOST_BYTES)
    hook = telegram_hook(SECRET, lambda found: read(found, Me()), office.ingress, office.meters)
    served.add_routes([web.post("/telegram", hook)])
    served.add_routes(health.routes(office.database, office.meters, office.clock, lambda: None, PROVINCE))
    async with office.door(), TestClient(TestServer(served)) as running:
        yield running


async def deliver(client: Client, body: Any, secret: str = SECRET) -> aiohttp.ClientResponse:
    data = body if isinstance(body, bytes) else None
    given = None if data is not None else body
    return await client.post("/telegram", json=given, data=data, headers={SECRET_HEADER: secret})


async def test_a_delivered_update_is_kept_and_acknowledged(client: Client, office: Office) -> None:
    assert (await deliver(client, update(1))).status == 200
    assert await office.states(inbox_table) == ["waiting"]


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", SECRET[:-1], "\u00e9"])
async def test_without_the_secret_nothing_gets_in(client: Client, office: Office, secret: str) -> None:
    assert (await deliver(client, update(1), secret)).status == 403
    assert await office.states(inbox_table) == []


async def test_a_secret_of_bytes_that_are_no_text_is_as_wrong_as_any(client: Client) -> None:
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(
        b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n" + SECRET_HEADER.encode() + b": \xe9\r\n\r\n"
    )
    assert b" 403 " in await reader.readline()
    writer.close()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"7", b'{"update_id": "x"}', b"\xff\xfe", b"[" * 50_000, b'{"update_id": true}']
)
async def test_what_is_no_update_is_answered_once_and_for_all(client: Client, office: Office, body: bytes) -> None:
    assert (await deliver(client, body)).status == 200
    assert await office.states(inbox_table) == []


async def test_a_body_beyond_the_limit_is_refused(client: Client) -> None:
    body = io.BytesIO(b" " * (MOST_BYTES + 1))
    assert (await client.post("/telegram", data=body, headers={SECRET_HEADER: SECRET})).status == 413


@pytest.mark.parametrize("error", [Overfull("waiting"), Busy("full")])
async def test_what_can_not_be_kept_now_is_asked_for_again_later(
    client: Client, office: Office, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr(
        office.ingress if isinstance(error, Overfull) else inbox,
        "check" if isinstance(error, Overfull) else "put",
        refuse,
    )
    answer = await deliver(client, update(1))
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0


async def test_alive_and_ready(client: Client, office: Office, clock: Clock) -> None:
    assert (await client.get("/healthz")).status == 200
    assert (await client.get("/readyz")).status == 200
    await deliver(client, update(1))
    clock.advance(600)
    assert await (await client.get("/readyz")).text() == "stuck\n"


async def test_ready_says_so_while_nobody_can_receive_a_tip(client: Client, office: Office) -> None:
    answer = await client.get("/readyz")
    assert (answer.status, await answer.text()) == (200, health.NOBODY)
    world = World(office.database, office.seals.keyring, office.clock())
    await world.found()
    await world.doors_open(PROVINCE)
    assert await (await client.get("/readyz")).text() == "ok\n"


async def test_silent_polling_is_not_ready(office: Office) -> None:
    assert await health.find_problem(office.database, 1000.0, 950.0) == ""
    assert await health.find_problem(office.database, 1000.0, 900.0) == "polling"


async def test_figures_are_shown_on_this_machine_and_hold_no_chat(client: Client, office: Office) -> None:
    await deliver(client, update(424242))
    text = await (await client.get("/metrics")).text()
    assert "hotline_inbox_waiting 1.0" in text
    assert 'hotline_arrived_total{channel="telegram"} 1.0' in text
    assert "424242" not in text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"])
async def test_figures_are_not_shown_through_a_proxy(client: Client, header: str) -> None:
    assert (await client.get("/metrics", headers={header: "127.0.0.1"})).status == 404


async def test_the_door_is_shared_by_everybody(office: Office) -> None:
    await office.receive(said("a", 1), said("b", 2))
    assert await office.states(inbox_table) == ["waiting", "waiting"]
