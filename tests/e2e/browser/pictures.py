"""The pictures of the documents, drawn by the program itself: `make pictures`."""

from __future__ import annotations

import asyncio
import io
import shutil

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.e2e.browser.demo import HOUSE, running_demo
from tests.e2e.browser.phones import Phone, ZaloPhone

FOLDER = HOUSE / "docs" / "pictures"
COLOURS = 96
REST_S = 5.0
"""Passing words are gone by then, and what was drawn in stands still."""
expect.set_options(timeout=60_000)  # a busy machine is slow, not wrong
STORY = "co nguoi ban ma tuy gan cho, toi nao cung co xe toi"


async def draw(page: Page, name: str, phone: Phone | None = None) -> None:
    """One picture of the page, or of one phone."""
    await page.mouse.move(0, 0)
    await asyncio.sleep(REST_S)
    shot = await (phone.frame if phone else page).screenshot()
    file = FOLDER / f"{name}.png"
    Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS).save(file, optimize=True)
    print(f"{file.relative_to(HOUSE)} {file.stat().st_size // 1024} kB")  # noqa: T201  a command says what it did


async def open_page(browser: Browser, address: str, width: int, height: int) -> Page:
    context = await browser.new_context(viewport={"width": width, "height": height}, color_scheme="light")
    page = await context.new_page()
    await page.goto(address)
    return page


async def four_phones(browser: Browser, address: str) -> None:
    """A tip has just come in from Zalo; then its card is taken, it is read, and its citizen asked."""
    page = await open_page(browser, address, 1280, 860)
    zalo = ZaloPhone(page, "Cô Ba")
    officer, group = (Phone(page, name) for name in ("Đ/c Nam", "Nhóm trực Vĩnh Châu"))
    await officer.open_shift()
    await zalo.tell(STORY)
    await zalo.press("Nhiều người biết", "Sửa")
    await zalo.sees("6. Cách trả lời tôi")
    await zalo.say("6")
    await zalo.press("Hỏi lại tại đây")
    await zalo.sees("Trả lời: hỏi lại tại đây")
    await zalo.press("Gửi")
    await zalo.receipt()
    await group.sees("Chưa ai nhận")
    await officer.sees("Chưa ai nhận")
    await draw(page, "phones")
    await zalo.press("Đã chép xong")
    await group.press("Nhận tin")
    await officer.sees("đã nhận")
    await officer.press("Đọc tin")
    await officer.sees(STORY)
    await officer.to_latest()
    await draw(page, "officer", officer)
    await officer.press("Hỏi lại", "Lúc mấy giờ?")
    await zalo.sees("Lúc đó khoảng mấy giờ")
    await draw(page, "zalo", zalo)


async def small_phone(browser: Browser, address: str) -> None:
    """The same bot on a small phone, at the review."""
    page = await open_page(browser, address, 380, 760)
    citizen = Phone(page, "Bà con")
    await citizen.say(STORY)
    await citizen.sees("Ở khúc nào?")
    await citizen.say("phuong vinh chau")
    await citizen.press("Nhiều người biết")
    await citizen.sees("Sắp gửi:")
    await draw(page, "citizen")


async def main() -> None:
    executable = shutil.which("chromium")
    if executable is None:
        raise SystemExit("no Chromium on this machine: apt-get install chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running_demo() as address:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
            await four_phones(browser, address)
            await small_phone(browser, address)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
