"""Where the platform delivers: who is let in, what is kept, and what is only answered."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.zalo_bot.hook import PATH, SECRET_HEADER, Hook, address_of
from bot.ingress import Overfull
from bot.web.hooks import MOST_BYTES
from storage import inbox
from storage.engine import Busy
from storage.tables import inbox as inbox_table
from tests.unit.bot.channels.zalo_bot.test_inbound import TEXT, event
from tests.unit.bot.office import Office

SECRET = "0123456789abcdef0123456789abcdef"
Client = TestClient[web.Request, web.Application]
RIGHT = {SECRET_HEADER: SECRET}


@pytest.fixture
async def client(office: Office) -> AsyncIterator[Client]:
    app = web.Application(client_max_size=MOST_BYTES)
    app.router.add_post(PATH, Hook(SECRET, office.ingress, office.seals, office.meters).receive)
    async with office.door(), TestClient(TestServer(app)) as opened:
        yield opened


async def kept(office: Office) -> int:
    return len(await office.rows(sa.select(inbox_table.c.update_id)))


async def test_an_event_is_on_disk_when_it_is_acknowledged_and_once(client: Client, office: Office) -> None:
    for body in (TEXT, {"ok": True, "result": TEXT}, TEXT):
        answer = await client.post(PATH, json=body, headers=RIGHT)
        assert answer.status == 200
    assert await kept(office) == 1


async def test_the_row_does_not_hold_the_platforms_number(client: Client, office: Office) -> None:
    await client.post(PATH, json=TEXT, headers=RIGHT)
    (row,) = await office.rows(sa.select(inbox_table.c.update_id))
    assert TEXT["message"]["message_id"] not in row.update_id


async def test_the_test_of_the_address_has_no_body_and_is_answered(client: Client, office: Office) -> None:
    assert (await client.post(PATH, data=b"")).status == 200
    assert await kept(office) == 0


@pytest.mark.parametrize("given", [None, "", SECRET[:-1], SECRET + "x", "é"])
async def test_whoever_does_not_know_the_secret_is_refused(client: Client, office: Office, given: str | None) -> None:
    headers = {} if given is None else {SECRET_HEADER: given}
    assert (await client.post(PATH, json=TEXT, headers=headers)).status == 401
    assert await kept(office) == 0


@pytest.mark.parametrize("body", [b"{", b"[1]", b"7", b'"x"', b"\xff", b"[" * 5000, b'{"ok": true}'])
async def test_what_is_no_event_is_answered_and_forgotten(client: Client, office: Office, body: bytes) -> None:
    assert (await client.post(PATH, data=body, headers=RIGHT)).status == 200
    assert await kept(office) == 0


async def test_a_body_of_a_megabyte_and_more_is_not_read(client: Client, office: Office) -> None:
    big = BytesIO(json.dumps(event(text="x" * MOST_BYTES)).encode())
    assert (await client.post(PATH, data=big, headers=RIGHT)).status == 413


async def test_what_nobody_needs_is_answered(client: Client, office: Office) -> None:
    bot = event(text="x", sender={"id": "1", "is_bot": True})
    for body in ({"event_name": "message.unsupported.received"}, {"event_name": "user.follow"}, bot):
        assert (await client.post(PATH, json=body, headers=RIGHT)).status == 200
    assert await kept(office) == 0


async def test_what_can_not_be_kept_now_is_to_come_again(
    client: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(error: Exception) -> Callable[..., Any]:
        async def fail(*_given: object) -> None:
            raise error

        return fail

    with monkeypatch.context() as broken:
        broken.setattr(inbox, "put", failing(Busy("full")))
        assert (await client.post(PATH, json=TEXT, headers=RIGHT)).status == 503
    with monkeypatch.context() as broken:
        broken.setattr(office.ingress, "check", failing(Overfull("waiting")))
        assert (await client.post(PATH, json=TEXT, headers=RIGHT)).status == 503
    assert (await client.post(PATH, json=TEXT, headers=RIGHT)).status == 200
    assert await kept(office) == 1


def test_another_secret_is_another_address_that_does_not_show_it() -> None:
    one, two = address_of("https://h.example", SECRET), address_of("https://h.example", SECRET[::-1])
    assert one != two
    assert one.startswith("https://h.example/zalo/bot?")
    assert SECRET not in one
