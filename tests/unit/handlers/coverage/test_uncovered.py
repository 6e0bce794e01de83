"""/phu: the figure, what is not covered with its one reason, the cure; read by the fixed list or through the reform."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from content.coverage_terms import Lack
from content.library.terms import Audience
from content.outreach_terms import RelayAnswer, SubscriptionKind, TargetKind
from content.terms import Role
from handlers.coverage.count_rules import lack
from storage import heard, relays, sets, subscriptions, targets
from storage.heard import Copy
from storage.mailing import Message
from storage.reached import Reached, Ways
from storage.sets import Member, TargetSet
from storage.subscriptions import Wanted
from storage.targets import Target
from tests.sendings import group, run_sent
from tests.unit.handlers.coverage.staff import behind
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.handlers.triage.chats import Chat
from tests.world import COMMUNE, PROVINCE, World

OCTOBER = datetime(2025, 10, 31, 3, tzinfo=UTC).timestamp()
NAMES = ("truong-a", "truong-b", "truong-c", "truong-d", "truong-e")


@pytest.fixture
async def officer(world: World) -> Chat:
    """In October; five schools: confirmed, only sent, a group without a message, a contact, nothing."""
    world.now = OCTOBER
    schools = [
        Target(
            name, TargetKind.SCHOOL, f"Trường {name[-1].upper()}", world.area(COMMUNE), Audience.PARENTS,
            date(2022, 1, 1), contact="Cô Lan 0900 000 001" if name == "truong-d" else "",
        )
        for name in NAMES
    ]  # fmt: skip
    async with world.database.write() as rows:
        await targets.save(rows, world.keyring, schools)
    message = Message({"vi": "Kẹo lạ: đừng thử."})
    run_id, ids = await run_sent(world, message, [group(f"-{n}", target=NAMES[n - 1]) for n in (1, 2)])
    async with world.database.write() as rows:
        await heard.seen(rows, Copy(run_id, ids[0], "group", "vi", None, world.now), b"a" * 16)
        await subscriptions.subscribe(rows, world.keyring, group("-3", target="truong-c"), world.now)
    return await enlisted(world, PROVINCE, 40, Role.OUTREACH)


async def fixed(world: World, chat: Chat, *names: str, exempt: bool = False) -> None:
    who = await behind(world, 40)
    one = TargetSet(
        "soc-trang-2022-2025",
        2025,
        "K2b",
        "12/KH-BCĐ",
        date(2025, 1, 15),
        date(2025, 11, 10),
        date(2025, 1, 15),
        who.id,
    )
    members = [Member(name, date(2025, 1, 15), date(2025, 11, 10)) for name in names]
    async with world.database.write() as rows:
        await sets.fix(rows, one, members)


async def test_each_school_that_is_not_covered_stands_with_the_one_thing_it_lacks(world: World, officer: Chat) -> None:
    await officer.command("phu")
    assert "trường học: 1/5" in officer.main
    assert "Mới gửi thì chưa tính" in officer.main
    await officer.press("K2b: 4")
    assert "Tới nơi 2 · không rõ 0 · “Đã xem” 1" in officer.main
    assert [line.split(". ", 1)[1] for line in officer.main.splitlines() if line[:1].isdigit()] == [
        "Trường B (truong-b): đã gửi, chưa xác nhận",
        "Trường C (truong-c): có nhóm, chưa gửi",
        "Trường D (truong-d): chưa có nhóm",
        "Trường E (truong-e): chưa có đầu mối",
    ]


async def test_a_place_says_whom_to_call_and_gives_the_link(world: World, officer: Chat) -> None:
    await officer.command("phu")
    await officer.press("K2b: 4")
    await officer.press("3")
    assert "Đầu mối: Cô Lan 0900 000 001" in officer.main
    await officer.press("Link cho đầu mối")
    assert "Trường D" in officer.main
    assert "/start r" in officer.main


async def test_a_contact_s_word_that_it_is_posted_covers_the_place(world: World, officer: Chat) -> None:
    to = {"channel": "telegram", "chat": "5", "user": "5", "thread": "", "private": True}
    contact = Wanted(SubscriptionKind.RELAY, to, target="truong-d", consent_text="1")
    run_id, (row,) = await run_sent(world, Message({"vi": "Bài hai."}), [contact])
    await officer.command("phu")
    await officer.press("K2b: 4")
    assert "Trường D (truong-d): đầu mối chưa báo đã đăng" in officer.main
    async with world.database.write() as rows:
        await relays.put(rows, run_id, row, RelayAnswer.POSTED, 45, world.now - 1)
    await officer.command("phu")
    assert "trường học: 2/5" in officer.main


async def test_a_fixed_list_is_what_is_counted_with_its_own_last_day(world: World, officer: Chat) -> None:
    await fixed(world, officer, "truong-a", "truong-b")
    await officer.command("phu")
    assert "Theo danh sách đã chốt" in officer.main
    assert "trường học: 1/2 · theo tiến độ phải là 1" in officer.main
    assert "còn 10 ngày tới 10/11" in officer.main
    await officer.press("Nay: đủ các phần")
    assert "trường học: 1/5" in officer.main


async def test_where_everything_is_covered_nothing_is_left_to_press(world: World, officer: Chat) -> None:
    await fixed(world, officer, "truong-a")
    await officer.command("phu")
    assert "trường học: 1/1" in officer.main
    assert not any(label.startswith("K2b") for label in officer.labels())


async def test_of_a_year_that_is_over_nothing_is_expected_any_more(world: World, officer: Chat) -> None:
    world.now = datetime(2026, 11, 24, 3, tzinfo=UTC).timestamp()
    await officer.command("phu")
    assert "K2b · trường học: 1/5\n" in officer.main
    assert "tiến độ" not in officer.main


@pytest.mark.parametrize(
    ("done", "ways", "contact", "missing"),
    [
        (Reached(), Ways(), False, Lack.NO_CONTACT),
        (Reached(), Ways(), True, Lack.NO_GROUP),
        (Reached(), Ways(chats=1), True, Lack.NOT_SENT),
        (Reached(), Ways(contacts=1), False, Lack.NOT_SENT),
        (Reached(sent=1), Ways(chats=1), True, Lack.NOT_CONFIRMED),
        (Reached(unknown=1), Ways(), True, Lack.NOT_CONFIRMED),
        (Reached(handed=1), Ways(contacts=1), True, Lack.NOT_POSTED),
        (Reached(sent=1, seen=1, first=1.0), Ways(), False, None),
    ],
)
def test_one_thing_is_missing_next(done: Reached, ways: Ways, contact: bool, missing: Lack | None) -> None:
    assert lack(done, ways, contact=contact) is missing


async def test_forged_buttons_lead_to_today_s_reading_or_to_a_word(world: World, officer: Chat) -> None:
    await officer.payload("a:phu:1999:whatever")
    assert "Độ phủ năm 2025 · Nay: đủ các phần" in officer.main
    for payload in ("a:phu_line:2025:then:K99:0", "a:phu_place:2025:then:K2b:nowhere", "a:phu_link:nowhere"):
        await officer.payload(payload)
        assert officer.toast == "Mục đó của lúc trước."
