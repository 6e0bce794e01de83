"""Our way to the Bot Platform against a server that answers, word for word, what was captured from the real one or
stands in its pages; no emulator of ours between.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import Fate, Send
from bot.channels.network import Network
from bot.channels.zalo_bot import NAME
from bot.channels.zalo_bot.api import Api, Me
from bot.channels.zalo_bot.inbound import event_of, read
from bot.channels.zalo_bot.outcomes import Refused, outcome_of
from handlers.messages import Act, Address, Screen
from storage.engine import Database
from storage.seals import Seals
from storage.vault.keyring import Keyring
from tests.conftest import NOON
from tests.unit.bot.channels.zalo_bot.conftest import channel_to
from tests.unit.bot.office import Office

TOKEN = "12345689:abc-xyz-0123456789"
TEXT = (
    '{"ok":true,"result":{"event_name":"message.text.received","message":{"message_id":"2d758cb5e222177a4e35",'
    '"date":1750316131602,"from":{"id":"6ede9afa66b88fe6d6a9","display_name":"Ted","is_bot":false},'
    '"chat":{"id":"6ede9afa66b88fe6d6a9","chat_type":"PRIVATE"},"text":"Xin chào"}}}'
)
IMAGE = (
    '{"event_name":"message.image.received","message":{"message_id":"m1","date":1789033572455,'
    '"from":{"id":"a1b2c3d4e5f60718293a","display_name":"...","is_bot":false},"chat":{"id":"a1b2c3d4e5f60718293a",'
    '"chat_type":"PRIVATE"},"photo_url":"https://photo-stal-1.zdn.vn/x.jpg","caption":"optional",'
    '"message_type":"CHAT_PHOTO"}}'
)
VOICE = (
    '{"event_name":"message.voice.received","message":{"message_id":"m2","date":1789033572455,'
    '"from":{"id":"a1b2c3d4e5f60718293a","display_name":"...","is_bot":false},"chat":{"id":"a1b2c3d4e5f60718293a",'
    '"chat_type":"PRIVATE"},"voice_url":"https://f2-voice-aac-dl.zdn.vn/x.aac","message_type":"CHAT_VOICE"}}'
)
UNSUPPORTED = (
    '{"event_name":"message.unsupported.received","message":{"message_id":"m3","date":0,"from":{"id":"a1"},'
    '"chat":{"id":"a1","chat_type":"PRIVATE"}}}'
)
GROUP = (
    '{"event_name":"message.text.received","message":{"message_id":"m4","date":1789033572455,"from":{"id":"a1",'
    '"display_name":"...","is_bot":false},"chat":{"id":"zgr-f8a7101d77709e2ec761","chat_type":"GROUP"},"text":"@Bot chào"}}'
)

Answers = dict[str, tuple[int, str]]


@pytest.fixture
async def api(replayed: tuple[str, Answers]) -> AsyncIterator[Api]:
    network = Network()
    yield Api(TOKEN, network, replayed[0])
    await network.close()


@pytest.fixture
async def replayed() -> AsyncIterator[tuple[str, Answers]]:
    """Its address, and what it answers to each method: HTTP status, body."""
    answers: Answers = {}

    async def answer(request: web.Request) -> web.Response:
        assert request.match_info["token"] == TOKEN
        assert request.content_type == "application/json"
        status, body = answers[request.match_info["method"]]
        return web.Response(status=status, text=body, content_type="application/json")

    app = web.Application()
    app.router.add_post("/bot{token}/{method}", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/"), answers


async def test_who_we_are(api: Api, replayed: tuple[str, Answers]) -> None:
    replayed[1]["getMe"] = (
        200,
        (
            '{"ok":true,"result":{"id":"1459232241454765289","account_name":"bot.VDKyGxQvc","account_type":"BASIC",'
            '"can_join_groups":false}}'
        ),
    )
    assert await api.me() == Me("1459232241454765289", "bot.VDKyGxQvc")


async def test_a_poll_brings_one_object(api: Api, replayed: tuple[str, Answers]) -> None:
    replayed[1]["getUpdates"] = (200, TEXT)
    (told,) = await api.updates(30)
    assert told["message"]["text"] == "Xin chào"


@pytest.mark.parametrize("status", [408, 200])
async def test_an_idle_poll_ends_in_either_way(api: Api, replayed: tuple[str, Answers], status: int) -> None:
    replayed[1]["getUpdates"] = (status, '{"ok":false,"description":"Request timeout"}')
    assert await api.updates(30) == []


async def test_no_webhook_is_a_404(api: Api, replayed: tuple[str, Answers]) -> None:
    replayed[1]["getWebhookInfo"] = (404, '{"ok":false,"description":"Not Found"}')
    assert await api.webhook() == ""
    replayed[1]["getWebhookInfo"] = (200, '{"ok":true,"result":{"url":"https://x.vn/h","updated_at":1749633372026}}')
    assert await api.webhook() == "https://x.vn/h"


async def test_an_address_that_was_refused_has_an_outcome(api: Api, replayed: tuple[str, Answers]) -> None:
    replayed[1]["setWebhook"] = (
        200,
        (
            '{"ok":true,"result":{"url":"https://x.vn/h","updated_at":1749538250568,"verification":{"ok":false,"url":"...",'
            '"outcome":"webhook.http.403","hint":"Your server or CDN rejected the request with 403."}}}'
        ),
    )
    assert await api.receive_by_webhook("https://x.vn/h", "s" * 16) == "webhook.http.403"
    replayed[1]["testWebhook"] = (
        200,
        '{"ok":true,"result":{"ok":true,"url":"...","outcome":"webhook.ok","hint":"..."}}',
    )
    assert await api.try_webhook() == ""


@pytest.mark.parametrize(
    ("status", "body", "code", "fate"),
    [
        (200, '{"ok":false,"description":"Unauthorized","error_code":401}', 401, Fate.TOKEN),
        (200, '{"ok":false,"errorCode":426}', 426, Fate.BAD),
        (200, '{"ok":false,"error_code":429,"description":"Quota exceeded"}', 429, Fate.FLOOD),
        (403, '{"ok":false,"error_code":403,"description":"Internal server error"}', 403, Fate.RETRY),
    ],
)
async def test_a_refusal_is_found_wherever_its_code_stands(
    api: Api, replayed: tuple[str, Answers], status: int, body: str, code: int, fate: Fate
) -> None:
    replayed[1]["sendMessage"] = (status, body)
    with pytest.raises(Refused) as caught:
        await api.send("1", "x", 5.0)
    assert caught.value.code == code
    assert outcome_of(caught.value, refused_for_s=0).fate is fate


async def test_a_message_is_sent_and_counted(
    replayed: tuple[str, Answers], database: Database, keyring: Keyring
) -> None:
    replayed[1]["sendMessage"] = (
        200, '{"ok":true,"result":{"message_id":"82599fa32f56d00e8941","date":1749632637199}}'
    )  # fmt: skip
    channel = channel_to(replayed[0], Office(database, Seals(keyring), lambda: NOON), token=TOKEN)
    outcome = await channel.call(Send(Address(NAME, "1", "1"), Screen("Xin chào")), 5.0)
    await channel.close()
    assert (outcome.fate, outcome.message) == (Fate.SENT, "82599fa32f56d00e8941")
    assert await channel.quota.used() == 1


@pytest.mark.parametrize(
    ("body", "act", "private"),
    [
        (TEXT, Act.TEXT, True),
        (IMAGE, Act.MEDIA, True),
        (VOICE, Act.MEDIA, True),
        (UNSUPPORTED, Act.UNSEEN, True),
        (GROUP, Act.TEXT, False),
    ],
)
def test_what_comes_in(body: str, act: Act, private: bool) -> None:
    event: Any = event_of(json.loads(body))
    heard = read(event)
    assert heard is not None
    assert (heard.act, heard.address.private) == (act, private)
