"""A tip from a phone with Zalo, on what `make demo` starts: read, asked about, answered, ended, looked up on Telegram."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from tests.e2e.browser.phones import COPIED, KNOWS, Phone, ZaloPhone, pass_time, zalo_newcomer

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Awaitable[Page]]
STORY = "co nguoi ban ma tuy gan cho"
ZALO, CITIZEN, OFFICER, GROUP = "Cô Ba", "Bà con", "Đ/c Nam", "Nhóm trực Vĩnh Châu"
KNOWN, MANY = "chuyện này có nhiều người biết không", "Nhiều người biết"
EARLIER = "Mục đó của lúc trước."
NARROW = {"width": 380, "height": 760}


async def test_a_tip_from_zalo_is_answered_there_and_looked_up_on_telegram(demo: str, open_page: OpenPage) -> None:
    page = await open_page(demo)
    zalo = ZaloPhone(page, ZALO)
    citizen, officer, group = (Phone(page, name) for name in (CITIZEN, OFFICER, GROUP))

    await officer.open_shift()
    await zalo.tell(STORY)
    await zalo.press(MANY, "Sửa")
    await zalo.sees("6. Cách trả lời tôi")
    await zalo.say("6")
    await zalo.press("Hỏi lại tại đây")
    await zalo.sees("Trả lời: hỏi lại tại đây")
    await zalo.press("Gửi")
    receipt = await zalo.receipt()
    await zalo.press(COPIED)
    await zalo.sees("Zalo không cho ai xóa giùm")

    await group.sees("Chưa ai nhận.")
    await group.never_more(STORY)
    await group.press("Nhận tin")
    await group.sees("Đồng chí Nam đã nhận.")
    await officer.press("Đọc tin")
    await officer.sees(STORY)
    await officer.press("Hỏi lại", "Lúc mấy giờ?")
    await officer.sees("Đã gửi câu hỏi.")
    await officer.sees("Đang chờ người báo trả lời.")

    await zalo.sees("Lúc đó khoảng mấy giờ")
    await zalo.press("Trả lời", KNOWS)
    await zalo.sees("Bấm câu đúng, hoặc gõ vài chữ.")
    await zalo.say("chung 8 gio toi, toi nao cung co")
    await zalo.press("Xong")
    await zalo.sees("Đã thêm. Cảm ơn bạn.")
    await officer.never_more("Đang chờ người báo trả lời.")
    await officer.press("Đọc tin")
    await officer.sees("chung 8 gio toi")
    await officer.press("Vào sổ")
    await officer.sees("Việc kế: phân loại.")
    await officer.press("Kết thúc tin", "Đã xử lý ngay")
    await officer.press("Hôm nay")
    await officer.sees("Vì sao? Đồng chí ghi vài chữ")
    await officer.say("da giai tan")
    await officer.sees("Ở đây không mở lại được.")
    await officer.press("Kết thúc tin")

    await citizen.press("Xem trả lời")
    await citizen.say(receipt)
    await citizen.sees("Đã nhận.")
    await citizen.never_more(STORY)
    await citizen.press("Đóng lại")
    await pass_time(page, "Tới 08:00")
    await citizen.press("Xem trả lời")
    await citizen.say(receipt.upper())
    await citizen.sees("Đã xong. Cảm ơn bạn.")


async def test_taps_that_come_twice_or_late_and_stickers_leave_the_question_standing(
    demo: str, open_page: OpenPage
) -> None:
    phone = await zalo_newcomer(await open_page(demo), "Chú Năm")
    await phone.tell(STORY)
    await phone.button(MANY).dblclick()
    await phone.sees(EARLIER)
    await phone.sees("Sắp gửi:")
    await phone.button("Ít người biết").click()
    await expect(phone.log.get_by_text(EARLIER)).to_have_count(2)
    await phone.from_menu("Nhãn dán", "👍")
    await phone.sees("Kiểu này ở đây không đọc được.")
    await phone.say("99")
    await phone.sees("Bạn bấm một dòng, hoặc gõ số")
    await phone.never_more("Chép 9 tiếng")
    await phone.press("Gửi")
    await phone.receipt()


async def test_a_code_that_opens_nothing_gets_a_sentence_and_the_menu_is_a_way_out(
    demo: str, open_page: OpenPage
) -> None:
    phone = await zalo_newcomer(await open_page(demo), "Chú Sáu")
    await phone.press("Xem trả lời")
    await phone.say("khong nho")
    await phone.sees("Không thấy. Xem lại từng tiếng.")
    await phone.frame.get_by_role("button", name="Bắt đầu", exact=True).click()
    await phone.sees("Chọn một mục, hoặc cứ nhắn một câu.")


async def test_on_a_narrow_screen_the_keyboard_alone_tells_by_zalo(demo: str, open_page: OpenPage) -> None:
    page = await open_page(demo, viewport=NARROW)
    phone = await zalo_newcomer(page, "Chị Bảy")
    await phone.frame.get_by_label("Nhắn gì đó").focus()
    for typed, answer in (
        (STORY, "Ai quản lý trang Zalo này"),
        ("1", "Ở khúc nào?"),
        ("phuong vinh chau", KNOWN),
        ("2", "Sắp gửi:"),
        ("1", "Chép 9 tiếng"),
    ):
        await page.keyboard.type(typed)
        await page.keyboard.press("Enter")
        await phone.sees(answer)
    assert len((await phone.receipt()).split()) == 9
    assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


async def test_the_phone_without_buttons_comes_out_of_the_drawer_and_goes_back(demo: str, open_page: OpenPage) -> None:
    page = await open_page(demo)
    phone = Phone(page, "Cô Tư")
    await expect(phone.frame).to_have_count(0)
    await page.get_by_role("button", name="Thêm máy").click()
    await page.get_by_role("dialog").get_by_role("button", name="Cô Tư").click()
    await phone.sees("1. Gửi tin")
    await expect(phone.log.locator(".inline")).to_have_count(0)
    await phone.say("1")
    await phone.sees("Bạn thấy gì?")
    await phone.frame.get_by_role("button", name="Việc khác của máy này").click()
    await page.get_by_role("dialog").get_by_role("button", name="Cất máy này").click()
    await expect(phone.frame).to_have_count(0)
    await page.get_by_role("button", name="Thêm máy").click()
    await page.get_by_role("dialog").get_by_role("button", name="Cô Tư").click()
    await phone.sees("Bạn thấy gì?")
