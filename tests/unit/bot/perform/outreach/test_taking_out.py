"""A run's figures over real rows: on the screen, and as a table whose sums are recomputed from its own lines."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from bot.result_sheets import ResultSheets
from content.terms import PersonState, Role
from handlers import effects
from handlers.messages import Show
from handlers.outreach.copies import code_of
from storage import audit, blobs, heard, jobs, subscriptions
from storage.heard import Copy, presser
from storage.jobs import Job
from storage.mailing import Message, Question
from tests.sendings import group, person, run_sent
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.handlers.triage.chats import Chat
from tests.world import COMMUNE, NEIGHBOUR, PROVINCE, World

QUIZ = Question("Ai mời kẹo lạ thì sao?", ("Từ chối", "Thử một viên"), 0, "Kẹo lạ có thể tẩm chất cấm.")
MESSAGE = Message({"vi": "Kẹo lạ: đừng thử."}, questions={"vi": QUIZ})
OUTCOMES = ("sent", "sent", "unknown", "failed", "skipped", "sent", "sent")


async def held(world: World) -> bytes:
    """A run to five groups and two people; in the groups 12, 7 and 2 people answered, most of them rightly."""
    area = world.area(COMMUNE)
    to = [*(group(f"-{number}", area=area, title=f"=Nhóm {number}") for number in range(1, 6)),
          *(person(number, area=area) for number in (701, 702))]  # fmt: skip
    run_id, ids = await run_sent(world, MESSAGE, to, outcomes=OUTCOMES)
    async with world.database.write() as rows:
        for number, (members, answers) in enumerate(((40, 12), (30, 7), (25, 2), (20, 0), (10, 0))):
            await subscriptions.set_members(rows, ids[number], members, world.now)
            for user in range(answers):
                copy = Copy(run_id, ids[number], "group", "vi", area, world.now)
                who = presser(world.keyring, copy, "telegram", f"{number}.{user}", world.now)
                assert who is not None
                await heard.seen(rows, copy, who)
                await heard.answer(rows, copy, who, int(user == 1), user != 1)
    return run_id


async def ordered(world: World, chat: Chat, run_id: bytes) -> Job | None:
    await chat.payload(f"a:sheet:{code_of(run_id)}")
    async with world.database.write() as rows:
        found = await jobs.claim(rows, world.tools.seals, 10, 60.0, world.now)
    return next((one for one in found if one.kind == "result_sheet"), None)


async def delivered(world: World, job: Job) -> list[Any]:
    assert job.payload is not None
    result = await ResultSheets(world.database, world.tools).make(job.payload, world.now)
    async with world.database.write() as rows:
        return await world.performer.occur(rows, "job.result_sheet", {**job.payload, "result": result}, world.now)


async def book_of(world: World, post: Show) -> Any:
    file = post.screen.attachment
    assert file is not None
    async with world.database.read() as rows:
        chunks = await blobs.read(rows, bytes.fromhex(file.blob))
    plain = blobs.open_chunks(bytes.fromhex(file.blob), bytes.fromhex(file.key), chunks)
    return openpyxl.load_workbook(io.BytesIO(plain))


async def test_the_table_adds_up_to_its_own_lines_and_hides_small_groups(world: World) -> None:
    run_id = await held(world)
    chat = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    job = await ordered(world, chat, run_id)
    assert job is not None
    (post,) = await delivered(world, job)
    assert post.screen.text == "Bảng kết quả đợt gửi này. Sau 15 phút bảng không còn ở đây."
    book = await book_of(world, post)
    figures = {row[0].value: row[1].value for row in list(book["Tổng hợp"].rows)[2:]}
    heads, *rows = ([cell.value for cell in row] for row in list(book["Từng nơi"].rows)[1:])
    *places, hidden, last = (dict(zip(heads, row, strict=True)) for row in rows)
    assert len(places) == 6  # two people of one commune are one line
    for column in ("Số bản", "Đã xem", "Trả lời"):
        assert sum(one[column] or 0 for one in places) == last[column]
    assert [one["Đúng"] for one in places if one["Trả lời"]] == [11, "…", "…"]
    assert 11 + hidden["Đúng"] == last["Đúng"] == figures["Trả lời đúng"] == 18
    assert (last["Số bản"], last["Trả lời"]) == (figures["Số bản"], figures["Trả lời"]) == (7, 21)
    counted = {one["Trạng thái"]: 0 for one in places}
    for one in places:
        counted[one["Trạng thái"]] += one["Số bản"]
    assert {name: figures[name] for name in counted} == counted
    assert all(row[2].value for row in list(book["Tổng hợp"].rows)[2:])  # each figure says what it counts


async def test_the_screen_says_the_same_and_what_each_figure_counts(world: World) -> None:
    run_id = await held(world)
    chat = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    await chat.payload(f"a:result:{code_of(run_id)}")
    assert "Số bản gửi: 7" in chat.main
    assert "Bấm Đã xem: 21 người" in chat.main
    assert "Trả lời đúng: 18 (86%)" in chat.main
    await chat.press("Cách tính")
    assert "mỗi người một lần" in chat.main
    await chat.press("Quay lại")
    await chat.press("Xuất bảng")
    assert chat.main.startswith("Đang làm bảng")


async def test_whoever_lost_the_right_meanwhile_gets_nothing(world: World) -> None:
    run_id = await held(world)
    chat = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    job = await ordered(world, chat, run_id)
    assert job is not None
    assert job.payload is not None
    await world.do(effects.Suspend(job.payload["officer"], job.payload["officer"], PersonState.LEFT))
    (post,) = await delivered(world, job)
    assert post.screen.attachment is None
    async with world.database.read() as rows:
        assert [line.action async for _seq, line, _mac in audit.read(rows)].count("sending exported") == 0


@pytest.mark.parametrize(("station", "may"), [(PROVINCE, True), (COMMUNE, True), (NEIGHBOUR, False)])
async def test_a_sending_is_seen_by_its_unit_and_the_province_alone(world: World, station: str, may: bool) -> None:
    run_id = await held(world)
    chat = await enlisted(world, station, 40, Role.COMMANDER)
    assert (await ordered(world, chat, run_id) is not None) is may
    await chat.payload(f"a:result:{code_of(run_id)}")
    assert ("Số bản gửi: 7" in chat.main) is may
