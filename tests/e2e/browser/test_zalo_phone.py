"""The Zalo phones of the page, in a real browser, with an account and a bot that are only a few calls long."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Page, expect

from bot.sandbox.platform import Upload
from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_oa.settings import OaSettings

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Awaitable[Page]]

BUTTONS = [
    {"title": "Báo tin", "type": "oa.query.show", "payload": "#bao"},
    {"title": "Để sau", "type": "oa.query.hide", "payload": "#sau"},
    {"title": "Gọi 113", "type": "oa.open.phone", "payload": {"phone_code": "113"}},
]
NUMBERED = "Bạn muốn gì?\n1. Báo tin\n2. Tra cứu"


@dataclass(frozen=True)
class Ground:
    """A citizen on each of Zalo's two products."""

    sandbox: Sandbox
    http: aiohttp.ClientSession
    account_token: str
    ba: str
    tu: str

    async def account_says(self, text: str, buttons: list[dict[str, Any]] | None = None) -> None:
        message: dict[str, Any] = {"text": text}
        if buttons:
            message["attachment"] = {"type": "template", "payload": {"buttons": buttons}}
        body = {"recipient": {"user_id": self.ba}, "message": message}
        headers = {"access_token": self.account_token}
        url = f"{self.sandbox.zalo_oa_url}/v3.0/oa/message/cs"
        async with self.http.post(url, json=body, headers=headers) as answer:
            assert (await answer.json())["error"] == 0

    async def bot_says(self, text: str) -> None:
        assert self.sandbox.zalo_bot
        url = f"{self.sandbox.zalo_bot_url}/bot{self.sandbox.zalo_bot.settings.token}/sendMessage"
        async with self.http.post(url, json={"chat_id": self.tu, "text": text}) as answer:
            assert (await answer.json())["ok"]

    def said(self, who: str) -> list[str]:
        return [one["text"] for one in self.sandbox.shown(who) if one["from"] == who]


@pytest.fixture
async def ground() -> AsyncIterator[Ground]:
    settings = OaSettings(menu={"Báo tin": "#bao", "Tra cứu": "#tra"})
    async with Sandbox(zalo_oa=settings, zalo_bot=True) as sandbox, aiohttp.ClientSession() as http:
        assert sandbox.zalo_oa
        token = sandbox.zalo_oa.tokens.issue(settings)["access_token"]
        ba, tu = sandbox.zalo_person("zalo_oa", "Ba"), sandbox.zalo_person("zalo_bot", "Tư")
        yield Ground(sandbox, http, token, ba, tu)


def phone(page: Page, skin: str) -> Any:
    return page.locator(f".phone[data-skin={skin}]")


async def test_buttons_of_the_account_speak_keep_silent_or_dial(ground: Ground, open_page: OpenPage) -> None:
    ground.sandbox.act(ground.ba, "send", text="Xin chào")
    await ground.account_says("Bạn cần gì?", BUTTONS)
    page = await open_page(f"{ground.sandbox.api_url}/")
    ours = phone(page, "zalo_oa")
    log = ours.get_by_role("log")
    await log.get_by_role("button", name="Báo tin").click()
    await expect(log.get_by_text("#bao")).to_be_visible()
    await log.get_by_role("button", name="Để sau").click()
    await log.get_by_role("button", name="Gọi 113").click()
    await expect(ours.get_by_role("status")).to_contain_text("113")
    assert ground.said(ground.ba) == ["Xin chào", "#bao"]


async def test_nobody_edits_or_deletes_on_zalo_but_a_phone_can_be_wiped(ground: Ground, open_page: OpenPage) -> None:
    ground.sandbox.act(ground.ba, "send", text="tin của tôi")
    page = await open_page(f"{ground.sandbox.api_url}/")
    ours = phone(page, "zalo_oa")
    await ours.get_by_role("button", name="Việc với tin này").click()
    menu = page.get_by_role("dialog")
    assert await menu.locator(".choice").all_inner_texts() == ["Trả lời", "Chép", "Xóa trên máy này"]
    await menu.get_by_role("button", name="Xóa trên máy này").click()
    await expect(ours.get_by_text("tin của tôi")).to_have_count(0)


async def test_the_window_of_the_account_is_shown_and_moves_with_the_clock(ground: Ground, open_page: OpenPage) -> None:
    page = await open_page(f"{ground.sandbox.api_url}/")
    line = phone(page, "zalo_oa").locator(".window")
    await expect(line).to_contain_text("Chưa nhắn")
    ground.sandbox.act(ground.ba, "send", text="Xin chào")
    await expect(line).to_contain_text("miễn phí")
    await page.get_by_role("button", name="Người hướng dẫn").click()
    await page.get_by_role("button", name="+7 ngày").click()
    await expect(line).to_contain_text("Quá 7 ngày")


async def test_the_menu_of_the_account_is_tapped(ground: Ground, open_page: OpenPage) -> None:
    ground.sandbox.act(ground.ba, "send", text="Xin chào")
    page = await open_page(f"{ground.sandbox.api_url}/")
    await phone(page, "zalo_oa").get_by_role("group").get_by_role("button", name="Tra cứu").click()
    await expect(phone(page, "zalo_oa").get_by_role("log").get_by_text("#tra")).to_be_visible()
    assert ground.said(ground.ba)[-1] == "#tra"


async def test_on_the_bot_a_choice_is_a_number_that_is_typed(ground: Ground, open_page: OpenPage) -> None:
    await ground.bot_says(NUMBERED)
    page = await open_page(f"{ground.sandbox.api_url}/")
    ours = phone(page, "zalo_bot")
    await expect(ours.get_by_text("1. Báo tin")).to_be_visible()
    await ours.get_by_role("textbox").fill("1")
    await page.keyboard.press("Enter")
    await expect(ours.locator(".mine").get_by_text("1", exact=True)).to_be_visible()
    assert ground.said(ground.tu) == ["1"]


async def test_pictures_voice_and_files_are_shown(ground: Ground, open_page: OpenPage) -> None:
    dot = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")
    ground.sandbox.act(ground.ba, "send", Upload("a.gif", "image/gif", dot), kind="photo", caption="đây ạ")
    ground.sandbox.act(ground.ba, "send", Upload("giay.pdf", "application/pdf", b"%PDF"), kind="document")
    ground.sandbox.act(ground.ba, "send", location={"latitude": 9.6, "longitude": 105.97})
    ground.sandbox.act(ground.ba, "send", sticker="🙏")
    page = await open_page(f"{ground.sandbox.api_url}/")
    log = phone(page, "zalo_oa").get_by_role("log")
    await expect(log.locator(".photo img")).to_have_js_property("naturalWidth", 1)
    await expect(log.get_by_text("giay.pdf")).to_be_visible()
    await expect(log.get_by_text("9.60000, 105.97000")).to_be_visible()
    await expect(log.get_by_text("🙏")).to_be_visible()


async def test_a_new_person_is_put_on_zalo_by_the_trainer(ground: Ground, open_page: OpenPage) -> None:
    page = await open_page(f"{ground.sandbox.api_url}/")
    await page.get_by_role("button", name="Người hướng dẫn").click()
    await page.get_by_role("button", name="Thêm người").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("Tên", exact=True).fill("Năm")
    await sheet.get_by_label("Nền tảng").select_option(label="Zalo OA")
    await expect(sheet.get_by_label("Tên tài khoản")).to_be_hidden()
    await sheet.get_by_role("button", name="Thêm", exact=True).click()
    await expect(page.get_by_role("heading", name="Năm")).to_be_visible()
    assert await phone(page, "zalo_oa").count() == 2
