"""A shift on an officer's small phone: from the PIN over the book and the papers to the hand-over, and the lock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page

from tests.e2e.browser.phones import Phone
from tests.e2e.browser.test_desk import FITS, NARROW

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Awaitable[Page]]
STORY = "co nguoi ban ma tuy gan cho, xe 83H1-223.45"


async def fits(officer: Phone) -> None:
    """Every button can be read and pressed, and nothing is wider than the phone."""
    for button in await officer.log.locator(".inline:visible").all():
        assert await button.evaluate(FITS), await button.inner_text()
    assert await officer.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


async def test_from_the_pin_to_the_hand_over_on_a_small_phone(demo: str, open_page: OpenPage) -> None:
    page = await open_page(demo, viewport=NARROW)
    await Phone(page, "Bà con").report(STORY)
    await page.get_by_role("tab", name="Đ/c Nam").click()
    officer = Phone(page, "Đ/c Nam")
    await officer.open_shift()
    await officer.sees("1 tin chờ")
    await officer.press("Hộp tin")
    await officer.sees("Tin của đơn vị: 1 tin")
    await fits(officer)

    await officer.log.get_by_role("button", name="T-").last.click()
    await officer.press("Nhận tin", "Đọc tin")
    await officer.sees(STORY)
    await officer.press("Vào sổ")
    await officer.sees("Việc kế: phân loại.")
    await officer.press("Phân loại", "Tin báo (chưa rõ người báo)")
    await officer.sees("đã ghi, Phân loại.")
    await fits(officer)

    await officer.press("Xuất hồ sơ", "Hồ sơ nén ZIP")
    await officer.sees("Mật khẩu của")
    await officer.press("Có dấu hiệu tội phạm")
    await officer.sees("Việc kế: chuyển cơ quan điều tra.")
    await officer.press("Chuyển CQĐT", "Hôm nay")
    await officer.sees("Chuyển đến đâu?")
    await officer.press("1")
    await officer.sees("Từ đó ở đây chỉ còn ghi ngày và kết quả.")
    await fits(officer)
    await officer.press("Chuyển CQĐT")
    await officer.sees("đã ghi, Chuyển CQĐT.")

    await officer.press("Khóa ca")
    await officer.sees("Đã khóa ca.")
    await officer.never_more(STORY)
    await officer.never_more("Mật khẩu của")
