"""What fingers do that nobody planned, and people without a mouse or with a small screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.browser.phones import Phone, newcomer

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Awaitable[Page]]
STORY = "co nguoi ban ma tuy gan cho"
KNOWN, MANY = "chuyện này có nhiều người biết không", "Nhiều người biết"
OLD = "Mục đó của lúc trước."


async def asked_how_many_know(page: Page, name: str) -> Phone:
    """Somebody two lines into a report."""
    phone = await newcomer(page, name)
    await phone.say(STORY)
    await phone.sees("Ở khúc nào?")
    await phone.say("phuong vinh chau")
    await phone.sees(KNOWN)
    return phone


async def payload_of(phone: Phone, label: str) -> str:
    """What a button of the newest screen sends, as a changed app knows it."""
    api = f"{phone.page.url}api/chats"
    chats = await (await phone.page.request.get(api)).json()
    chat = next(one["chat_id"] for one in chats if one["title"] == phone.owner)
    messages = await (await phone.page.request.get(f"{api}/{chat}/messages?after=0")).json()
    rows = next(message["buttons"] for message in reversed(messages) if message["buttons"])
    return next(str(button["data"]) for row in rows for button in row if button["text"] == label)


async def forge(phone: Phone, payload: str) -> None:
    """Press with a payload of one's own, as a changed app can."""
    await phone.screen.get_by_role("button", name="Việc với tin này").click()
    sheet = phone.page.get_by_role("dialog")
    await sheet.get_by_role("button", name="Bấm giả mạo…").click()
    await sheet.get_by_label("Dữ liệu nút gửi lên").fill(payload)
    await sheet.get_by_role("button", name="Gửi", exact=True).click()


async def test_a_button_tapped_twice_answers_one_question_only(demo: str, open_page: OpenPage) -> None:
    phone = await asked_how_many_know(await open_page(demo), "Anh Ba")
    await phone.button(MANY).dblclick()
    await phone.sees("Sắp gửi:")
    await phone.never_more("Chép 9 tiếng")


async def test_an_old_button_says_so_and_the_screen_stays(demo: str, open_page: OpenPage) -> None:
    phone = await asked_how_many_know(await open_page(demo), "Anh Tư")
    old = await payload_of(phone, MANY)
    await phone.press("Gửi ngay")
    await phone.sees("Chép 9 tiếng")
    await forge(phone, old)
    await phone.sees(OLD)
    await phone.sees("Chép 9 tiếng")


async def test_a_button_that_is_not_for_a_citizen_is_refused_in_a_sentence(demo: str, open_page: OpenPage) -> None:
    phone = await newcomer(await open_page(demo), "Anh Năm")
    await forge(phone, "a:inbox:all")
    await expect(phone.page.get_by_role("dialog")).to_contain_text("Chỉ cán bộ trực của đơn vị bấm được.")
    await phone.page.keyboard.press("Escape")
    await phone.sees("Cứ nhắn một câu")


async def test_a_sticker_gets_a_sentence_and_the_question_stays(demo: str, open_page: OpenPage) -> None:
    phone = await asked_how_many_know(await open_page(demo), "Anh Sáu")
    await phone.from_menu("Nhãn dán", "👍")
    await phone.sees("Kiểu này ở đây không đọc được.")
    await phone.sees(KNOWN)
    await expect(phone.log.locator(".sticker")).to_have_count(0)
    await expect(phone.messages).to_have_count(1)


async def test_the_quick_exit_leaves_something_harmless_and_no_draft(demo: str, open_page: OpenPage) -> None:
    phone = await asked_how_many_know(await open_page(demo), "Anh Bảy")
    await phone.press("Thoát nhanh")
    await phone.never_more(KNOWN)
    await expect(phone.messages).to_have_count(1)
    await phone.say("/menu")
    await phone.sees("Chọn một mục")
    await expect(phone.button("Việc đang làm dở")).to_have_count(0)


async def focus(page: Page, wanted: Locator, key: str) -> None:
    """Reach something with one key alone."""
    for _ in range(60):
        if await wanted.evaluate("element => element === document.activeElement"):
            return
        await page.keyboard.press(key)
    raise AssertionError(f"the {key} key never reaches {wanted}")


async def test_the_keyboard_alone_reaches_a_receipt(demo: str, open_page: OpenPage) -> None:
    page = await open_page(demo)
    phone = Phone(page, "Bà con")
    await phone.sees("Cứ nhắn một câu")
    await focus(page, phone.frame.get_by_label("Nhắn gì đó"), "Tab")
    await page.keyboard.type(STORY)
    await page.keyboard.press("Enter")
    await phone.sees("Ở khúc nào?")
    await page.keyboard.type("phuong vinh chau")
    await page.keyboard.press("Enter")
    await phone.sees(KNOWN)
    await focus(page, phone.button(MANY), "Shift+Tab")
    await page.keyboard.press("Enter")
    await phone.sees("Sắp gửi:")
    await focus(page, phone.button("Gửi"), "Shift+Tab")
    await page.keyboard.press("Enter")
    assert len((await phone.receipt()).split()) == 9
