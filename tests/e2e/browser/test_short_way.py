"""The shortest way of a tip, in a real browser, on what `make demo` starts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from tests.e2e.browser.phones import COPIED, WIPE, newcomer, pass_time

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Awaitable[Page]]
STORY = "co nguoi ban ma tuy gan cho"


async def test_a_line_without_diacritics_reaches_a_receipt_in_four_exchanges(demo: str, open_page: OpenPage) -> None:
    phone = await newcomer(await open_page(demo), "Cô Tư")
    await phone.say(STORY)
    await phone.say("phuong vinh chau")
    await phone.press("Nhiều người biết")
    await phone.press("Gửi")
    assert len((await phone.receipt()).split()) == 9
    await expect(phone.messages).to_have_count(1)
    await expect(phone.screen.get_by_text(STORY)).to_have_count(0)
    await expect(phone.log.locator(".mine")).to_have_count(0)


async def test_after_the_receipt_is_copied_the_wipe_leaves_nothing_in_the_chat(demo: str, open_page: OpenPage) -> None:
    page = await open_page(demo)
    phone = await newcomer(page, "Cô Năm")
    receipt = await phone.report(STORY)
    await phone.press(COPIED)
    await phone.never_more(" – ".join(receipt.split()[:3]))
    await phone.press(WIPE)
    await phone.sees("Xong")
    await pass_time(page)
    await expect(phone.messages).to_have_count(0)
