"""The phones' API with Zalo beside Telegram: one API for all three."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_bot.settings import BotSettings


class Page:
    """Calls the API as the page does."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self._http = http

    async def get(self, path: str) -> Any:
        async with self._http.get(f"{self.sandbox.api_url}/api/{path}") as answer:
            return await answer.json()

    async def post(self, path: str, **given: Any) -> Any:
        async with self._http.post(f"{self.sandbox.api_url}/api/{path}", json=given) as answer:
            return await answer.json()


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    zalo = {"zalo_oa": True, "zalo_bot": BotSettings(display_name="Bot Xã")}
    async with Sandbox(**zalo) as sandbox, aiohttp.ClientSession() as http:  # type: ignore[arg-type]
        yield Page(sandbox, http)


@pytest.mark.parametrize("platform", ["zalo_oa", "zalo_bot"])
async def test_people_of_both_products_write_and_are_shown(page: Page, platform: str) -> None:
    made = await page.post("people", platform=platform, first_name="Ba")
    chat = made["chat_id"]
    sent = await page.post(f"chats/{chat}/send", **{"from": made["user_id"], "text": "tin"})
    (shown,) = await page.get(f"chats/{chat}/messages")
    assert (shown["id"], shown["text"], shown["from"]) == (sent["message_id"], "tin", made["user_id"])
    assert await page.get(f"chats/{chat}/messages?after={shown['id']}") == []
    assert [one["platform"] for one in await page.get("chats")] == [platform]
    kinds = {event["kind"] for event in (await page.get("events?after=0&wait=0"))["events"]}
    assert kinds == {"chat", "message"}


async def test_every_chat_and_message_has_what_the_telegram_ones_have(page: Page) -> None:
    telegram = page.sandbox.person("Sáu")
    page.sandbox.act(telegram, "send", text="x")
    chats = {one["platform"]: one for one in await page.get("chats")}
    (message,) = page.sandbox.shown(telegram)
    for platform in ("zalo_oa", "zalo_bot"):
        zalo = page.sandbox.zalo_person(platform, "Ba")
        page.sandbox.act(zalo, "send", text="x")
        chat = next(one for one in await page.get("chats") if one["platform"] == platform)
        assert set(chat) >= set(chats["telegram"])
        assert set(page.sandbox.shown(zalo)[0]) >= set(message)


async def test_the_consoles_are_called_by_platform_and_name(page: Page) -> None:
    told = await page.post("platforms/zalo_oa/settings", zca_balance=500)
    assert told["balance"] == 500
    assert set(await page.post("platforms/zalo_oa/tokens")) == {"access_token", "refresh_token", "expires_in"}
    assert (await page.post("platforms/zalo_bot/status"))["messages_left"] == 3_000
    assert "no such setting" in (await page.post("platforms/zalo_bot/settings", colour=1))["error"]
    assert "no such call" in (await page.post("platforms/zalo_bot/sing"))["error"]
    assert "platform is one of" in (await page.post("platforms/viber/status"))["error"]


async def test_the_bots_of_all_platforms_present_themselves(page: Page) -> None:
    assert (await page.get("bot?platform=zalo_bot"))["name"] == "Bot Xã"
    assert (await page.get("bot?platform=zalo_oa"))["name"] == "Đường dây tập huấn"


async def test_a_reset_forgets_everybody(page: Page) -> None:
    for platform in ("zalo_oa", "zalo_bot"):
        page.sandbox.act(page.sandbox.zalo_person(platform, "Ba"), "send", text="x")
    await page.post("reset")
    assert await page.get("chats") == []


async def test_without_zalo_nobody_can_be_on_it() -> None:
    async with Sandbox() as sandbox, aiohttp.ClientSession() as http:
        assert "platform is one of telegram" in (await Page(sandbox, http).post("people", platform="zalo_oa"))["error"]
        assert sandbox.zalo_oa is None
        assert sandbox.zalo_oa_url == ""
