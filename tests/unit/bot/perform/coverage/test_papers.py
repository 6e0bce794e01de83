"""A year's report is ordered in chat, comes as a file, is gone later; whoever lost the right meanwhile gets nothing."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
import pytest

from bot.year_papers import YearPapers
from content.terms import Role
from handlers import effects
from handlers.messages import Show
from storage import blobs, jobs
from storage.jobs import Job
from tests.unit.handlers.coverage.staff import behind
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.handlers.triage.chats import Chat
from tests.world import COMMUNE, PROVINCE, World


async def ordered(world: World, chat: Chat, button: str) -> Job | None:
    await chat.command("baocao")
    await chat.press(button)
    async with world.database.write() as rows:
        found = await jobs.claim(rows, world.tools.seals, 10, 60.0, world.now)
    return next((one for one in found if one.kind == "year_paper"), None)


async def delivered(world: World, job: Job | None) -> list[Show]:
    assert job is not None
    assert job.payload is not None
    result = await YearPapers(world.database, world.tools).make(job.payload, world.now)
    async with world.database.write() as rows:
        told = await world.performer.occur(rows, "job.year_paper", {**job.payload, "result": result}, world.now)
    return [post for post in told if isinstance(post, Show)]


async def file_of(world: World, post: Show) -> io.BytesIO:
    file = post.screen.attachment
    assert file is not None
    async with world.database.read() as rows:
        chunks = await blobs.read(rows, bytes.fromhex(file.blob))
    return io.BytesIO(blobs.open_chunks(bytes.fromhex(file.blob), bytes.fromhex(file.key), chunks))


async def test_the_report_comes_as_a_word_file(world: World) -> None:
    commander = await enlisted(world, PROVINCE, 40, Role.COMMANDER)
    (post,) = await delivered(world, await ordered(world, commander, "Báo cáo (Word)"))
    assert post.screen.text == "Báo cáo năm 2025. 15 phút nữa xóa khỏi đây."
    assert post.screen.attachment is not None
    assert post.screen.attachment.name == "bao-cao-2025.docx"
    text = " ".join(paragraph.text for paragraph in docx.Document(await file_of(world, post)).paragraphs)
    assert "2025" in text


async def test_the_rows_behind_it_come_as_an_excel_file(world: World) -> None:
    officer = await enlisted(world, PROVINCE, 40, Role.OUTREACH)
    (post,) = await delivered(world, await ordered(world, officer, "Số liệu (Excel)"))
    assert openpyxl.load_workbook(await file_of(world, post)).sheetnames


async def test_whoever_lost_the_right_meanwhile_gets_nothing(world: World) -> None:
    chief = await world.officer(PROVINCE, 1, Role.HEAD)
    officer = await enlisted(world, PROVINCE, 40, Role.OUTREACH)
    job = await ordered(world, officer, "Báo cáo (Word)")
    gone = await behind(world, 40)
    await world.do(effects.Suspend(gone.id, chief.id))
    (post,) = await delivered(world, job)
    assert post.screen.text == "Chưa làm được báo cáo. Đồng chí thử lại."
    assert post.screen.attachment is None


@pytest.mark.parametrize("payload", ["a:report_make:2025:exe", "a:report_make:2025"])
async def test_a_forged_button_orders_nothing(world: World, payload: str) -> None:
    officer: Any = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    turned = await officer.payload(payload)
    assert turned.effects == []
    assert officer.toast == "Mục đó của lúc trước."
