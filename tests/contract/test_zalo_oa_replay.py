"""Our adapter against a server that only replays what was published or captured of the real Official Account.

No emulator of ours stands in between: each answer and each event is written out here as it was seen, and each request
that we make is compared whole with the one that is documented.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.channels.base import Fate, Outcome, Send
from bot.channels.network import Network
from bot.channels.zalo_oa import NAME
from bot.channels.zalo_oa.api import Api
from bot.channels.zalo_oa.hook import PATH, SIGNATURE, Hook
from bot.channels.zalo_oa.inbound import read
from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.outbound import Terms, ZaloOA
from bot.channels.zalo_oa.plan import Broadcasts
from bot.channels.zalo_oa.signature import mac
from bot.channels.zalo_oa.tokens import Tokens
from bot.channels.zalo_oa.windows import Heard
from bot.ingress import Ingress
from handlers.messages import Act, Address, Attachment, Button, Incoming, Screen
from storage import tokens
from storage.engine import Database
from storage.seals import Seals
from storage.tables import inbox
from storage.tokens import Pair
from tests.conftest import Clock
from tests.unit.bot.office import Office

WHO = Address(NAME, "2512523625412515", "2512523625412515")
CS = "/v3.0/oa/message/cs"
SAID = {
    "data": {
        "quota": {"quota_type": "reply", "remain": "8", "total": "8"},
        "message_id": "63ecf43f0df7dba892e6",
        "user_id": "2512523625412515",
        "sent_time": "1626926349402",
    },
    "error": 0,
    "message": "Success",
}
INVALID = {"error": -216, "message": "Access token is invalid"}
PAIR = {"access_token": "RfBh5N", "refresh_token": "L2Y2BO", "expires_in": "90000"}
DENIED = {
    "error_name": "Invalid refresh token",
    "error_reason": "the refresh token is used or expired",
    "error_description": "Invalid refresh token",
    "ref_doc": "https://developers.zalo.me/docs/official-account/",
}


@dataclass
class Replay:
    """A server that gives prepared answers, by path and in their order, and keeps what it was asked."""

    office: Office
    answers: dict[str, list[Any]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        if request.content_type == "application/json":
            given: Any = await request.json()
        elif request.method == "POST":
            given = {name: getattr(part, "filename", part) for name, part in (await request.post()).items()}
        else:
            given = dict(request.query)
        self.asked.append((request.path, dict(request.headers), given))
        return web.json_response(self.answers[request.path].pop(0))

    def said(self) -> list[Any]:
        """The bodies of all messages."""
        return [given for path, _headers, given in self.asked if "/message" in path and "quota" not in path]


@dataclass
class Adapter:
    """Our way out, and the server it talks to."""

    zalo: Replay
    channel: ZaloOA
    url: str

    async def send(self, screen: Screen, to: Address = WHO, **more: Any) -> Outcome:
        return await self.channel.call(Send(to, screen, **more), 5.0)


@pytest.fixture
def office(database: Database, seals: Seals, clock: Clock) -> Office:
    return Office(database, seals, clock)


@pytest.fixture
async def adapter(office: Office, clock: Clock) -> AsyncIterator[Adapter]:
    zalo = Replay(office)
    served = web.Application()
    served.router.add_route("*", "/{path:.*}", zalo.answer)
    async with TestServer(served) as server:
        url = str(server.make_url("")).rstrip("/")
        network = Network()
        oauth = OAuth("360846524940903967", "app secret", url, network, clock)
        keeper = Tokens(office.database, office.seals, NAME, oauth, office.alerts, clock)
        async with office.database.write() as conn:
            pair = Pair("access", "refresh", clock() - 3600, clock() + 86_400)
            await tokens.seed(conn, office.seals, NAME, pair, clock())

        async def nobody_waits(_to: Address) -> bool:
            return False

        channel = ZaloOA(Api(keeper, network, url, clock), Terms(template="7895417a7d3f9461cd2e"), nobody_waits)
        channel.heard.note(WHO.user, clock())
        yield Adapter(zalo, channel, url)
        await channel.close()


async def test_a_text_is_the_documented_request_and_its_answer_is_understood(adapter: Adapter) -> None:
    adapter.zalo.answers = {CS: [SAID]}
    assert await adapter.send(Screen("hello, world!")) == Outcome(Fate.SENT, message="63ecf43f0df7dba892e6")
    ((path, headers, given),) = adapter.zalo.asked
    assert (path, given) == (CS, {"recipient": {"user_id": WHO.user}, "message": {"text": "hello, world!"}})
    assert headers["access_token"] == "access"
    assert "Authorization" not in headers


async def test_every_kind_of_button_is_written_as_documented(adapter: Adapter) -> None:
    adapter.zalo.answers = {CS: [SAID]}
    row = (
        Button("Tiếp tục", payload="q:1:next"),
        Button("Mở web", link="https://vneid.gov.vn"),
        Button("Gọi 111", phone="111"),
    )
    await adapter.send(Screen("Chọn", (row,)))
    (body,) = adapter.zalo.said()
    assert body["message"] == {
        "text": "Chọn",
        "attachment": {
            "type": "template",
            "payload": {
                "buttons": [
                    {"title": "Tiếp tục", "type": "oa.query.hide", "payload": "#q:1:next"},
                    {"title": "Mở web", "type": "oa.open.url", "payload": {"url": "https://vneid.gov.vn"}},
                    {"title": "Gọi 111", "type": "oa.open.phone", "payload": {"phone_code": "111"}},
                ]
            },
        },
    }


async def test_a_picture_a_paper_and_a_quote_are_written_as_documented(adapter: Adapter) -> None:
    uploads = {
        "/v2.0/oa/upload/image": [{"data": {"attachment_id": "bfe458bf"}, "error": 0, "message": "Success"}],
        "/v2.0/oa/upload/file": [{"data": {"token": "3gL2Vw"}, "error": 0, "message": "Success"}],
    }
    adapter.zalo.answers = {**uploads, CS: [SAID, SAID, SAID]}
    await adapter.send(
        Screen("Tranh", attachment=Attachment("photo", "00", "00", "image/jpeg", "a.jpg")), file=b"\xff\xd8"
    )
    paper = Attachment("document", "00", "00", "application/pdf", "a.pdf")
    await adapter.send(Screen("", attachment=paper), file=b"%PDF", reply_to="75e7af18")
    assert [given for path, _headers, given in adapter.zalo.asked if "upload" in path] == [
        {"file": "a.jpg"},
        {"file": "a.pdf"},
    ]
    element = {"media_type": "image", "attachment_id": "bfe458bf"}
    picture = {"type": "template", "payload": {"template_type": "media", "elements": [element]}}
    file = {"type": "file", "payload": {"token": "3gL2Vw"}}
    assert [body["message"] for body in adapter.zalo.said()] == [
        {"text": "Tranh", "attachment": picture},
        {"attachment": file, "quote_message_id": "75e7af18"},
    ]


async def test_visitors_groups_templates_and_broadcasts_are_addressed_as_documented(
    adapter: Adapter, office: Office
) -> None:
    visited = {
        "data": {"message_id": "1", "anonymous_id": "a1", "conversation_id": "c1"},
        "error": 0,
        "message": "Success",
    }
    adapter.zalo.answers = {
        "/v2.0/oa/message": [visited, SAID],
        "/v3.0/oa/group/message": [SAID],
        "/v3.0/oa/quota/message": [{"data": {"cs_reply": {"remain": 0, "total": 0}}, "error": 0, "message": "Success"}],
        "/v3.0/oa/message/template": [{"data": {"message_id": "2"}, "error": 0, "message": "Success"}],
    }
    await adapter.send(Screen("hi"), Address(NAME, "c1", "anonymous:a1"))
    await adapter.send(Screen("hi"), Address(NAME, "f414c8f76fa586fbdfb4", "", private=False))
    adapter.channel.heard.forget(WHO.user)
    assert (await adapter.send(Screen("hi"))).fate is Fate.WINDOW
    await Broadcasts(office.database, adapter.channel.api, 1).send(["bd5ea46bb32e5a0033f"], {"gender": "0"}, 5.0)
    article = {"media_type": "article", "attachment_id": "bd5ea46bb32e5a0033f"}
    assert adapter.zalo.said() == [
        {"recipient": {"anonymous_id": "a1", "conversation_id": "c1"}, "message": {"text": "hi"}},
        {"recipient": {"group_id": "f414c8f76fa586fbdfb4"}, "message": {"text": "hi"}},
        {"user_id": WHO.user, "template_id": "7895417a7d3f9461cd2e", "template_data": {}},
        {
            "recipient": {"target": {"gender": "0"}},
            "message": {
                "attachment": {"type": "template", "payload": {"template_type": "media", "elements": [article]}}
            },
        },
    ]


async def test_a_token_that_was_replaced_is_renewed_with_the_documented_form(adapter: Adapter) -> None:
    adapter.zalo.answers = {CS: [INVALID, SAID], "/v4/oa/access_token": [PAIR]}
    assert (await adapter.send(Screen("hello, world!"))).fate is Fate.SENT
    _first, (path, headers, form), (_cs, again, _body) = adapter.zalo.asked
    assert path == "/v4/oa/access_token"
    assert headers["secret_key"] == "app secret"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert form == {"grant_type": "refresh_token", "refresh_token": "refresh", "app_id": "360846524940903967"}
    assert again["access_token"] == "RfBh5N"


async def test_a_refusal_with_http_200_and_without_a_number_needs_a_person(adapter: Adapter) -> None:
    adapter.zalo.answers = {CS: [INVALID, INVALID], "/v4/oa/access_token": [DENIED]}
    assert (await adapter.send(Screen("x"))).fate is Fate.TOKEN
    assert (await adapter.send(Screen("x"))).fate is Fate.TOKEN
    assert [path for path, _headers, _given in adapter.zalo.asked].count("/v4/oa/access_token") == 1


@pytest.mark.parametrize(
    ("ago", "fate"), [(47 * 3600 + 59 * 60, Fate.SENT), (48 * 3600 + 60, Fate.WINDOW), (7 * 86_400, Fate.WINDOW)]
)
async def test_the_window_is_read_from_the_captured_quota(
    adapter: Adapter, clock: Clock, ago: float, fate: Fate
) -> None:
    adapter.channel.heard.forget(WHO.user)
    adapter.channel.terms = replace(adapter.channel.terms, template="")
    clock.now = 1_690_184_100 + ago
    quota = {"last_interaction": "1690184100000", "cs_reply": {"remain": 8, "total": 8}, "promotion": {}}
    adapter.zalo.answers = {
        "/v3.0/oa/quota/message": [{"data": quota, "error": 0, "message": "Success"}],
        CS: [SAID],
    }
    async with adapter.zalo.office.database.write() as conn:
        pair = Pair("access", "refresh", clock() - 3600, clock() + 86_400)
        await tokens.seed(conn, adapter.zalo.office.seals, NAME, pair, clock())
    assert (await adapter.send(Screen("hello, world!"))).fate is fate


# --- events ----------------------------------------------------------------------------------------------------------

VECTOR = (
    '{"app_id":"360846524940903967","user_id_by_app":"552177279717587730","event_name":"user_send_text",'
    '"timestamp":"1543908534740","sender":{"id":"246845883529197922"},"recipient":{"id":"388613280878808645"},'
    '"message":{"msg_id":"96d3cdf3af150460909","text":"xin chào"}}'
)
SIGNED = "mac=51021f0cad7c858c7bc3f83ff36bdc5bb094624fd84c3efa7623aebbd516febe"
APP = {"app_id": "360846524940903967", "timestamp": "1543908534740"}
PERSON, OA = {"id": "246845883529197922"}, {"id": "388613280878808645"}
ME = Address(NAME, PERSON["id"], PERSON["id"])


def from_user(name: str, **more: Any) -> dict[str, Any]:
    return {**APP, "sender": PERSON, "recipient": OA, "event_name": name, **more}


def with_file(kind: str, **payload: Any) -> dict[str, Any]:
    return from_user(f"user_send_{kind}", message={"msg_id": "9", "attachments": [{"type": kind, "payload": payload}]})


def from_oa(name: str, **message: Any) -> dict[str, Any]:
    return {**APP, "sender": OA, "recipient": PERSON, "event_name": name, "message": {"msg_id": "9", **message}}


EVENTS: Sequence[tuple[dict[str, Any], Act | None]] = (
    (json.loads(VECTOR), Act.TEXT),
    (from_user("user_send_text", message={"text": "message", "msg_id": "96d3cdf3af150460909"}), Act.TEXT),
    (with_file("image", thumbnail="http://t.f6.photo.talk.zdn.vn/1", url="http://f6.photo.talk.zdn.vn/1"), Act.MEDIA),
    (with_file("location", coordinates={"latitude": "10.7642473", "longitude": "106.6564314"}), Act.POINT),
    (with_file("file", url="http://f.zdn.vn/1", size="1024", name="a.pdf", checksum="d41d", type="pdf"), Act.MEDIA),
    (
        {
            **from_user("anonymous_send_text", message={"conversation_id": "c1", "text": "hi", "msg_id": "9"}),
            "sender": {"id": "a1"},
        },
        Act.TEXT,
    ),
    ({**APP, "user_id": PERSON["id"], "user_id_by_app": "5", "event_name": "user_withdraw"}, Act.WITHDRAWN),
    (from_oa("oa_send_text", text="message"), None),
    (from_oa("user_received_message"), None),
    (from_user("user_seen_message", message={"msg_ids": ["9", "8"]}), None),
    (from_user("user_reacted_message", message={"msg_id": "9", "react_icon": "/-heart"}), None),
    (
        {
            "oa_id": "388613280879808645",
            "follower": {"id": "24684588352919792"},
            "user_id_by_app": "552172779717587730",
            "event_name": "follow",
            "source": "oa_profile",
            "app_id": "36084652489903967",
            "timestamp": "1543908534740",
        },
        None,
    ),
    (from_user("user_submit_info", info={"name": "Lê Tám", "phone": "84901234567"}), None),
)


@pytest.mark.parametrize(("event", "act"), EVENTS, ids=lambda given: None)
def test_each_captured_event_is_the_act_it_should_be(event: dict[str, Any], act: Act | None) -> None:
    acts = read(event)
    assert [one.act for one in acts] == ([act] if act else [])
    if act in (Act.MEDIA, Act.POINT, Act.WITHDRAWN):
        assert acts[0].address == ME


async def test_the_published_vector_passes_the_door_with_the_captured_headers(office: Office, clock: Clock) -> None:
    clock.now = 1_543_908_536.0
    headers = {
        SIGNATURE.lower(): SIGNED,
        "x-zevent-server": "OA OpenAPI",
        "user-agent": "ZaloWebhook",
        "content-type": "application/json",
    }
    kept = await delivered(office, VECTOR.encode(), headers)
    assert [(one.act, one.text, one.address) for one in kept] == [(Act.TEXT, "xin chào", ME)]


@pytest.mark.parametrize(("event", "act"), EVENTS, ids=lambda given: None)
async def test_of_each_captured_event_only_what_is_needed_is_on_disk(
    office: Office, clock: Clock, event: dict[str, Any], act: Act | None
) -> None:
    clock.now = 1_543_908_536.0
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    signature = mac("360846524940903967", body, "1543908534740", "TEST_OA_SECRET")
    kept = await delivered(office, body, {SIGNATURE: f"mac={signature}"})
    assert [one.act for one in kept] == ([act] if act else [])


async def delivered(office: Office, body: bytes, headers: dict[str, str]) -> list[Incoming]:
    """Post an event to our door; the acts that are on disk afterwards."""
    kept: list[Incoming] = []

    class Watched(Ingress):
        async def keep(self, channel: str, update_id: str, incoming: Incoming | None) -> None:
            await super().keep(channel, update_id, incoming)
            if incoming is not None:
                kept.append(incoming)

    seals: Seals = office.seals
    office.ingress = Watched(office.database, seals, office.ticks, office.meters, office.clock)
    hook = Hook(
        "360846524940903967", {"key": "TEST_OA_SECRET"}, office.ingress, seals, Heard(), office.alerts, office.meters,
        office.clock,
    )  # fmt: skip
    served = web.Application()
    served.add_routes([web.post(PATH, hook.receive)])
    async with office.door(), TestServer(served) as server, ClientSession() as session:
        answer = await session.post(server.make_url(PATH), data=BytesIO(body), headers=headers)
        assert (answer.status, await answer.json()) == (200, {"ok": True})
    rows = await office.rows(sa.select(inbox.c.update_id).where(inbox.c.channel == NAME))
    assert len(rows) == len(kept)
    return kept
