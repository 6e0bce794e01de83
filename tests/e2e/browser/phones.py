"""Phones on the page of the training ground, used as people use them: by what stands on the screen and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from playwright.async_api import FilePayload, Locator, Page, expect

from bot.training import PIN

COPIED = "Đã chép xong"
WIPE = "Xóa trò chuyện này"
KNOWS = "Biết rồi, nhắn tiếp"
"""Said on Zalo, where whoever manages the account can read along."""
OPEN_SHIFT = "Mở ca trực"
_SYLLABLES = re.compile(r"^\w+ – \w+ – \w+$", re.MULTILINE)

P = TypeVar("P", bound="Phone")


@dataclass(frozen=True)
class Phone:
    """One phone of a page."""

    page: Page
    owner: str

    @property
    def frame(self) -> Locator:
        return self.page.get_by_role("region", name=self.owner, exact=True)

    @property
    def log(self) -> Locator:
        return self.frame.get_by_role("log")

    @property
    def messages(self) -> Locator:
        return self.log.get_by_role("article")

    @property
    def screen(self) -> Locator:
        """The newest message."""
        return self.messages.last

    def button(self, label: str) -> Locator:
        """The newest button in the chat that says this."""
        return self.log.get_by_role("button", name=label, exact=True).last

    async def say(self, text: str) -> None:
        """Type a text and send it."""
        await self.frame.get_by_label("Nhắn gì đó").fill(text)
        await self.frame.get_by_role("button", name="Gửi", exact=True).last.click()

    async def press(self, *labels: str) -> None:
        """Press buttons one after the other, each as soon as it is there."""
        for label in labels:
            await self.button(label).click()

    async def sees(self, text: str) -> None:
        """Wait until this stands in the chat."""
        await expect(self.log.get_by_text(text).last).to_be_visible()

    async def told(self, text: str) -> None:
        """Wait until these words flash up on the phone."""
        await expect(self.frame.get_by_role("status")).to_contain_text(text)

    async def never_more(self, text: str) -> None:
        """Wait until this stands nowhere in the chat."""
        await expect(self.log.get_by_text(text)).to_have_count(0)

    async def to_latest(self) -> None:
        """Scroll to the newest message, where it is out of sight."""
        await self.messages.last.scroll_into_view_if_needed()

    async def attach(self, kind: str, file: FilePayload) -> None:
        """Send a file from the phone: "Ảnh", "Tệp ghi âm", "Video", "Tài liệu"."""
        async with self.page.expect_file_chooser() as chooser:
            await self.from_menu(kind)
        await (await chooser.value).set_files(file)

    async def from_menu(self, *words: str) -> None:
        """Choose from what the paper clip offers."""
        await self.frame.get_by_role("button", name="Đính kèm").click()
        for word in words:
            await self.page.get_by_role("dialog").get_by_role("button", name=word, exact=True).click()

    async def tab(self, chat: str) -> None:
        """Open another of this phone's chats."""
        await self.frame.get_by_role("tab", name=chat).click()

    async def type_pin(self, pin: str = PIN) -> None:
        """Six presses on keys that move each time."""
        await self.press(*pin)

    async def open_shift(self) -> None:
        await self.press(OPEN_SHIFT)
        await self.sees("bấm PIN 6 số")
        await self.type_pin()
        await self.sees("Đã mở ca")

    async def tell(self, story: str, place: str = "phuong vinh chau") -> None:
        """A line and a place: as far as the question of how many know."""
        await self.say(story)
        await self.sees("Ở khúc nào?")
        await self.say(place)
        await self.sees("chuyện này có nhiều người biết không")

    async def report(self, story: str, place: str = "phuong vinh chau") -> str:
        """The short way: a line, a place, one press, and it is sent. Returns the nine syllables."""
        await self.tell(story, place)
        await self.press("Nhiều người biết")
        await self.sees("Sắp gửi:")
        await self.press("Gửi")
        return await self.receipt()

    async def receipt(self) -> str:
        """The nine syllables on the screen."""
        await self.sees("Chép 9 tiếng này ra giấy")
        lines = _SYLLABLES.findall(await self.screen.inner_text())
        assert len(lines) == 3, lines
        return " ".join(lines).replace(" – ", " ")


@dataclass(frozen=True)
class ZaloPhone(Phone):
    """With Zalo's account, where whoever manages it can read along: that is read before anything is told."""

    async def tell(self, story: str, place: str = "phuong vinh chau") -> None:
        await self.say(story)
        await self.sees("Ai quản lý trang Zalo này cũng đọc lại được")
        await self.press(KNOWS)
        await self.sees("Ở khúc nào?")
        await self.say(place)
        await self.sees("chuyện này có nhiều người biết không")


async def newcomer(page: Page, name: str) -> Phone:
    """Somebody new with a phone of their own, who has said /start."""
    return await _begin(Phone(page, name), "Telegram", "Bắt đầu")


async def zalo_newcomer(page: Page, name: str) -> ZaloPhone:
    """Somebody new with Zalo, who has said hello."""
    return await _begin(ZaloPhone(page, name), "Zalo OA", "Xin chào")


async def _begin(phone: P, platform: str, first_word: str) -> P:
    page = phone.page
    await page.get_by_role("button", name="Thêm máy").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_role("button", name="Thêm người").click()
    await sheet.get_by_label("Tên", exact=True).fill(phone.owner)
    await sheet.get_by_label("Nền tảng").select_option(label=platform)
    await sheet.get_by_role("button", name="Thêm", exact=True).click()
    await phone.frame.get_by_role("button", name=first_word, exact=True).click()
    await phone.sees("Cứ nhắn một câu")
    return phone


async def pass_time(page: Page, label: str = "+10 phút") -> None:
    """Let the trainer's clock jump."""
    trainer = await open_trainer(page)
    await trainer.get_by_role("button", name=label, exact=True).click()
    await close(trainer)


async def open_trainer(page: Page) -> Locator:
    """The trainer's panel."""
    await page.get_by_role("button", name="Người hướng dẫn").click()
    return page.get_by_role("complementary", name="Người hướng dẫn")


async def close(trainer: Locator) -> None:
    await trainer.get_by_role("button", name="Đóng", exact=True).click()


async def out_of_drawer(page: Page, name: str) -> Phone:
    """Somebody whose phone lies in the drawer."""
    await page.get_by_role("button", name="Thêm máy").click()
    await page.get_by_role("dialog").get_by_role("button", name=name).click()
    return Phone(page, name)
