"""The calls of the house against the emulated Bot API and against servers that fail in every way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.channels.base import Answer, Delete, DropTopic, Edit, Fate, MakeTopic, Send, TurnTopic, Unfetchable
from bot.channels.telegram.methods import cut, shape
from bot.channels.telegram.outbound import Telegram
from bot.sandbox.server import Sandbox
from handlers.messages import Address, Attachment, Button, Screen

WAIT_S = 5.0


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        yield running


@pytest.fixture
async def telegram(sandbox: Sandbox) -> AsyncIterator[Telegram]:
    channel = Telegram(sandbox.token, api_url=sandbox.telegram_url)
    yield channel
    await channel.close()


def newcomer(sandbox: Sandbox) -> Address:
    number = str(sandbox.phones.new_person({"first_name": "Ba"})["user_id"])
    sandbox.phones.actions["send"](number, {"from": int(number), "text": "/start"}, ())
    return Address("telegram", number, number)


async def test_a_message_is_sent_edited_and_deleted(sandbox: Sandbox, telegram: Telegram) -> None:
    to = newcomer(sandbox)
    rows = ((Button("Yes", "q:1"), Button("Site", link="https://example.org")), (Button("113", phone="113"),))
    sent = await telegram.call(Send(to, Screen("one", rows)), WAIT_S)
    assert sent.fate is Fate.SENT
    assert (await telegram.call(Edit(to, sent.message, Screen("two")), WAIT_S)).fate is Fate.SENT
    assert (await telegram.call(Edit(to, sent.message, Screen("two")), WAIT_S)).fate is Fate.SAME
    assert (await telegram.call(Delete(to, (sent.message,)), WAIT_S)).fate is Fate.SENT
    assert (await telegram.call(Edit(to, sent.message, Screen("three")), WAIT_S)).fate is Fate.GONE
    assert (await telegram.call(Delete(to, (sent.message, "99999")), WAIT_S)).fate is Fate.SENT


async def test_silence_protection_and_spoilers_reach_the_platform(sandbox: Sandbox, telegram: Telegram) -> None:
    to = newcomer(sandbox)
    picture = Screen("look", protect=True, spoiler=True, attachment=Attachment("photo", "", "", name="tin-1.jpg"))
    assert (await telegram.call(Send(to, picture, file=PNG), WAIT_S)).fate is Fate.SENT
    assert (await telegram.call(Send(to, Screen("loud", silent=False)), WAIT_S)).fate is Fate.SENT


async def test_the_bot_is_not_one_of_the_people_of_a_group(sandbox: Sandbox, telegram: Telegram) -> None:
    owner, parent = (int(newcomer(sandbox).chat) for _one in range(2))
    group = {"title": "Phụ huynh Hoa Sen", "owner": owner, "members": [parent], "bot": "member"}
    chat = str(sandbox.phones.new_group(group)["chat_id"])
    assert await telegram.members(chat) == 2
    standing = await telegram.standing(chat, str(owner))
    assert standing is not None
    assert standing.members == 2
    assert await telegram.members("-100999") is None


def a_forum(sandbox: Sandbox, **rights: bool) -> Address:
    """A group with topics, where the bot is an admin with these rights."""
    owner = int(newcomer(sandbox).chat)
    group = sandbox.phones.new_group({"title": "Trực ban", "owner": owner, "kind": "supergroup", "forum": True})
    sandbox.phones.actions["promote"](str(group["chat_id"]), {"from": owner, "bot": True, "rights": rights}, ())
    return Address("telegram", str(group["chat_id"]), private=False)


async def test_a_topic_is_made_closed_opened_and_taken_away(sandbox: Sandbox, telegram: Telegram) -> None:
    to = a_forum(sandbox, can_manage_topics=True, can_delete_messages=True)
    made = await telegram.call(MakeTopic(to, "T-7K2Q · Mua bán"), WAIT_S)
    assert made.fate is Fate.SENT
    sent = await telegram.call(Send(to, Screen("card"), topic=made.message), WAIT_S)
    (shown,) = [one for one in sandbox.shown(int(to.chat)) if one["id"] == int(sent.message)]
    assert shown["topic"] == int(made.message)
    assert (await telegram.call(TurnTopic(to, made.message, closed=True), WAIT_S)).fate is Fate.SENT
    assert (await telegram.call(TurnTopic(to, made.message, closed=True), WAIT_S)).fate is Fate.SAME
    assert (await telegram.call(TurnTopic(to, made.message, closed=False), WAIT_S)).fate is Fate.SENT
    assert (await telegram.call(DropTopic(to, made.message), WAIT_S)).fate is Fate.SENT


async def test_what_belongs_in_a_topic_that_is_gone_is_not_said_elsewhere(sandbox: Sandbox, telegram: Telegram) -> None:
    to = a_forum(sandbox, can_manage_topics=True)
    gone = await telegram.call(Send(to, Screen("card"), reply_to="99", topic="77"), WAIT_S)
    assert (gone.fate, gone.why) == (Fate.BAD, "thread")
    assert (await telegram.call(TurnTopic(to, "77", closed=True), WAIT_S)).why == "thread"
    elsewhere = Address("telegram", to.chat, "", "77", private=False)
    assert (await telegram.call(Send(elsewhere, Screen("line")), WAIT_S)).fate is Fate.SENT


async def test_why_no_topic_is_made_is_told_apart(sandbox: Sandbox, telegram: Telegram) -> None:
    assert (await telegram.call(MakeTopic(a_forum(sandbox, can_manage_topics=False), "x"), WAIT_S)).why == "rights"
    owner = int(newcomer(sandbox).chat)
    given = {"title": "Trực ban", "owner": owner, "kind": "supergroup", "bot": "administrator"}
    plain = Address("telegram", str(sandbox.phones.new_group(given)["chat_id"]), private=False)
    assert (await telegram.call(MakeTopic(plain, "x"), WAIT_S)).why == "no_forum"


async def test_nobody_there_is_forbidden(telegram: Telegram) -> None:
    nobody = Address("telegram", "424242", "424242")
    assert (await telegram.call(Send(nobody, Screen("x")), WAIT_S)).fate is Fate.FORBIDDEN


async def test_an_old_press_is_no_error(sandbox: Sandbox, telegram: Telegram) -> None:
    assert (await telegram.call(Answer(newcomer(sandbox), "12345", "hi"), WAIT_S)).fate is Fate.GONE


async def test_updates_come_as_plain_json_from_the_offset(sandbox: Sandbox, telegram: Telegram) -> None:
    to = newcomer(sandbox)
    (first,) = await telegram.updates("", 0)
    assert first.body["message"]["text"] == "/start"
    sandbox.phones.actions["send"](to.chat, {"from": int(to.chat), "text": "two"}, ())
    (second,) = await telegram.updates(first.key, 0)
    assert second.body["message"]["text"] == "two"


async def test_who_we_are(telegram: Telegram, sandbox: Sandbox) -> None:
    me = await telegram.me()
    assert me.username == "duongday_tap_huan_bot"


class Failing:
    """A server that does one wrong thing."""

    def __init__(self) -> None:
        self.url, self.answer = "", web.Response()
        self.cut = False

    async def handle(self, request: web.Request) -> web.StreamResponse:
        await request.read()
        if self.cut:
            assert request.transport is not None
            request.transport.close()
        return web.Response(status=self.answer.status, body=self.answer.body)


@pytest.fixture
async def failing() -> AsyncIterator[Failing]:
    server, served = Failing(), web.Application()
    served.router.add_route("*", "/{any:.*}", server.handle)
    runner = web.AppRunner(served)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


TOKEN = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
TO = Address("telegram", "5", "5")


def body(status: int, text: str, **parameters: Any) -> web.Response:
    return web.json_response(
        {"ok": False, "error_code": status, "description": text, "parameters": parameters}, status=status
    )


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        (body(429, "Too Many Requests: retry after 9", retry_after=9), Fate.FLOOD),
        (body(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1007), Fate.MOVED),
        (body(401, "Unauthorized"), Fate.TOKEN),
        (body(502, "Bad Gateway"), Fate.RETRY),
        (web.Response(status=502, text="<html>MARK</html>"), Fate.RETRY),
        (web.Response(status=200, text="not json"), Fate.UNKNOWN),
        (web.json_response({"ok": True}), Fate.UNKNOWN),
        (web.json_response({"ok": True, "result": True}), Fate.UNKNOWN),
    ],
)
async def test_what_a_server_answers_is_understood(failing: Failing, answer: web.Response, fate: Fate) -> None:
    telegram = Telegram(TOKEN, api_url=failing.url)
    failing.answer = answer
    assert (await telegram.call(Send(TO, Screen("x")), WAIT_S)).fate is fate
    await telegram.close()


async def test_a_connection_cut_after_the_request_may_have_arrived(failing: Failing) -> None:
    telegram = Telegram(TOKEN, api_url=failing.url)
    failing.cut = True
    assert (await telegram.call(Send(TO, Screen("x")), WAIT_S)).fate is Fate.UNKNOWN
    await telegram.close()


async def test_a_server_that_is_not_there_got_nothing() -> None:
    telegram = Telegram(TOKEN, api_url="http://127.0.0.1:9")
    outcome = await telegram.call(Send(TO, Screen("x")), WAIT_S)
    assert (outcome.fate, outcome.why) == (Fate.RETRY, "unsent")
    with pytest.raises(Unfetchable, match="unreachable"):
        await telegram.fetch("ref", 10)
    await telegram.close()


async def test_a_server_that_never_answers_may_have_got_it(failing: Failing) -> None:
    telegram = Telegram(TOKEN, api_url=failing.url)
    held = asyncio.Event()

    async def hold(_request: web.Request) -> web.Response:
        await held.wait()
        return web.Response()

    failing.handle = hold  # type: ignore[method-assign]
    runner, url = await _serve(hold)
    slow = Telegram(TOKEN, api_url=url)
    assert (await slow.call(Send(TO, Screen("x")), 0.05)).fate is Fate.UNKNOWN
    held.set()
    await slow.close()
    await telegram.close()
    await runner.cleanup()


async def _serve(handler: Any) -> tuple[web.AppRunner, str]:
    served = web.Application()
    served.router.add_route("*", "/{any:.*}", handler)
    runner = web.AppRunner(served)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


async def test_no_token_and_no_content_in_any_log_or_error(failing: Failing, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    telegram = Telegram(TOKEN, api_url=failing.url)
    failing.answer = web.Response(status=200, text="MARK-answer")
    outcomes = [await telegram.call(Send(TO, Screen("MARK-words")), WAIT_S)]
    nowhere = Telegram(TOKEN, api_url="http://127.0.0.1:9")
    outcomes.append(await nowhere.call(Send(TO, Screen("MARK-words")), WAIT_S))
    with pytest.raises(Exception) as caught:
        await nowhere.updates("", 0)
    told = f"{outcomes} {caught.value!r} {telegram!r}"
    assert "AAAAAAAA" not in told
    assert "MARK" not in told
    await telegram.close()
    await nowhere.close()


def test_a_text_that_is_too_long_is_cut_in_the_platforms_own_units() -> None:
    assert cut("a" * 10, 10) == "a" * 10
    for text in ("a" * 5000, "😀" * 3000, "ệ" * 4097):
        short = cut(text, 4096)
        assert len(short.encode("utf-16-le")) // 2 <= 4096
        assert len(short) > 2000
        assert short.endswith("…")


def test_a_telephone_number_is_a_button_that_copies() -> None:
    shown = shape(Screen("x", ((Button("Call", phone="113"),),)))
    assert shown["reply_markup"]["inline_keyboard"] == [[{"text": "Call", "copy_text": {"text": "113"}}]]
    assert shape(Screen("x")) == {}


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)
