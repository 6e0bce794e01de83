"""The phones of the training ground, in a real browser, with a bot that is only a few calls long."""

import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from PIL import Image
from playwright.async_api import FilePayload, Page, expect

from bot.sandbox.server import Sandbox

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Awaitable[Page]]

NOTICE = "Bản tập huấn, không gửi tin thật ở đây"
MENU = {"inline_keyboard": [[{"text": "Gửi tin", "callback_data": "tip"}, {"text": "Xem", "callback_data": "look"}]]}


@dataclass(frozen=True)
class Ground:
    """A training ground with one citizen who has said /start."""

    sandbox: Sandbox
    http: aiohttp.ClientSession
    citizen: int

    @property
    def url(self) -> str:
        return f"{self.sandbox.api_url}/"

    async def bot(self, method: str, **parameters: Any) -> Any:
        async with self.http.post(
            f"{self.sandbox.telegram_url}/bot{self.sandbox.token}/{method}", json=parameters
        ) as it:
            answer = await it.json()
        assert answer["ok"], answer
        return answer["result"]

    async def say(self, text: str, **more: Any) -> int:
        """The bot writes to the citizen; the message's id."""
        return int((await self.bot("sendMessage", chat_id=self.citizen, text=text, **more))["message_id"])

    async def next_update(self, kind: str) -> dict[str, Any]:
        """The next update of this kind; those before it are done with."""
        after = 0
        while True:
            for update in await self.bot("getUpdates", offset=after, timeout=10):
                after = update["update_id"] + 1
                if kind in update:
                    await self.bot("getUpdates", offset=after)
                    return dict(update[kind])


@pytest.fixture
async def ground() -> AsyncIterator[Ground]:
    async with Sandbox() as sandbox, aiohttp.ClientSession() as http:
        async with http.post(
            f"{sandbox.api_url}/api/people", json={"platform": "telegram", "first_name": "Sáu"}
        ) as made:
            citizen = (await made.json())["user_id"]
        sandbox.phones.actions["send"](str(citizen), {"from": citizen, "text": "/start"}, [])
        ground = Ground(sandbox, http, citizen)
        await ground.next_update("message")
        yield ground


def picture(shade: int) -> bytes:
    drawn = io.BytesIO()
    Image.new("L", (40, 30), shade).save(drawn, "PNG")
    return drawn.getvalue()


async def tab_to(page: Page, name: str) -> None:
    """Reach a button as somebody without a mouse does."""
    button = page.get_by_role("button", name=name, exact=True)
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await button.evaluate("button => button === document.activeElement"):
            return
    raise AssertionError(f"the Tab key never reaches {name!r}")


async def test_a_button_is_pressed_with_the_keyboard_alone(ground: Ground, open_page: OpenPage) -> None:
    shown = await ground.say("Chào bạn.", reply_markup=MENU)
    page = await open_page(ground.url)
    await tab_to(page, "Gửi tin")
    await page.keyboard.press("Enter")
    press = await ground.next_update("callback_query")
    assert press["data"] == "tip"
    await ground.bot("answerCallbackQuery", callback_query_id=press["id"], text="Đã nhận")
    await expect(page.get_by_role("status").filter(has_text="Đã nhận")).to_be_visible()
    next_menu = {"inline_keyboard": [[{"text": "Quay lại", "callback_data": "back"}]]}
    await ground.bot(
        "editMessageText", chat_id=ground.citizen, message_id=shown, text="Ở khúc nào?", reply_markup=next_menu
    )
    await expect(page.get_by_role("button", name="Quay lại")).to_be_focused()


async def test_an_alert_waits_until_it_is_closed(ground: Ground, open_page: OpenPage) -> None:
    await ground.say("Chào bạn.", reply_markup=MENU)
    page = await open_page(ground.url)
    await page.get_by_role("button", name="Xem", exact=True).click()
    press = await ground.next_update("callback_query")
    await ground.bot("answerCallbackQuery", callback_query_id=press["id"], text="Chưa mở ca", show_alert=True)
    await expect(page.get_by_role("dialog")).to_contain_text("Chưa mở ca")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_what_the_bot_deletes_vanishes_and_only_the_trainer_can_see_it(
    ground: Ground, open_page: OpenPage
) -> None:
    gone = await ground.say("Chép 9 tiếng này ra giấy.")
    page = await open_page(ground.url)
    message = page.get_by_role("log").get_by_text("Chép 9 tiếng này ra giấy.")
    await expect(message).to_be_visible()
    await ground.bot("deleteMessage", chat_id=ground.citizen, message_id=gone)
    await expect(message).to_have_count(0)
    await page.get_by_role("button", name="Người hướng dẫn").click()
    await page.get_by_label("Hiện tin đã xóa").check()
    await expect(message).to_be_visible()


