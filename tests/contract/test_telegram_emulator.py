"""aiogram drives the emulator as its client and finds nothing missing and nothing made up."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.types import Update
from aiohttp import web

from bot.sandbox.server import Sandbox
from bot.sandbox.telegram.webhook import SECRET_HEADER
from bot.sandbox.traffic import Exchange
from tests.contract.scenes import ALL_KINDS, SCENES, citizen, group
from tests.contract.validate import assert_telegram_true, problems

Scene = Callable[[Bot, Sandbox], Awaitable[None]]
SECRET = "a-secret-of-the-webhook"


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
async def test_what_polling_brings_is_what_aiogram_knows(scene: Scene, sandbox: Sandbox, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=ALL_KINDS)
    await scene(bot, sandbox)
    updates = await polled(bot)
    assert [update.update_id for update in updates] == sorted({update.update_id for update in updates})
    assert_telegram_true(sandbox.traffic.after(0))


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
async def test_what_a_webhook_brings_is_what_aiogram_knows(scene: Scene, sandbox: Sandbox, bot: Bot) -> None:
    async with webhook() as (url, received):
        await bot.set_webhook(url, secret_token=SECRET, allowed_updates=ALL_KINDS)
        await scene(bot, sandbox)
        async with asyncio.timeout(10):
            while (await bot.get_webhook_info()).pending_update_count:
                pass
        await bot.delete_webhook()
    assert len({update.update_id for update in received}) == len(received)
    assert_telegram_true(sandbox.traffic.after(0))


async def test_the_scenes_show_every_kind_of_update(sandbox: Sandbox, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=ALL_KINDS)
    for scene in SCENES:
        await scene(bot, sandbox)
    assert {update.event_type for update in await polled(bot)} == set(ALL_KINDS)


async def test_each_refusal_is_the_error_aiogram_has_for_it(sandbox: Sandbox, bot: Bot) -> None:
    ba = citizen(sandbox)
    room = group(sandbox, ba, bot="member")
    new = sandbox.act(room, "migrate", by=ba)["chat_id"]
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(room, "x")
    assert moved.value.migrate_to_chat_id == new
    with pytest.raises(TelegramForbiddenError, match="can't initiate conversation"):
        await bot.send_message(sandbox.person(), "x")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(404, "x")
    error = {"code": 429, "description": "Too Many Requests: retry after 7", "retry_after": 7}
    sandbox.faults.add([{"method": "sendMessage", "error": error}])
    with pytest.raises(TelegramRetryAfter) as flooded:
        await bot.send_message(ba, "x")
    assert flooded.value.retry_after == 7
    await polled(bot)
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await bot.get_me()
    await bot.get_updates()
    with pytest.raises(TelegramConflictError, match="other getUpdates"):
        await first
    assert_telegram_true(sandbox.traffic.after(0))


def test_the_validator_notices_a_field_that_does_not_exist() -> None:
    answer = {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "x", "shoe_size": 43}}
    exchange = Exchange(1, 0.0, "telegram", "request", "getMe", {}, 200, answer)
    assert list(problems(exchange)) == ["result.shoe_size is unknown"]


def test_the_validator_notices_a_field_that_is_missing() -> None:
    update = {"update_id": 1, "message": {"message_id": 1, "chat": {"id": 1, "type": "private"}}}
    exchange = Exchange(1, 0.0, "telegram", "delivery", "message", update, 200, "")
    assert "message.date" in "".join(problems(exchange))


def test_the_validator_notices_a_request_no_method_takes() -> None:
    exchange = Exchange(
        1, 0.0, "telegram", "request", "sendMessage", {"chat_id": 1, "text": "x", "tone": "kind"}, 0, None
    )
    assert list(problems(exchange)) == ["request.tone is unknown"]


async def polled(bot: Bot) -> list[Update]:
    """Everything that waits, batch by batch, each confirmed by the next call."""
    updates: list[Update] = []
    offset = None
    while batch := await bot.get_updates(offset=offset, timeout=0):
        updates += batch
        offset = batch[-1].update_id + 1
    return updates


@asynccontextmanager
async def webhook() -> AsyncIterator[tuple[str, list[Update]]]:
    """(url, updates received): an endpoint that takes what carries the secret."""
    received: list[Update] = []

    async def take(request: web.Request) -> web.Response:
        if request.headers.get(SECRET_HEADER) != SECRET:
            return web.Response(status=403)
        received.append(Update.model_validate(await request.json()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/telegram", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/telegram", received
    finally:
        await runner.cleanup()
