"""The webhook: its secret, its order, its patience."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.sandbox.server import Sandbox
from bot.sandbox.telegram.webhook import SECRET_HEADER, Attempt, rest_after_failure

from ..ground import settled, until


@dataclass
class Bot:
    """A webhook whose answers are scripted: (status, headers, body) each, then 200 for ever."""

    answers: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    gate: asyncio.Event | None = None
    url: str = ""

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.taken]


@asynccontextmanager
async def webhook(sandbox: Sandbox, **params: Any) -> AsyncIterator[Bot]:
    bot = Bot()

    async def take(request: web.Request) -> web.Response:
        bot.times.append(sandbox.clock.now())
        bot.secrets.append(request.headers.get(SECRET_HEADER))
        bot.taken.append(await request.json())
        if bot.gate is not None:
            await bot.gate.wait()
        status, headers, body = bot.answers.pop(0) if bot.answers else (200, {}, "")
        return web.Response(status=status, headers=headers, text=body)

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    assert (await call(sandbox, "setWebhook", url=bot.url, **params))["description"] == "Webhook was set"
    try:
        yield bot
    finally:
        await call(sandbox, "deleteWebhook")
        await runner.cleanup()


async def call(sandbox: Sandbox, method: str, **params: Any) -> dict[str, Any]:
    url = f"{sandbox.telegram_url}/bot{sandbox.token}/{method}"
    async with ClientSession() as session, session.post(url, json=params) as response:
        return dict(await response.json())


def person(sandbox: Sandbox, *texts: str) -> int:
    who = sandbox.person()
    for text in texts:
        say(sandbox, who, text)
    return who


def say(sandbox: Sandbox, who: int, text: str) -> None:
    sandbox.act(who, "send", text=text)


async def tried(sandbox: Sandbox, times: int) -> None:
    """Wait until so many deliveries were made and answered, whatever the answer was."""
    await until(lambda: len([e for e in sandbox.traffic.after(0) if e.kind == "delivery"]) == times)
    await settled()


def pending(sandbox: Sandbox) -> int:
    return len(sandbox.telegram.updates)


async def test_what_waited_before_is_delivered_with_the_secret(sandbox: Sandbox) -> None:
    person(sandbox, "một", "hai")
    async with webhook(sandbox, secret_token="kin-1") as bot:
        await until(lambda: not pending(sandbox))
        assert bot.texts() == ["một", "hai"]
        assert bot.secrets == ["kin-1", "kin-1"]


@pytest.mark.parametrize(
    ("retry_after", "rests"),
    [(0, [0, 2, 4, 8, 16, 32, 60, 60]), (30, [30, 30, 30]), (9999, [3600, 3600])],
)
def test_the_rest_between_tries_grows_unless_the_bot_names_it(retry_after: int, rests: list[float]) -> None:
    attempt = Attempt()
    assert [rest_after_failure(attempt, retry_after) for _ in rests] == rests


async def test_a_refused_update_comes_at_once_then_after_2_and_4_seconds(sandbox: Sandbox) -> None:
    async with webhook(sandbox) as bot:
        bot.answers = [(500, {}, "")] * 3
        start = sandbox.clock.now()
        person(sandbox, "một")
        for tries, rest in ((2, 2), (3, 4)):
            await tried(sandbox, tries)
            sandbox.clock.advance(rest - 0.5)
            await settled()
            assert len(bot.times) == tries
            sandbox.clock.advance(0.5)
        await until(lambda: not pending(sandbox))
        assert [time - start for time in bot.times] == [0, 0, 2, 6]


async def test_retry_after_of_the_bot_is_honoured(sandbox: Sandbox) -> None:
    async with webhook(sandbox) as bot:
        bot.answers = [(503, {"Retry-After": "45"}, "")]
        person(sandbox, "một")
        await tried(sandbox, 1)
        sandbox.clock.advance(44)
        await settled()
        assert len(bot.times) == 1
        sandbox.clock.advance(1)
        await until(lambda: not pending(sandbox))
        info = (await call(sandbox, "getWebhookInfo"))["result"]
        assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_a_failing_chat_holds_back_only_itself_and_keeps_its_order(sandbox: Sandbox) -> None:
    ba, nam = person(sandbox), person(sandbox)
    async with webhook(sandbox) as bot:
        bot.answers = [(500, {}, ""), (500, {}, "")]
        say(sandbox, ba, "ba một")
        say(sandbox, ba, "ba hai")
        await tried(sandbox, 2)
        say(sandbox, nam, "năm một")
        await tried(sandbox, 3)
        assert "ba hai" not in bot.texts()
        sandbox.clock.advance(2)
        await until(lambda: not pending(sandbox))
        assert [text for text in bot.texts() if text != "năm một"] == ["ba một", "ba một", "ba một", "ba hai"]


async def test_no_more_connections_than_allowed_are_opened(sandbox: Sandbox) -> None:
    async with webhook(sandbox, max_connections=2) as bot:
        bot.gate = asyncio.Event()
        for name in "abcd":
            person(sandbox, name)
        await until(lambda: len(bot.taken) == 2)
        await settled()
        assert len(bot.taken) == 2
        bot.gate.set()
        await until(lambda: not pending(sandbox))


async def test_an_update_that_was_refused_for_a_day_is_dropped(sandbox: Sandbox) -> None:
    async with webhook(sandbox) as bot:
        bot.answers = [(503, {"Retry-After": "3600"}, "")] * 30
        person(sandbox, "một")
        for tries in range(1, 25):
            await tried(sandbox, tries)
            sandbox.clock.advance(3600)
        await until(lambda: not pending(sandbox))
        assert len(bot.times) == 24


async def test_a_method_in_the_answer_is_carried_out(sandbox: Sandbox) -> None:
    async with webhook(sandbox) as bot:
        who = person(sandbox)
        bot.answers = [(200, {}, f'{{"method": "sendMessage", "chat_id": {who}, "text": "đã nhận"}}')]
        say(sandbox, who, "một")
        await until(lambda: not pending(sandbox))
        assert [message["text"] for message in sandbox.shown(who)] == ["một", "đã nhận"]


async def test_a_duplicated_update_is_posted_twice_with_one_id(sandbox: Sandbox) -> None:
    async with webhook(sandbox) as bot:
        sandbox.faults.add([{"method": "update", "nth": 1, "duplicate": True}])
        person(sandbox, "một", "hai")
        await until(lambda: not pending(sandbox))
        assert bot.texts() == ["một", "một", "hai"]
        assert bot.taken[0]["update_id"] == bot.taken[1]["update_id"]


async def test_polling_is_refused_while_a_webhook_is_set(sandbox: Sandbox) -> None:
    async with webhook(sandbox):
        answer = await call(sandbox, "getUpdates")
    assert answer["error_code"] == 409
    assert answer["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )


async def test_setting_a_webhook_ends_a_waiting_poll(sandbox: Sandbox) -> None:
    poll = asyncio.create_task(call(sandbox, "getUpdates", timeout=50))
    await settled()
    async with webhook(sandbox):
        assert (await poll)["description"] == "Conflict: terminated by setWebhook request"


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"url": "ftp://a.vn"}, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "http://a.vn", "secret_token": "x" * 257}, "Bad Request: secret token is too long"),
        ({"url": "http://a.vn", "secret_token": "có dấu"}, "Bad Request: secret token contains unallowed characters"),
    ],
)
async def test_a_webhook_that_cannot_be_is_refused(sandbox: Sandbox, params: dict[str, Any], description: str) -> None:
    assert (await call(sandbox, "setWebhook", **params))["description"] == description
