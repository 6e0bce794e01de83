"""The Bot API over HTTP: tokens, bodies of every form, faults on the wire."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox.server import Sandbox

from ..ground import until


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def ba(sandbox: Sandbox) -> int:
    who = sandbox.person()
    sandbox.act(who, "send", text="/start")
    return who


def method(sandbox: Sandbox, name: str) -> str:
    return f"{sandbox.telegram_url}/bot{sandbox.token}/{name}"


async def answer(http: aiohttp.ClientSession, url: str, **how: Any) -> dict[str, Any]:
    async with http.post(url, **how) as response:
        body = dict(await response.json())
        assert response.status == body.get("error_code", 200)
        return body


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("bot1:wrong/getMe", {"ok": False, "error_code": 401, "description": "Unauthorized"}),
        ("botnonsense/getMe", {"ok": False, "error_code": 404, "description": "Not Found"}),
        ("file/bot1:wrong/photos/file_1.jpg", {"ok": False, "error_code": 401, "description": "Unauthorized"}),
    ],
)
async def test_a_wrong_token_opens_nothing(
    sandbox: Sandbox, http: aiohttp.ClientSession, path: str, expected: dict[str, Any]
) -> None:
    async with http.get(f"{sandbox.telegram_url}/{path}") as response:
        assert await response.json() == expected


async def test_a_method_nobody_knows_is_not_found(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    body = await answer(http, method(sandbox, "sendTelepathy"))
    assert body["description"] == "Not Found: method not found"


async def test_parameters_arrive_in_every_form_and_names_in_any_case(
    sandbox: Sandbox, http: aiohttp.ClientSession, ba: int
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Gửi", "callback_data": "go"}]]}
    typed = {"chat_id": ba, "text": "chào", "reply_markup": keyboard}
    strings = {"chat_id": str(ba), "text": "chào", "reply_markup": json.dumps(keyboard)}
    form = aiohttp.FormData(strings, default_to_multipart=True)
    url = method(sandbox, "SENDMESSAGE")
    answers = [
        await answer(http, url, json=typed),
        await answer(http, url, json=strings),
        await answer(http, url, data=strings),
        await answer(http, url, data=form),
        await answer(http, url, params=strings),
    ]
    assert [body["result"]["reply_markup"] for body in answers] == [keyboard] * 5


async def test_a_file_goes_up_and_comes_down_byte_for_byte(
    sandbox: Sandbox, http: aiohttp.ClientSession, ba: int
) -> None:
    form = aiohttp.FormData({"chat_id": str(ba)})
    form.add_field("document", b"%PDF-1.7 \x00\xff", filename="giay.pdf", content_type="application/pdf")
    sent = await answer(http, method(sandbox, "sendDocument"), data=form)
    file_id = sent["result"]["document"]["file_id"]
    path = (await answer(http, method(sandbox, "getFile"), json={"file_id": file_id}))["result"]["file_path"]
    async with http.get(f"{sandbox.telegram_url}/file/bot{sandbox.token}/{path}") as response:
        assert await response.read() == b"%PDF-1.7 \x00\xff"
    logged = sandbox.traffic.after(0)
    assert [exchange.method for exchange in logged] == ["sendDocument", "getFile", "file"]
    assert logged[0].params["document"] == {"file_name": "giay.pdf", "mime": "application/pdf", "size": 11}


async def test_a_body_that_is_no_json_is_a_bad_request(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    headers = {"Content-Type": "application/json"}
    body = await answer(http, method(sandbox, "sendMessage"), data=b"{", headers=headers)
    assert body["error_code"] == 400


async def test_a_scripted_error_is_answered_and_nothing_is_done(
    sandbox: Sandbox, http: aiohttp.ClientSession, ba: int
) -> None:
    error = {"code": 429, "description": "Too Many Requests: retry after 7", "retry_after": 7}
    sandbox.faults.add([{"platform": "telegram", "method": "sendMessage", "nth": 1, "error": error}])
    call = {"chat_id": ba, "text": "x"}
    refused = await answer(http, method(sandbox, "sendMessage"), json=call)
    assert refused["parameters"] == {"retry_after": 7}
    assert (await answer(http, method(sandbox, "sendMessage"), json=call))["ok"]
    assert len(sandbox.shown(ba)) == 2


async def test_a_dropped_request_is_done_but_never_answered(
    sandbox: Sandbox, http: aiohttp.ClientSession, ba: int
) -> None:
    sandbox.faults.add([{"method": "sendMessage", "nth": 1, "drop": True}])
    with pytest.raises(aiohttp.ClientConnectionError):
        await answer(http, method(sandbox, "sendMessage"), json={"chat_id": ba, "text": "x"})
    assert sandbox.shown(ba)[-1]["text"] == "x"
    assert [(exchange.method, exchange.status, exchange.answer) for exchange in sandbox.traffic.after(0)] == [
        ("sendMessage", 0, None)
    ]


async def test_a_slow_request_is_done_at_once_and_answered_when_the_clock_says(
    sandbox: Sandbox, http: aiohttp.ClientSession, ba: int
) -> None:
    sandbox.faults.add([{"method": "sendMessage", "chat_id": ba, "delay": 30}])
    slow = asyncio.create_task(answer(http, method(sandbox, "sendMessage"), json={"chat_id": ba, "text": "x"}))
    await until(lambda: len(sandbox.shown(ba)) == 2)
    assert not slow.done()
    sandbox.clock.advance(30)
    assert (await slow)["ok"]


async def test_updates_whose_answer_was_cut_come_again(sandbox: Sandbox, http: aiohttp.ClientSession, ba: int) -> None:
    sandbox.faults.add([{"method": "getUpdates", "nth": 1, "drop": True}])
    with pytest.raises(aiohttp.ClientConnectionError):
        await answer(http, method(sandbox, "getUpdates"))
    again = await answer(http, method(sandbox, "getUpdates"))
    assert [update["message"]["text"] for update in again["result"]] == ["/start"]


async def test_two_pollers_get_in_each_others_way(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    first = asyncio.create_task(answer(http, method(sandbox, "getUpdates"), json={"timeout": 50}))
    await answer(http, method(sandbox, "getMe"))
    assert (await answer(http, method(sandbox, "getUpdates")))["ok"]
    assert (await first)["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("deleteMessages", {"message_ids": ["x"]}),
        ("deleteMessages", {"message_ids": "7"}),
        ("sendMediaGroup", {"media": ["x", "y"]}),
        ("sendMessage", {"text": "x", "entities": [1]}),
        ("sendMessage", {"text": "x", "reply_markup": [1]}),
        ("sendMessage", {"text": "x", "reply_parameters": {"message_id": "x"}}),
        ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [["x"]]}}),
        ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": 1}]]}}),
        ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "url": 1}]]}}),
        ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "copy_text": 1}]]}}),
        ("sendMessage", {"text": "x", "reply_markup": {"keyboard": 1}}),
        ("editMessageMedia", {"message_id": 1, "media": "x"}),
        ("setMyCommands", {"commands": [1]}),
        ("sendPoll", {"question": "x", "options": [1, 2]}),
        ("getChatMember", {"user_id": "x"}),
    ],
)
async def test_nonsense_is_refused_or_taken_but_never_breaks_the_emulator(
    sandbox: Sandbox, http: aiohttp.ClientSession, ba: int, name: str, params: dict[str, Any]
) -> None:
    body = await answer(http, method(sandbox, name), json={"chat_id": ba, **params})
    assert body["ok"] or body["error_code"] == 400
