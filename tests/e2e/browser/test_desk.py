"""The officer's phone in a browser: the keypad, the empty inbox, and a small screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from tests.e2e.browser.phones import OPEN_SHIFT, Phone

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Awaitable[Page]]
NARROW = {"width": 380, "height": 760}
FITS = "element => element.scrollWidth <= element.clientWidth && element.getBoundingClientRect().right <= innerWidth"


async def keys_of(officer: Phone) -> list[str]:
    await officer.sees("bấm PIN 6 số")
    labels = await officer.screen.get_by_role("button").all_inner_texts()
    return [label for label in labels if label.isdigit()]


async def test_keys_move_dots_are_all_that_shows_and_an_empty_inbox_says_so(demo: str, open_page: OpenPage) -> None:
    officer = Phone(await open_page(demo), "Đ/c Nam")
    orders = []
    for _ in range(2):
        await officer.press(OPEN_SHIFT)
        orders.append(await keys_of(officer))
        await officer.press("Thoát")
        await officer.never_more("bấm PIN 6 số")
    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1]) == list("0123456789")
    await officer.open_shift()
    await officer.told("●●●●●●")
    await officer.press("Hộp tin")
    await officer.sees("Đơn vị không còn tin mở.")
    await officer.press("Bàn trực", "Khóa ca")
    await officer.sees("Đã khóa ca.")


async def test_on_a_narrow_screen_everything_fits_and_a_tip_is_sent(demo: str, open_page: OpenPage) -> None:
    page = await open_page(demo, viewport=NARROW)
    citizen = Phone(page, "Bà con")
    await citizen.report("co nguoi ban ma tuy gan cho")
    for button in await citizen.log.locator(".inline").all():
        assert await button.evaluate(FITS), await button.inner_text()
    await page.get_by_role("tab", name="Đ/c Nam").click()
    officer = Phone(page, "Đ/c Nam")
    await expect(citizen.frame).to_be_hidden()
    await officer.open_shift()
    await officer.sees("1 tin chờ")
    assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
