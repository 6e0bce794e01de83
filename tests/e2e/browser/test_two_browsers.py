"""A photo and a voice note on their way to the officer, a question on its way back, and a second browser that looks it up."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable

import piexif
import pytest
from PIL import Image
from playwright.async_api import Page, expect

from tests.e2e.browser.files import MARK, photo, voice
from tests.e2e.browser.phones import COPIED, Phone, newcomer, pass_time

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Awaitable[Page]]
STORY = "tu tap hut chich trong nha hoang"
CITIZEN, OFFICER, GROUP = "Bà con", "Đ/c Nam", "Nhóm trực Vĩnh Châu"


async def tell(citizen: Phone) -> str:
    """A photo, a voice note, a line, a place; asked back here. Returns the nine syllables."""
    await citizen.attach("Ảnh", photo())
    await citizen.sees("Ở khúc nào?")
    await citizen.attach("Tệp ghi âm", voice())
    await citizen.sees("Đã thêm vào lời kể.")
    await citizen.say(STORY)
    await citizen.say("cho vinh chau")
    await citizen.press("Đổi giọng", "Không đoán ra", "Nhiều người biết")
    await citizen.sees("2 tệp")
    await citizen.press("Sửa", "Cách trả lời tôi", "Hỏi lại tại đây")
    await citizen.sees("Sắp gửi:")
    await citizen.press("Gửi")
    return await citizen.receipt()


async def fetched(phone: Phone, selector: str) -> bytes:
    """The bytes of a picture as they reached this phone."""
    address = await phone.log.locator(selector).last.evaluate("element => element.src")
    return await (await phone.page.request.get(address)).body()


async def test_a_tip_with_a_photo_and_a_voice_is_read_asked_about_answered_and_looked_up_elsewhere(
    demo: str, open_page: OpenPage
) -> None:
    page = await open_page(demo)
    citizen, officer, group = Phone(page, CITIZEN), Phone(page, OFFICER), Phone(page, GROUP)

    await officer.open_shift()
    receipt = await tell(citizen)
    await expect(citizen.log.locator(".mine, img, audio")).to_have_count(0)
    await citizen.press(COPIED, "Để sau")

    await group.sees("Tụ tập sử dụng")
    await group.never_more("nha hoang")
    await group.press("Nhận tin")
    await group.sees("Đồng chí Nam đã nhận.")
    await officer.sees("Đồng chí Nam đã nhận.")
    card = await officer.messages.last.element_handle()
    await group.press("Đọc ở chat riêng")
    assert card is not None
    await card.wait_for_element_state("hidden")  # it comes anew at the end of the chat
    await officer.press("Đọc tin")
    await officer.sees("Tin chưa kiểm chứng.")
    await officer.sees(STORY)
    await expect(officer.log.locator("audio")).to_have_count(1)
    await officer.press("Đang che. Bấm để xem.")
    await expect(officer.log.locator(".photo img").last).to_be_visible()
    picture = await fetched(officer, ".photo img")
    assert Image.open(io.BytesIO(picture)).size == (640, 480)
    assert not any(piexif.load(picture).values())
    assert MARK.encode() not in picture

    await officer.press("Hỏi lại", "Lúc mấy giờ?")
    await officer.sees("Đã gửi câu hỏi.")
    await citizen.sees("Lúc đó khoảng mấy giờ")
    await citizen.press("Trả lời")
    await citizen.say("chung 8 gio toi, toi nao cung co")
    await citizen.press("Xong")
    await citizen.sees("Đã thêm. Cảm ơn bạn.")
    await officer.press("Đọc tin")
    await officer.sees("chung 8 gio toi")

    await officer.press("Hỏi lại", "Mấy người?")
    await officer.sees("Đã gửi câu hỏi.")
    elsewhere = await newcomer(await open_page(demo), "Chị Hai")
    await elsewhere.press("Xem trả lời")
    await elsewhere.say(receipt.upper())
    await elsewhere.sees("Đã nhận.")
    await elsewhere.sees("Lúc đó khoảng mấy người")
    await elsewhere.never_more(STORY)
    await elsewhere.press("Đóng lại", "Thêm…", "Xóa hết")
    await elsewhere.sees("Điều đã gửi thì vẫn đã gửi.")
    await elsewhere.press("Xóa hết")
    await elsewhere.sees("Xong.")
    await pass_time(elsewhere.page)
    await expect(elsewhere.messages).to_have_count(0)
