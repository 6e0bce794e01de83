"""Presses under a message in a group and in private: counted once, answered to the presser alone, never whose."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from content.outreach_terms import PledgeKind
from handlers.messages import Address
from handlers.outreach.copies import code_of, copy
from handlers.outreach.heard import LONGEST_TOAST, verdict
from storage import heard, pledges
from storage.heard import Heard
from storage.mailing import Message, Question
from storage.subscriptions import Wanted
from storage.tables import run
from storage.times import DAY_S
from tests.sendings import group, person, run_sent
from tests.unit.handlers.triage.chats import Chat
from tests.world import COMMUNE, World, member

QUIZ = Question("Ai mời kẹo lạ thì sao?", ("Từ chối", "Thử một viên"), 0, "Kẹo lạ có thể tẩm chất cấm.")
MESSAGE = Message({"vi": "Kẹo lạ: đừng thử."}, questions={"vi": QUIZ}, pledge="household-1")


def in_group(world: World, user: int, chat: str = "-1") -> Chat:
    return Chat(world, Address("telegram", chat, str(user), private=False))


async def sent(world: World, *to: Wanted) -> str:
    """The message to these, or to the groups -1 and -2; how its buttons name the run."""
    groups = to or tuple(group(chat, area=world.area(COMMUNE)) for chat in ("-1", "-2"))
    sent_run, _ids = await run_sent(world, MESSAGE, groups)
    return code_of(sent_run)


async def counted(world: World) -> Heard:
    async with world.database.read() as rows:
        return await heard.total(rows, *(await rows.scalars(sa.select(run.c.id))))


async def test_seen_counts_once_per_person_in_whichever_group_and_says_so_to_the_presser_alone(world: World) -> None:
    code = await sent(world)
    for user, chat in ((7, "-1"), (7, "-1"), (7, "-2"), (8, "-2")):
        phone = in_group(world, user, chat)
        await phone.payload(f"a:seen:{code}")
        assert phone.toast == "Cảm ơn bạn đã xem. Kênh chỉ đếm lượt, không lưu bạn là ai."
        assert not phone.shown  # nothing is posted in the group
    assert await counted(world) == Heard(seen=2)


async def test_the_first_answer_counts_and_the_explanation_is_read_every_time(world: World) -> None:
    code = await sent(world)
    phone = in_group(world, 7)
    await phone.payload(f"a:quiz:{code}:1")
    assert phone.toast == "Chưa đúng. Câu đúng: “Từ chối”. Kẹo lạ có thể tẩm chất cấm."
    await phone.payload(f"a:quiz:{code}:0")
    assert phone.toast.startswith("Bạn đã trả lời rồi, câu đầu được tính. Đúng rồi")
    await in_group(world, 8).payload(f"a:quiz:{code}:0")
    assert await counted(world) == Heard(answered=2, right=1)


async def test_in_private_it_is_the_same(world: World) -> None:
    code = await sent(world, person(700))
    await world.doors_open(COMMUNE)
    phone = Chat(world, member(700))
    await phone.payload(f"a:seen:{code}")
    await phone.payload(f"a:quiz:{code}:0")
    assert phone.toast == "Đúng rồi. Kẹo lạ có thể tẩm chất cấm."
    assert await counted(world) == Heard(1, 1, 1)


@pytest.mark.parametrize(
    "payload",
    ["a:seen", "a:seen:?", "a:seen:{code}x", "a:quiz:{code}", "a:quiz:{code}:2", "a:quiz:{code}:-1", "a:vow:"],
)
async def test_a_forged_button_counts_nothing(world: World, payload: str) -> None:
    code = await sent(world)
    phone = in_group(world, 7)
    await phone.payload(payload.format(code=code))
    assert phone.toast == "Mục đó của lúc trước."
    assert await counted(world) == Heard()


async def test_a_true_button_in_a_chat_that_got_no_copy_counts_nothing(world: World) -> None:
    code = await sent(world)
    for phone in (in_group(world, 7, "-3"), Chat(world, member(7))):
        for name in (f"seen:{code}", f"quiz:{code}:0", f"vow:{code}"):
            await phone.payload(f"a:{name}")
            assert phone.effects == []
    assert await counted(world) == Heard()


async def test_long_after_a_run_nothing_is_counted_but_the_answer_is_still_explained(world: World) -> None:
    code = await sent(world)
    world.now += 61 * DAY_S
    phone = in_group(world, 7)
    await phone.payload(f"a:quiz:{code}:0")
    assert phone.toast.startswith("Đúng rồi.")
    assert await counted(world) == Heard()


async def vows(world: World) -> dict[str, int]:
    async with world.database.read() as rows:
        return dict(await pledges.vows(rows, PledgeKind.HOUSEHOLD))


async def test_a_pledge_is_made_asked_about_and_taken_back_by_the_same_button(world: World) -> None:
    code = await sent(world)
    phone = in_group(world, 7)
    for after, begins, total in (
        (0.0, "Đã tính lượt cam kết của bạn, không lưu bạn là ai.", 1),
        (0.5, "Đã tính lượt cam kết của bạn.", 1),
        (9.0, "Bạn đã cam kết rồi.", 1),
        (9.0, "Đã rút lại cam kết.", 0),
        (9.0, "Đã tính lượt cam kết của bạn, không lưu bạn là ai.", 1),
    ):
        world.now += after
        await phone.payload(f"a:vow:{code}")
        assert phone.toast.startswith(begins)
        assert sum((await vows(world)).values()) == total


async def test_a_household_that_reads_in_two_groups_of_a_commune_pledges_once(world: World) -> None:
    code = await sent(world)
    await in_group(world, 7, "-1").payload(f"a:vow:{code}")
    await in_group(world, 7, "-2").payload(f"a:vow:{code}")
    await in_group(world, 8, "-2").payload(f"a:vow:{code}")
    assert await vows(world) == {world.area(COMMUNE): 2}


def test_the_words_of_the_pledge_stand_above_its_button() -> None:
    screen = copy(MESSAGE, b"r" * 16, "vi", "telegram", group("-1").kind)
    assert "Nhà tôi không trồng cần sa" in screen.text
    assert "Tôi cam kết" in [button.label for row in screen.rows for button in row]


async def test_where_a_press_cannot_be_answered_apart_nothing_is_said_to_all(world: World) -> None:
    code = await sent(world)
    phone = in_group(world, 7)
    await phone.payload(f"a:seen:{code}", callback="")
    assert phone.shown == {}
    assert await counted(world) == Heard(seen=1)


def test_whatever_is_said_fits_what_a_platform_shows() -> None:
    wide = Question("?", ("x" * 20, "y" * 20), 0, "z" * 100)
    assert (
        max(len(verdict(wide, option, before=before)) for option in (0, 1) for before in (True, False)) <= LONGEST_TOAST
    )
