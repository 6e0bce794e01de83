"""Prevention in a browser: a school's group agrees, a quiz is written, approved and sent, and the group answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from content import library, outreach
from content.library.terms import Audience
from tests.e2e.browser.phones import Phone, close, newcomer, open_trainer, out_of_drawer

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Awaitable[Page]]
VIETNAM = timezone(timedelta(hours=7))
GROUP = "Lớp 3A Hoa Sen"
SCHOOL = "Trường Tiểu học Hoa Sen"


async def to_a_sending_day(page: Page) -> date:
    """Eight in the morning of the next day on which groups are written to."""
    now = datetime.now(VIETNAM)
    day = now.date() + timedelta(days=now.hour >= 8)
    trainer = await open_trainer(page)
    while True:
        await trainer.get_by_role("button", name="Tới 08:00").click()
        await expect(page.locator("#clock")).to_contain_text(f"{day:%d/%m/%Y}")
        if not outreach.shipped().why(day):
            break
        day += timedelta(days=1)
    await close(trainer)
    return day


async def group_opens_the_link(page: Page, admin: Phone) -> None:
    """Whoever runs a group makes it, and opens the school's link on their own phone."""
    trainer = await open_trainer(page)
    await trainer.get_by_role("button", name="Tạo nhóm").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("Tên nhóm").fill(GROUP)
    await sheet.get_by_label("Người lập nhóm").select_option(label="Út")
    await sheet.get_by_label("Có bot trong nhóm").uncheck()
    await sheet.get_by_role("button", name="Thêm", exact=True).click()
    # a phone offers only the groups that it has heard of
    await expect(admin.frame.get_by_role("tab", name=GROUP)).to_be_attached()
    await trainer.get_by_label("Mở trên máy").select_option(label=admin.owner)
    await trainer.get_by_role("button", name="Mở", exact=True).click()
    await page.get_by_role("dialog").get_by_role("button", name=GROUP).click()
    await close(trainer)
    await admin.tab(GROUP)


async def joins(page: Page, name: str) -> Phone:
    """Somebody new in the group, who looks at it."""
    phone = await newcomer(page, name)
    trainer = await open_trainer(page)
    await trainer.get_by_role("combobox", name="Người", exact=True).select_option(label=name)
    await trainer.get_by_role("combobox", name="Nhóm", exact=True).select_option(label=GROUP)
    await trainer.get_by_role("button", name="Vào nhóm").click()
    await close(trainer)
    await phone.tab(GROUP)
    return phone


async def open_desk(officer: Phone) -> None:
    """The desk of prevention, below what was typed: no longer the message that was the newest before."""
    before = await officer.screen.element_handle()
    await officer.say("/tuyentruyen")
    another = "([chat, before]) => [...chat.querySelectorAll('article, [role=article]')].at(-1) !== before"
    await officer.page.wait_for_function(another, arg=[await officer.log.element_handle(), before])
    await expect(officer.screen).to_contain_text("Tuyên truyền ·")


async def told_once(phone: Phone, text: str) -> None:
    """A sheet that waits to be closed says this."""
    sheet = phone.page.get_by_role("dialog")
    await expect(sheet).to_contain_text(text)
    await phone.page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)


async def test_a_group_agrees_a_quiz_is_approved_and_its_answers_are_counted_once(
    demo: str, open_page: OpenPage, tmp_path: Path
) -> None:
    page = await open_page(demo, viewport={"width": 1280, "height": 900})
    day = await to_a_sending_day(page)
    _piece, words = library.shipped().offered(Audience.PARENTS, "vi", day)[0]
    assert words.quiz
    right, wrong = words.quiz.options[words.quiz.right], words.quiz.options[words.quiz.right - 1]

    admin = Phone(page, "Bà con")
    await group_opens_the_link(page, admin)
    await admin.sees(f"cho {SCHOOL}?")
    await page.screenshot(path=tmp_path / "1-asked.png")
    await admin.press("Xem thử 1 bài")
    await admin.sees("Bài sẽ giống vầy:")
    await admin.press("Đồng ý nhận")
    await admin.sees(f"Bài cho {SCHOOL} sẽ gửi vào đây.")
    neighbour = await joins(page, "Chị Hai")
    await page.screenshot(path=tmp_path / "2-agreed.png")

    author = await out_of_drawer(page, "Đ/c Mai")
    await open_desk(author)
    await author.press("Soạn đợt mới", "Bài có sẵn", "Cha mẹ")
    await author.sees(words.title)
    await author.press("1", "Kèm câu hỏi", "Mọi nơi đã nhận", "Ngay khi duyệt")
    await author.sees("Nhận được lúc này: Nhóm: 2")
    await author.press("Xong")
    await author.sees("Đang soạn")
    await page.screenshot(path=tmp_path / "3-draft.png")
    await author.press("Xem trước")
    await author.sees(words.quiz.question)
    await author.press("Gửi duyệt")
    await author.sees("Đã gửi duyệt.")

    chief = await out_of_drawer(page, "Đ/c Phúc")
    await Phone(page, "Đ/c Nam").sees("Mai xin duyệt")
    await open_desk(chief)
    await chief.press("Chờ duyệt: 1")
    await chief.press("1")
    await chief.sees("Gửi cho: Phường Vĩnh Châu")
    await page.screenshot(path=tmp_path / "4-before-approval.png")
    await chief.button("Duyệt").dblclick()
    await told_once(chief, "Đợt này đã thay đổi.")
    await chief.sees("Người duyệt: Phúc")
    await author.sees("Đã xong: 2 tới nơi")
    await page.screenshot(path=tmp_path / "5-sent.png")

    await admin.to_latest()
    await page.screenshot(path=tmp_path / "6-in-the-group.png")
    await admin.press("Đã xem")
    await admin.told("Cảm ơn bạn đã xem.")
    await admin.press("Đã xem")
    await admin.press(wrong)
    await told_once(admin, f"Chưa đúng. Câu đúng: “{right}”.")
    await admin.press(right)
    await told_once(admin, "Bạn đã trả lời rồi, câu đầu được tính.")
    await neighbour.press("Đã xem", right)
    await told_once(neighbour, words.quiz.explanation)

    await author.press("Kết quả")
    await author.sees("Số bản gửi: 2")
    await author.sees("Bấm Đã xem: 2 người")
    await author.sees("Trả lời: 2 người")
    await author.to_latest()
    await page.screenshot(path=tmp_path / "7-results.png")
