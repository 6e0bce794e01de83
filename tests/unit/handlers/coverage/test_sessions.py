"""A session is written down by tapping, accepted by somebody else, and only then covers its place; a returned one does not."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime

import pytest

from content.coverage_terms import SessionKind, SessionState
from content.library.terms import Audience, Theme
from content.outreach_terms import TargetKind
from content.terms import Role
from handlers.coverage.effects import CloseYear, DecideSession, RecordSession
from storage import sessions, targets, years
from storage.sessions import Held, Session
from storage.targets import Target
from tests.unit.handlers.coverage.staff import behind
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.handlers.triage.chats import Chat
from tests.world import COMMUNE, NEIGHBOUR, PROVINCE, World

NOW = datetime(2025, 11, 10, 3, tzinfo=UTC).timestamp()
PLAN, DAY = "soc-trang-2022-2025", date(2025, 11, 10)


@pytest.fixture
async def officer(world: World) -> Chat:
    """An outreach officer of the commune, in November; two schools there."""
    world.now = NOW
    some = [
        Target(name, TargetKind.SCHOOL, f"Trường {label}", world.area(COMMUNE), Audience.PARENTS, date(2022, 1, 1))
        for name, label in (("hoa-sen", "Hoa Sen"), ("bong-trang", "Bông Trang"))
    ]
    async with world.database.write() as rows:
        await targets.save(rows, world.keyring, some)
    return await enlisted(world, COMMUNE, 40, Role.OUTREACH)


async def recorded(chat: Chat, place: str = "hoa-sen") -> None:
    await chat.payload("a:session_new")
    await chat.say(place)
    await chat.press("Hôm nay")
    await chat.press("Nói chuyện")
    await chat.say("45")
    await chat.press("Phụ nữ")
    await chat.press("Ma túy tổng hợp")


async def only(world: World) -> Session:
    async with world.database.read() as rows:
        (found,) = await sessions.waiting(rows, world.keyring, None)
    return found


async def held(world: World) -> dict[str, Held]:
    async with world.database.read() as rows:
        return dict(await sessions.counted(rows, date(2025, 1, 1), date(2026, 1, 1)))


def made(author: str, *, day: date = DAY, people: int = 45) -> Session:
    return Session(
        secrets.token_hex(16), "hoa-sen", SessionKind.TALK, day, people, Audience.WOMEN, Theme.SYNTHETIC, COMMUNE, author, NOW
    )  # fmt: skip


async def test_a_session_covers_its_school_once_another_officer_has_accepted_it(world: World, officer: Chat) -> None:
    await recorded(officer)
    assert "Trường Hoa Sen · 10/11/2025 · Nói chuyện · 45 người" in officer.main
    await officer.command("phu")
    assert "trường học: 0/2" in officer.main
    await officer.press("K2b: 2")
    assert "Trường Hoa Sen (hoa-sen): có buổi chờ người thứ hai duyệt" in officer.main
    second = await enlisted(world, PROVINCE, 41, Role.OUTREACH)
    await second.command("kehoach")
    await second.press("Buổi chờ duyệt: 1")
    await second.press("1")
    await second.press("Duyệt")
    assert await held(world) == {"hoa-sen": Held(1, 1)}
    await officer.command("phu")
    assert "trường học: 1/2" in officer.main
    await officer.press("K2b: 1")
    assert "buổi đã làm 1, đã duyệt 1" in officer.main


async def test_nobody_accepts_their_own_session(world: World, officer: Chat) -> None:
    await recorded(officer)
    one = await only(world)
    await officer.payload(f"a:session:{one.id}")
    assert "phải do người khác duyệt" in officer.main
    assert "Duyệt" not in officer.labels()
    await officer.payload(f"a:session_ok:{one.id}")
    assert officer.toast == "Buổi của đồng chí phải do người khác duyệt."
    await world.do(DecideSession(one.id, one.author, SessionState.ACCEPTED))
    assert await held(world) == {"hoa-sen": Held(1, 0)}


async def test_a_returned_session_counts_for_nothing_and_its_author_reads_why(world: World, officer: Chat) -> None:
    await recorded(officer)
    one = await only(world)
    second = await enlisted(world, PROVINCE, 41, Role.OUTREACH)
    await second.payload(f"a:session:{one.id}")
    await second.press("Trả lại")
    await second.say("Danh sách ký có 15 người")
    assert "Đã trả lại: Trường Hoa Sen" in second.main
    assert await held(world) == {}


async def test_whoever_wrote_it_down_reads_what_is_wrong(world: World, officer: Chat) -> None:
    await recorded(officer)
    one = await only(world)
    await enlisted(world, PROVINCE, 41, Role.OUTREACH)
    second = await behind(world, 41)
    posts = await world.do(DecideSession(one.id, second.id, SessionState.RETURNED, "Danh sách ký có 15 người"))
    officer.show(posts)
    assert "Danh sách ký có 15 người" in officer.shown[f"session_{one.id[:8]}"].text
    assert officer.labels(f"session_{one.id[:8]}") == ["Ghi buổi đã làm"]


async def test_the_neighbour_sees_nothing_of_it(world: World, officer: Chat) -> None:
    await recorded(officer)
    neighbour = await enlisted(world, NEIGHBOUR, 42, Role.OUTREACH)
    await neighbour.payload("a:sessions:0")
    assert neighbour.main == "0 buổi chờ duyệt."
    await neighbour.payload(f"a:session_ok:{(await only(world)).id}")
    assert neighbour.toast == "Buổi đó không thuộc đơn vị mình."


async def test_wrong_answers_get_a_plain_sentence_and_the_question_stays(officer: Chat) -> None:
    await officer.payload("a:session_new")
    await officer.say("chỗ kia")
    assert "Không có nơi nào tên hay mã đó" in officer.main
    await officer.say("bông trang")
    await officer.press("1. Trường Bông Trang")
    await officer.say("11/11/2025")
    assert "Ngày đó chưa tới" in officer.main
    await officer.say("31/12/2021")
    assert "Ngày đó chưa có" in officer.main
    await officer.press("Hôm qua")
    await officer.press("Hội thi")
    for typed in ("0", "1000000", "nhiều lắm"):
        await officer.say(typed)
        assert "từ 1 tới 20.000" in officer.main


async def test_the_same_session_twice_is_asked_about(world: World, officer: Chat) -> None:
    await recorded(officer)
    await recorded(officer)
    assert "đã ghi một buổi như vậy" in officer.main
    await officer.press("Không, bỏ đi")
    assert await held(world) == {"hoa-sen": Held(1, 0)}


async def test_what_bad_networks_send_twice_is_there_once(world: World, officer: Chat) -> None:
    one = made((await behind(world, 40)).id)
    await world.do(RecordSession(one))
    await world.do(RecordSession(one))
    assert await held(world) == {"hoa-sen": Held(1, 0)}


async def test_a_forged_day_or_number_is_not_written_down(world: World, officer: Chat) -> None:
    author = (await behind(world, 40)).id
    await world.do(RecordSession(made(author, day=date(2025, 11, 11))))
    await world.do(RecordSession(made(author, people=1_000_000)))
    assert await held(world) == {}


async def test_a_closed_year_takes_no_session_and_decides_none(world: World, officer: Chat) -> None:
    await recorded(officer)
    one = await only(world)
    second = await enlisted(world, PROVINCE, 41, Role.OUTREACH)
    async with world.database.write() as rows:
        await years.close(rows, PLAN, 2025, one.author, {}, world.now)
    await world.do(DecideSession(one.id, (await behind(world, 41)).id, SessionState.ACCEPTED))
    await world.do(RecordSession(made(one.author)))
    assert await held(world) == {"hoa-sen": Held(1, 0)}
    await second.payload("a:session_new")
    await second.say("hoa-sen")
    await second.press("Hôm nay")
    assert second.main == "Năm của ngày đó đã khóa."


async def test_a_year_is_not_closed_while_a_session_waits(world: World, officer: Chat) -> None:
    await recorded(officer)
    await enlisted(world, PROVINCE, 43, Role.COMMANDER)
    world.now = datetime(2026, 1, 10, 3, tzinfo=UTC).timestamp()
    await world.do(CloseYear((await behind(world, 43)).id, PLAN, 2025))
    async with world.database.read() as rows:
        assert await years.closed_at(rows, PLAN, 2025) is None
