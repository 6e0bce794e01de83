"""POST /zalo/oa: what is on disk afterwards, what is answered, what the operator hears."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.channels.zalo_oa import NAME
from bot.channels.zalo_oa.hook import PATH, SIGNATURE, TIME, Hook
from bot.channels.zalo_oa.signature import mac
from bot.channels.zalo_oa.windows import Heard
from bot.ingress import Overfull
from bot.web.hooks import MOST_BYTES
from storage.tables import inbox, outbox
from tests.conftest import Clock
from tests.unit.bot.office import Office

APP, KEY = "360846524940903967", "secret"


class Zalo:
    """Who posts to the hook."""

    def __init__(self, office: Office, heard: Heard, url: str, session: ClientSession) -> None:
        self.office, self.heard, self.url, self.session = office, heard, url, session

    def event(self, **more: Any) -> dict[str, Any]:
        return {
            "app_id": APP,
            "sender": {"id": "7"},
            "recipient": {"id": "1"},
            "event_name": "user_send_text",
            "message": {"text": "xin chào", "msg_id": "m1"},
            "timestamp": str(int(self.office.clock() * 1000)),
            **more,
        }

    async def post(self, body: bytes, headers: dict[str, str] | None = None) -> int:
        async with self.session.post(self.url, data=BytesIO(body), headers=headers or {}) as answer:
            await answer.read()
            return answer.status

    async def send(self, event: Any, *, key: str = KEY, stamp: str | None = None) -> int:
        body = json.dumps(event).encode()
        stamp = stamp if stamp is not None else str(event["timestamp"])
        return await self.post(body, {SIGNATURE: f"mac={mac(APP, body, stamp, key)}"})

    async def kept(self) -> int:
        return len(await self.office.rows(sa.select(inbox.c.channel).where(inbox.c.channel == NAME)))

    async def alarms(self) -> int:
        return len(await self.office.rows(sa.select(outbox.c.id)))

    def forgotten(self, place: str) -> float:
        return float(self.office.meters.registry.get_sample_value("hotline_failures_total", {"place": place}) or 0)


@asynccontextmanager
async def posting(office: Office) -> AsyncIterator[Zalo]:
    heard = Heard()
    hook = Hook(
        APP, {"key": KEY, "app": "app secret"}, office.ingress, office.seals, heard, office.alerts, office.meters,
        office.clock,
    )  # fmt: skip
    app = web.Application(client_max_size=MOST_BYTES)
    app.add_routes([web.post(PATH, hook.receive)])
    async with office.door(), TestServer(app) as server, ClientSession() as session:
        yield Zalo(office, heard, str(server.make_url(PATH)), session)


@pytest.fixture
async def zalo(office: Office) -> AsyncIterator[Zalo]:
    async with posting(office) as opened:
        yield opened


async def test_a_signed_event_is_on_disk_before_it_is_answered(zalo: Zalo) -> None:
    assert await zalo.send(zalo.event()) == 200
    assert await zalo.kept() == 1
    assert zalo.heard.last("7") == zalo.office.clock()


async def test_a_clock_that_is_behind_zalos_makes_no_window_longer(zalo: Zalo) -> None:
    now = zalo.office.clock()
    for number, (ahead, heard) in enumerate([(7200, now), (-7200, now)]):
        event = zalo.event(timestamp=str(int((now + ahead) * 1000)), message={"text": "x", "msg_id": f"m{number}"})
        assert await zalo.send(event) == 200
        assert zalo.heard.last("7") == heard


async def test_the_same_event_again_is_kept_once(zalo: Zalo) -> None:
    for _retry in range(3):
        assert await zalo.send(zalo.event()) == 200
    assert await zalo.kept() == 1


async def test_no_id_of_zalos_stands_in_the_clear(zalo: Zalo) -> None:
    await zalo.send(zalo.event(sender={"id": "2468458835"}, message={"text": "xin chào", "msg_id": "nativeid"}))
    (row,) = await zalo.office.rows(sa.select(inbox))
    assert "nativeid" not in row.update_id
    assert len(row.update_id) == 32
    assert b"2468458835" not in row.body


async def test_the_console_that_asks_whether_anybody_is_there_hears_yes(zalo: Zalo) -> None:
    assert await zalo.post(b"{}") == 200
    assert await zalo.kept() == 0
    assert await zalo.alarms() == 0


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b"null", b'"x"', b"[" * 5000, b"\xff\xfe", b'{"a":' * 900])
async def test_what_is_no_object_is_answered_and_forgotten(zalo: Zalo, body: bytes) -> None:
    assert await zalo.post(body) == 200
    assert await zalo.kept() == 0
    assert zalo.forgotten("malformed") == 1


async def test_an_unsigned_event_is_answered_counted_and_forgotten_without_an_alarm(zalo: Zalo) -> None:
    assert await zalo.post(json.dumps(zalo.event()).encode()) == 200
    assert await zalo.kept() == 0
    assert zalo.forgotten("signature") == 1
    assert await zalo.alarms() == 0


async def test_wrong_signatures_for_our_app_alarm_once(zalo: Zalo) -> None:
    for _time in range(3):
        assert await zalo.send(zalo.event(), key="guess") == 200
    assert await zalo.kept() == 0
    assert await zalo.alarms() == 1


async def test_a_recording_is_forgotten_and_may_mean_a_wrong_clock(zalo: Zalo, clock: Clock) -> None:
    event = zalo.event()
    clock.advance(3 * 3600 + 1)
    assert await zalo.send(event) == 200
    assert await zalo.kept() == 0
    assert await zalo.alarms() == 1


async def test_a_time_in_the_header_serves_where_the_event_has_none(zalo: Zalo) -> None:
    event = {name: value for name, value in zalo.event().items() if name != "timestamp"}
    stamp, body = str(int(zalo.office.clock() * 1000)), json.dumps(event).encode()
    assert await zalo.post(body, {SIGNATURE: f"mac={mac(APP, body, stamp, KEY)}", TIME: stamp}) == 200
    assert await zalo.kept() == 1


async def test_the_app_secret_signs_too(zalo: Zalo) -> None:
    assert await zalo.send(zalo.event(), key="app secret") == 200
    assert await zalo.kept() == 1


async def test_an_echo_of_our_own_words_is_nobodys_act(zalo: Zalo) -> None:
    assert await zalo.send(zalo.event(event_name="oa_send_text")) == 200
    assert await zalo.kept() == 0


async def test_a_body_over_a_mebibyte_is_not_read(zalo: Zalo) -> None:
    assert await zalo.post(b"{" + b" " * (MOST_BYTES + 10) + b"}") == 413
    assert await zalo.kept() == 0


async def test_two_files_of_one_event_are_two_acts(zalo: Zalo) -> None:
    pictures = [{"type": "image", "payload": {"url": f"https://a.zdn.vn/{n}"}} for n in (1, 2)]
    message = {"msg_id": "m2", "attachments": pictures}
    assert await zalo.send(zalo.event(event_name="user_send_image", message=message)) == 200
    assert await zalo.kept() == 2


async def test_where_it_can_not_be_kept_zalo_is_asked_to_come_again(
    zalo: Zalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full() -> None:
        raise Overfull("disk")

    monkeypatch.setattr(zalo.office.ingress, "check", full)
    assert await zalo.send(zalo.event()) == 503


async def test_a_disk_that_is_slow_is_not_waited_for_longer_than_zalo_waits(
    zalo: Zalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.zalo_oa.hook.WITHIN_S", 0.05)

    async def never(*_given: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(zalo.office.ingress, "keep", never)
    assert await zalo.send(zalo.event()) == 503


async def test_who_withdraws_is_not_remembered_as_heard(zalo: Zalo) -> None:
    await zalo.send(zalo.event())
    stamp = str(int(zalo.office.clock() * 1000))
    assert await zalo.send({"app_id": APP, "event_name": "user_withdraw", "user_id": "7", "timestamp": stamp}) == 200
    assert zalo.heard.last("7") is None
    assert await zalo.kept() == 2