async def test_what_is_written_stays_text(ground: Ground, open_page: OpenPage) -> None:
    await ground.say("<img src=x onerror=alert(1)><script>alert(2)</script>")
    page = await open_page(ground.url)
    await expect(page.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    assert await page.locator(".log img, .log script").count() == 0


async def test_marks_in_a_text_are_drawn_and_a_spoiler_stays_covered_until_it_is_opened(
    ground: Ground, open_page: OpenPage
) -> None:
    text = "😀 <b>Mã <i>của bạn</i></b>: <tg-spoiler>sen ghe quat</tg-spoiler>"
    await ground.say(text, parse_mode="HTML", protect_content=True)
    page = await open_page(ground.url)
    await expect(page.locator(".text strong", has_text="Mã của bạn").locator("em")).to_have_text("của bạn")
    await expect(page.locator(".protected .text")).to_have_css("user-select", "none")
    secret = page.locator(".spoiler-text")
    await expect(secret).to_have_css("opacity", "0")
    await page.locator(".spoiler").press("Enter")
    await expect(secret).to_have_css("opacity", "1")


async def test_copy_buttons_copy_and_links_to_the_bot_start_it_from_this_phone(
    ground: Ground, open_page: OpenPage
) -> None:
    copy = {"text": "Chép vào máy", "copy_text": {"text": "sen ghe quat"}}
    link = {"text": "Mở", "url": f"https://t.me/{ground.sandbox.telegram.bot.username}?start=u31783"}
    foreign = {"text": "Trang khác", "url": "https://example.org/"}
    await ground.say("Xong rồi.", reply_markup={"inline_keyboard": [[copy], [link], [foreign]]})
    page = await open_page(ground.url, permissions=["clipboard-read", "clipboard-write"])
    toast = page.get_by_role("status")
    await page.get_by_role("button", name="Chép vào máy").click()
    await expect(toast).to_have_text("Đã chép")
    assert await page.evaluate("navigator.clipboard.readText()") == "sen ghe quat"
    await page.get_by_role("button", name="Trang khác").click()
    await expect(toast).to_contain_text("không mở trang bên ngoài")
    await page.get_by_role("button", name="Mở", exact=True).click()
    assert (await ground.next_update("message"))["text"] == "/start u31783"


async def test_several_photos_go_as_one_album(ground: Ground, open_page: OpenPage) -> None:
    page = await open_page(ground.url)
    await page.get_by_role("button", name="Đính kèm").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Nhiều ảnh").click()
    pictures = [FilePayload(name=f"{shade}.png", mimeType="image/png", buffer=picture(shade)) for shade in (60, 180)]
    await (await chooser.value).set_files(pictures)
    await expect(page.locator(".photo img")).to_have_count(2)
    first, second = await ground.next_update("message"), await ground.next_update("message")
    assert "photo" in first
    assert first["media_group_id"] == second["media_group_id"]


async def test_typed_text_reaches_the_bot_and_shift_enter_is_a_new_line(ground: Ground, open_page: OpenPage) -> None:
    page = await open_page(ground.url)
    await page.get_by_label("Nhắn gì đó").fill("co nguoi ban")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("gan cho")
    await page.keyboard.press("Enter")
    assert (await ground.next_update("message"))["text"] == "co nguoi ban\ngan cho"


async def test_a_recorded_voice_note_is_what_the_real_app_sends(ground: Ground, open_page: OpenPage) -> None:
    page = await open_page(ground.url, permissions=["microphone"])
    await page.get_by_role("button", name="Ghi âm").click()
    await expect(page.get_by_text("Đang ghi 1 giây")).to_be_visible()
    await page.get_by_role("button", name="Gửi ghi âm").click()
    voice = (await ground.next_update("message"))["voice"]
    path = (await ground.bot("getFile", file_id=voice["file_id"]))["file_path"]
    async with ground.http.get(f"{ground.sandbox.telegram_url}/file/bot{ground.sandbox.token}/{path}") as file:
        sound = await file.read()
    assert sound.startswith(b"OggS")
    assert b"OpusHead" in sound[:64]


async def test_a_refusal_is_a_plain_line_and_what_was_typed_stays(ground: Ground, open_page: OpenPage) -> None:
    page = await open_page(ground.url)
    await page.get_by_role("button", name="Việc khác của máy này").click()
    await page.get_by_role("button", name="Chặn bot").click()
    await expect(page.get_by_text("Máy này đang chặn bot")).to_be_visible()
    await page.get_by_label("Nhắn gì đó").fill("còn đó không")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert").filter(has_text="Không làm được")).to_be_visible()
    await expect(page.get_by_label("Nhắn gì đó")).to_have_value("còn đó không")


@pytest.mark.parametrize("width", [1280, 380])
async def test_every_screen_says_that_it_is_for_training(ground: Ground, open_page: OpenPage, width: int) -> None:
    page = await open_page(ground.url, viewport={"width": width, "height": 800})
    await expect(page.get_by_text(NOTICE).first).to_be_visible()
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_text(NOTICE).first).to_be_visible()
    await expect(page.get_by_text("For training: send no real tips here").first).to_be_visible()


async def test_a_narrow_screen_shows_one_phone_at_a_time(ground: Ground, open_page: OpenPage) -> None:
    await ground.http.post(f"{ground.sandbox.api_url}/api/people", json={"platform": "telegram", "first_name": "Hai"})
    page = await open_page(ground.url, viewport={"width": 380, "height": 760})
    await page.get_by_role("tab", name="Hai").click()
    await expect(page.get_by_role("region", name="Hai")).to_be_visible()
    await expect(page.get_by_role("region", name="Sáu")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 380


async def test_the_clock_jumps_to_the_next_morning(ground: Ground, open_page: OpenPage) -> None:
    page = await open_page(ground.url)
    await page.get_by_role("button", name="Người hướng dẫn").click()
    await page.get_by_role("button", name="Tới 08:00").click()
    await expect(page.locator("#clock")).to_contain_text("08:00")
