"""zalo-bot-mcp, written by other people from measurements of a real bot, drives the emulated Bot Platform."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from zalo_bot_mcp import zalo_api
from zalo_bot_mcp.zalo_api import ZaloBotApi, ZaloClientError, ZaloTransientError, parse_update

from tests.unit.bot.sandbox.ground import START, until
from tests.unit.bot.sandbox.zalo_ground import ZaloBot, bot_ground


@pytest.fixture
async def bot() -> AsyncIterator[ZaloBot]:
    async with bot_ground() as running:
        yield running


@pytest.fixture
async def client(bot: ZaloBot, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ZaloBotApi]:
    monkeypatch.setattr(zalo_api, "BASE_URL", bot.sandbox.zalo_bot_url)
    async with ZaloBotApi(bot.world.settings.token) as api:
        yield api


async def test_a_dialogue_of_typed_numbers_passes(bot: ZaloBot, client: ZaloBotApi) -> None:
    ba = bot.person("Ted")
    bot.sandbox.act(ba, "send", text="Xin chào")
    heard = parse_update(await client.get_updates(timeout=1))
    assert heard
    assert (heard.user_id, heard.chat_id, heard.chat_type) == (ba, ba, "PRIVATE")
    assert (heard.display_name, heard.is_bot, heard.text) == ("Ted", False, "Xin chào")
    assert heard.date == int(START * 1000)
    sent = await client.send_message(heard.chat_id, "1. Báo tin\n2. Tra cứu")
    assert set(sent) == {"message_id", "date"}
    bot.sandbox.act(ba, "press", text="1")
    answer = parse_update(await client.get_updates(timeout=1))
    assert answer
    assert answer.text == "1"
    assert answer.message_id != heard.message_id


@pytest.mark.parametrize("kind", ["http_408", "body_408"])
async def test_either_end_of_an_idle_poll_is_known_as_idle(bot: ZaloBot, client: ZaloBotApi, kind: str) -> None:
    bot.tune(idle=kind)
    poll = asyncio.create_task(client.get_updates(timeout=30))
    await until(lambda: bool(bot.world.queue._pollers))
    bot.sandbox.clock.advance(30)
    assert await poll is None


async def test_the_bot_and_its_webhook_are_told_as_this_client_expects(bot: ZaloBot, client: ZaloBotApi) -> None:
    assert (await client.get_me())["id"] == bot.world.settings.bot_id
    assert await client.get_webhook_info() is None
    await bot.listen()
    assert (await client.get_webhook_info())["url"] == bot.hook.url
    with pytest.raises(ZaloClientError, match="webhook"):
        await client.get_updates(timeout=1)


async def test_typing_a_wrong_chat_and_an_empty_quota_are_what_this_client_expects(
    bot: ZaloBot, client: ZaloBotApi
) -> None:
    ba = bot.person()
    assert await client.send_chat_action(ba) is None
    with pytest.raises(ZaloClientError, match="400"):
        await client.send_message("nowhere", "x")
    bot.tune(messages_per_month=0)
    with pytest.raises(ZaloClientError, match="429"):
        await client.send_message(ba, "x")
    bot.tune(errors_as_200=False)
    with pytest.raises(ZaloTransientError, match="429"):
        await client.send_message(ba, "x")


async def test_a_wrong_token_is_refused(bot: ZaloBot, client: ZaloBotApi) -> None:
    async with ZaloBotApi("1:made-up") as stranger:
        with pytest.raises(ZaloClientError, match="Unauthorized"):
            await stranger.get_me()


async def test_text_of_2000_characters_passes_its_splitter(bot: ZaloBot, client: ZaloBotApi) -> None:
    ba = bot.person()
    for part in zalo_api.split_message("Tin rất dài. " * 400):
        await client.send_message(ba, part)
    assert "".join(one["text"] for one in bot.sandbox.shown(ba)).count("Tin") == 400


async def test_whatever_else_people_send_does_not_upset_it(bot: ZaloBot, client: ZaloBotApi) -> None:
    child = bot.person("Bé", protected=True)
    bot.tune(unsupported_message=False)
    bot.sandbox.act(child, "send", text="x")
    bot.sandbox.act(bot.person(), "send", sticker="🙏")
    assert parse_update(await client.get_updates(timeout=1)) is None
    assert parse_update(await client.get_updates(timeout=1)) is None
