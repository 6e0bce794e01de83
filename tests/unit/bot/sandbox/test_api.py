"""The API of the phones, as the page and anybody's scripts use it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox.server import Sandbox, run_sandbox

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80\x00\x00\x01\xe0"


class Client:
    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.http = http

    async def ask(self, method: str, path: str, *, status: int = 200, **how: Any) -> Any:
        async with self.http.request(method, f"{self.sandbox.api_url}{path}", **how) as response:
            assert response.status == status, await response.text()
            return await response.json()

    async def post(self, path: str, given: Any, *, status: int = 200) -> Any:
        return await self.ask("POST", path, json=given, status=status)

    async def person(self, name: str = "Ba") -> int:
        return int((await self.post("/api/people", {"platform": "telegram", "first_name": name}))["user_id"])

    async def bot(self, name: str, **params: Any) -> Any:
        """A call of the bot to the emulated Telegram."""
        url = f"{self.sandbox.telegram_url}/bot{self.sandbox.token}/{name}"
        async with self.http.post(url, json=params) as response:
            return (await response.json())["result"]


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as http:
        yield Client(sandbox, http)


async def test_a_talk_from_the_first_word_to_a_pressed_button(client: Client) -> None:
    ba = await client.person()
    assert (await client.post(f"/api/chats/{ba}/send", {"from": ba, "text": "/start"}))["message_id"] == 1
    keys = {"inline_keyboard": [[{"text": "Gửi ngay", "callback_data": "go"}]]}
    await client.bot("sendMessage", chat_id=ba, text="<b>Chào</b> bạn", parse_mode="HTML", reply_markup=keys)
    (card,) = await client.ask("GET", f"/api/chats/{ba}/messages?after=1")
    assert (card["text"], card["from_bot"]) == ("Chào bạn", True)
    assert card["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert card["buttons"] == [[{"text": "Gửi ngay", "data": "go"}]]
    press = {"from": ba, "message_id": card["id"], "text": "Gửi ngay"}
    query = (await client.post(f"/api/chats/{ba}/press", press))["callback_query_id"]
    await client.bot("answerCallbackQuery", callback_query_id=query, text="Đã nhận")
    await client.bot("deleteMessage", chat_id=ba, message_id=1)
    first, card = await client.ask("GET", f"/api/chats/{ba}/messages?after=0")
    assert first["deleted"]
    assert [toast["text"] for toast in card["toasts"]] == ["Đã nhận"]


async def test_files_go_up_as_a_form_and_are_shown(client: Client) -> None:
    ba = await client.person()
    form = aiohttp.FormData({"from": str(ba), "kind": "photo", "caption": "chỗ này"})
    for name in ("1.png", "2.png"):
        form.add_field("file", PNG, filename=name, content_type="image/png")
    sent = await client.ask("POST", f"/api/chats/{ba}/send", data=form)
    assert len(sent["message_ids"]) == 2
    first, second = await client.ask("GET", f"/api/chats/{ba}/messages")
    assert first["album"] == second["album"]
    assert (first["text"], first["media"]["width"], first["media"]["height"]) == ("chỗ này", 640, 480)
    async with client.http.get(client.sandbox.api_url + first["media"]["url"]) as response:
        assert (await response.read(), response.content_type) == (PNG, "image/png")


async def test_a_location_may_be_given_in_a_form_too(client: Client) -> None:
    ba = await client.person()
    form = {"from": str(ba), "location": '{"latitude": 9.6, "longitude": 105.9}'}
    await client.ask("POST", f"/api/chats/{ba}/send", data=form)
    (message,) = await client.ask("GET", f"/api/chats/{ba}/messages")
    assert message["location"] == {"latitude": 9.6, "longitude": 105.9}


async def test_chats_tell_who_is_in_them(client: Client) -> None:
    ba, nam = await client.person("Ba"), await client.person("Năm")
    given = {"platform": "telegram", "title": "Tổ 3", "owner": ba, "members": [nam], "bot": "member"}
    group = (await client.post("/api/groups", given))["chat_id"]
    chats = {chat["chat_id"]: chat for chat in await client.ask("GET", "/api/chats")}
    assert chats[ba]["kind"] == "private"
    assert [member["status"] for member in chats[group]["members"]] == ["creator", "member", "member"]
    assert chats[group]["title"] == "Tổ 3"


@pytest.mark.parametrize(
    ("path", "given", "status", "sentence"),
    [
        ("/api/people", {"platform": "carrier pigeon", "first_name": "x"}, 400, "platform is one of telegram"),
        ("/api/people", {"first_name": ""}, 400, "a person has a first_name"),
        ("/api/chats/404/send", {"from": 1, "text": "x"}, 404, "no such chat"),
        ("/api/chats/nowhere/send", {"from": 1, "text": "x"}, 404, "no such chat"),
        ("/api/chats/{ba}/dance", {"from": 1}, 404, "no such action"),
        ("/api/chats/{ba}/send", {"text": "x"}, 400, "`from` must be the user_id of a person"),
        ("/api/chats/{ba}/send", {"from": "{ba}"}, 400, "`from` must be"),
        ("/api/chats/{ba}/press", {"from": 0}, 400, "`from` must be"),
        ("/api/faults", [{"methud": 1}], 400, "a fault knows no methud"),
        ("/api/faults", ["x"], 400, "list of objects"),
        ("/api/clock", {"advance_s": -1}, 400, "forward"),
        ("/api/clock", [], 400, "JSON object"),
    ],
)
async def test_what_makes_no_sense_is_answered_in_a_sentence(
    client: Client, path: str, given: Any, status: int, sentence: str
) -> None:
    answer = await client.post(path.replace("{ba}", str(await client.person())), given, status=status)
    assert sentence in answer["error"]


async def test_a_button_that_is_not_there_names_those_that_are(client: Client) -> None:
    ba = await client.person()
    await client.post(f"/api/chats/{ba}/send", {"from": ba, "text": "/start"})
    keys = {"inline_keyboard": [[{"text": "Gửi", "callback_data": "go"}]]}
    card = await client.bot("sendMessage", chat_id=ba, text="x", reply_markup=keys)
    press = {"from": ba, "message_id": card["message_id"], "text": "Xoá"}
    assert "'Gửi'" in (await client.post(f"/api/chats/{ba}/press", press, status=404))["error"]


async def test_events_tell_what_changed(client: Client) -> None:
    last = (await client.ask("GET", "/api/events?after=0&wait=0"))["last"]
    ba = await client.person()
    answer = await client.ask("GET", f"/api/events?after={last}&wait=20")
    assert answer["events"] == [{"n": last + 1, "kind": "chat", "platform": "telegram", "chat_id": ba}]


async def test_faults_and_clock_are_set_and_seen(client: Client) -> None:
    before = await client.ask("GET", "/api/clock")
    assert (await client.post("/api/clock", {"advance_s": 3600}))["now"] == before["now"] + 3600
    (rule,) = await client.post("/api/faults", [{"platform": "telegram", "method": "sendMessage", "drop": True}])
    assert (rule["method"], rule["drop"]) == ("sendMessage", True)
    assert await client.ask("DELETE", "/api/faults") == []


async def test_traffic_is_told_in_order(client: Client) -> None:
    await client.bot("getMe")
    await client.bot("getWebhookInfo")
    logged = await client.ask("GET", "/api/traffic?after=0")
    assert [exchange["method"] for exchange in logged] == ["getMe", "getWebhookInfo"]
    assert await client.ask("GET", f"/api/traffic?after={logged[-1]['n']}") == []


async def test_a_reset_forgets_everybody_but_gives_nobody_their_id(client: Client) -> None:
    before = await client.person()
    await client.post("/api/reset", {})
    assert await client.ask("GET", "/api/chats") == []
    assert await client.person() != before


async def test_the_caller_of_the_demo_tells_the_page_what_to_show(client: Client) -> None:
    client.sandbox.api.demo = {"title": "Tập huấn", "secrets": [{"label": "PIN", "value": "123456"}]}
    assert (await client.ask("GET", "/api/demo"))["title"] == "Tập huấn"


async def test_nothing_may_be_loaded_from_elsewhere(client: Client) -> None:
    async with client.http.get(f"{client.sandbox.api_url}/api/chats") as response:
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")


async def test_a_port_that_is_taken_is_an_error_that_leaves_nothing_open(sandbox: Sandbox) -> None:
    taken = int(sandbox.api_url.rpartition(":")[2])
    second = Sandbox(page_port=taken)
    with pytest.raises(OSError, match="address already in use"):
        await second.__aenter__()
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.ClientConnectionError):
            await http.get(second.telegram_url)


async def test_it_runs_until_it_is_told_to_stop() -> None:
    stop, addresses = asyncio.Event(), list[str]()

    def ready(running: Sandbox) -> None:
        addresses.append(running.api_url)
        stop.set()

    await run_sandbox(Sandbox(), ready, stop)
    assert addresses[0].startswith("http://127.0.0.1:")


async def test_page_and_bot_api_can_have_ports_of_their_own() -> None:
    async with Sandbox(page_port=0) as sandbox, aiohttp.ClientSession() as http:
        assert sandbox.api_url != sandbox.telegram_url
        async with http.get(f"{sandbox.telegram_url}/api/chats") as response:
            assert response.status == 404
        async with http.get(f"{sandbox.api_url}/api/chats") as response:
            assert response.status == 200
