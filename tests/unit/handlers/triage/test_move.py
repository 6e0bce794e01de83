"""A tip's steps over real presses: every role x move x stage, what each asks for, and what the officer reads after it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from content.terms import CitizenStatus, Detail, Outcome, Role, Stage, StationKind, Topic, Verified
from handlers import effects
from handlers.messages import Show
from handlers.triage.move_rules import TABLE, Move
from handlers.triage.move_screens import MOVE_LABELS
from handlers.triage.standing import OF_INCIDENTS, OVERSEEN
from storage.tables import tip
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.unit.handlers.triage.test_desk import Desk, booked, handled, taken
from tests.world import COMMUNE, INSPECTORATE, PROVINCE, World

KINDS = {COMMUNE: StationKind.COMMUNE, PROVINCE: StationKind.PROVINCE, INSPECTORATE: StationKind.INSPECTORATE}
PRESSERS = [(COMMUNE, Role.OFFICER), (COMMUNE, Role.HEAD), (PROVINCE, Role.DESK), (INSPECTORATE, Role.INSPECTOR)]


async def put(world: World, stage: Stage, holder: bytes | None) -> None:
    """A tip as it stands on some day of its life."""
    values = {"stage": stage.value, "holder": holder, "asked_until": None, "version": 7, "station": COMMUNE}
    async with world.database.write() as rows:
        await rows.execute(
            sa.update(tip).values(outcome=None, extensions=int(stage is Stage.EXTENDED), registered=0, **values)
        )


def may(move: Move, stage: Stage, role: Role, kind: StationKind) -> bool:
    """The table, read for itself: what a press on this button must bring."""
    rule = TABLE[move]
    running = stage in (Stage.BOOKED, Stage.CLASSIFIED, Stage.EXTENDED, Stage.RESUMED)  # a paper is to go out there
    possible = {Move.MEET: running, Move.SEND_ON: kind is StationKind.COMMUNE}  # elsewhere nobody could take it here
    return stage in rule.start and role in rule.roles and kind in rule.kinds and possible.get(move, True)


@pytest.mark.parametrize(("station", "role"), PRESSERS)
@pytest.mark.parametrize("mine", [True, False])
async def test_every_move_from_every_stage_is_begun_or_refused_as_the_table_says(
    world: World, station: str, role: Role, mine: bool
) -> None:
    await world.officer(PROVINCE, 91)
    if station != PROVINCE:
        chat = await on_duty(world, station, 10, role)
    else:
        first = await world.officer(PROVINCE, 92, approver=await world.person(await only(world, 91)))
        chat = await on_duty(world, station, 10, role, approver=first)
    await world.officer(COMMUNE, 93, **({} if station != COMMUNE else {"approver": await me(world)}))
    await world.send(stations=(COMMUNE, PROVINCE, INSPECTORATE) if station == INSPECTORATE else (COMMUNE, PROVINCE))
    public = await public_of(world)
    holder = bytes.fromhex(await only(world, 10 if mine else 93))
    moves = [move for move in MOVE_LABELS if move is not Move.ASK and move not in OF_INCIDENTS]
    for stage, move in itertools.product(Stage, moves):
        await put(world, stage, holder)
        chat.toasts, chat.shown, chat.state = [], {}, {}
        await chat.payload(f"a:move:{public}:7:{move.value}")
        begun = "main" in chat.shown
        allowed = may(move, stage, role, KINDS[station]) and (mine or move in OVERSEEN)
        assert begun == allowed, f"{role} {move} {stage}: {chat.toast}"
        assert begun or chat.toast
        if not begun:
            assert not [effect for effect in chat.effects if isinstance(effect, effects.MoveTip)]


async def only(world: World, number: int) -> str:
    from tests.unit.handlers.triage.test_desk import only as found

    return await found(world, number)


async def me(world: World) -> object:
    return await world.person(await only(world, 10))


async def public_of(world: World) -> str:
    async with world.database.read() as rows:
        return str(await rows.scalar(sa.select(tip.c.public)))


async def press_all(desk: Desk, *labels: str) -> None:
    """The first on the card, the rest on what it asks."""
    await desk.chat.press(labels[0], desk.screen)
    for label in labels[1:]:
        await desk.chat.press(label)


async def test_the_way_of_a_case_in_taps_from_the_book_to_the_court(world: World) -> None:
    desk = await taken(world)
    way: Sequence[Sequence[str]] = (
        ("Vào sổ",),
        ("Phân loại", "Tin báo (chưa rõ người báo)"),
        ("Có dấu hiệu tội phạm",),
        ("Chuyển CQĐT", "Hôm nay", "1", "Chuyển CQĐT"),
        ("Ghi đã phân công", "Hôm nay"),
        ("Ghi đang xác minh", "Hôm nay"),
        ("Gia hạn", "Hôm nay", "2"),
        ("Kết thúc tin", "Khởi tố vụ án", "Hôm nay", "Kết thúc tin"),
    )
    for taps in way:
        await press_all(desk, *taps)
    card = await desk.card()
    assert (card.stage, card.outcome) == (Stage.CLOSED, Outcome.PROSECUTED)
    assert "Hạn " in desk.chat.main
    assert "Gửi quyết định khởi tố cho VKS" in desk.chat.shown[desk.screen].text
    await press_all(desk, "Ghi đã gửi văn bản", "Hôm nay")
    assert "Hạn " not in desk.chat.shown[desk.screen].text


async def test_after_a_step_stand_what_happens_next_both_times_and_the_next_deadline(world: World) -> None:
    desk = await booked(world)
    lines = desk.chat.main.splitlines()
    assert lines[0] == f"T-{desk.public[:4]}: đã ghi, Vào sổ."
    assert lines[1] == "Việc kế: phân loại."
    assert lines[2] == "Từ lúc gửi: 0 giờ · từ lúc vào sổ: 0 giờ"
    assert lines[3].startswith("Hạn 03:00 16/01: Báo cáo CQĐT cấp tỉnh (Hướng dẫn 11")


async def test_after_the_hand_over_nobody_is_asked_and_no_words_are_typed(world: World) -> None:
    desk = await booked(world)
    await press_all(desk, "Phân loại", "Tin báo (chưa rõ người báo)")
    await press_all(desk, "Có dấu hiệu tội phạm")
    await press_all(
        desk, "Chuyển CQĐT", "Hôm qua" if "Hôm qua" in desk.chat.labels() else "Hôm nay", "1", "Chuyển CQĐT"
    )
    assert "Hỏi lại" not in desk.chat.labels(desk.screen)
    await desk.chat.payload(f"a:ask:{desk.public}:{(await desk.card()).version}")
    assert desk.chat.toast
    assert not desk.chat.effects


async def test_not_yet_hands_nothing_over(world: World) -> None:
    desk = await booked(world)
    await press_all(desk, "Phân loại", "Tin báo (chưa rõ người báo)")
    await press_all(desk, "Có dấu hiệu tội phạm")
    await press_all(desk, "Chuyển CQĐT", "Hôm nay", "1", "Khoan đã")
    assert (await desk.card()).stage is Stage.SIGNS


async def test_a_tip_of_the_sea_border_is_closed_only_with_verified_and_a_day(world: World) -> None:
    desk = await booked(world, topic=Topic.TRANSPORT, detail=Detail.BY_SEA)
    await desk.chat.press("Kết thúc tin", desk.screen)
    await desk.chat.press("Lưu, nắm tình hình")
    await desk.chat.press("Hôm nay")
    await desk.chat.say("đã giao biên phòng")
    assert "kế hoạch buộc ghi rõ" in desk.chat.main
    await desk.chat.press("Đã xác minh: có")
    await desk.chat.press("Kết thúc tin")
    card = await desk.card()
    assert (card.stage, card.verified) == (Stage.CLOSED, Verified.YES)


async def test_a_reason_and_a_number_are_typed_and_a_name_is_no_number(world: World) -> None:
    desk = await booked(world)
    await desk.chat.press("Lập hồ sơ cai, QL", desk.screen)
    await desk.chat.say("Nguyễn Văn A")
    assert "Không ghi tên" in desk.chat.main
    await desk.chat.say("2")
    assert (await desk.card()).registered == 2


async def test_what_was_done_is_read_in_the_tip_with_its_words(world: World) -> None:
    desk = await booked(world)
    await handled(desk)
    await desk.chat.press("Kết thúc tin")
    await desk.chat.press("Đọc tin", desk.screen)
    assert "Đã xử lý ngay · 15/01/2027 · đã giải tán, không còn ai" in desk.reading()
    assert "co nguoi ban" in desk.reading()


@pytest.mark.parametrize(
    ("label", "sentence"), [("Báo: đã xong", CitizenStatus.CLOSED), ("Báo: chưa đủ rõ", CitizenStatus.UNCLEAR)]
)
async def test_of_a_tip_that_was_not_enough_the_officer_chooses_what_its_reporter_reads(
    world: World, label: str, sentence: CitizenStatus
) -> None:
    desk = await booked(world)
    await desk.chat.press("Kết thúc tin", desk.screen)
    await desk.chat.press("Không đủ căn cứ")
    await desk.chat.say("không nói ở đâu")
    assert "Chưa đủ rõ, bạn kể thêm được không?" in desk.chat.main
    await desk.chat.press(label)
    await desk.chat.press("Kết thúc tin")
    assert (await desk.card()).promised is sentence
    await desk.chat.press("Đọc tin", desk.screen)
    assert ("“Chưa đủ rõ, bạn kể thêm được không?”" in desk.reading()) == (sentence is CitizenStatus.UNCLEAR)


async def test_what_its_reporter_adds_to_a_tip_that_was_not_clear_reaches_whoever_closed_it(world: World) -> None:
    desk = await booked(world)
    await press_all(desk, "Kết thúc tin", "Không đủ căn cứ")
    await desk.chat.say("không nói ở đâu")
    await desk.chat.press("Báo: chưa đủ rõ")
    await desk.chat.press("Kết thúc tin")
    world.now += 30 * 86400
    async with world.database.read() as rows:
        row = await rows.scalar(sa.select(tip.c.id))
    assert row
    added = effects.AddToTip(row.hex(), "details", ({"kind": "text", "text": "nha so 7, gan cho"},), "")
    posts = await world.do(added)
    assert [post for post in posts if isinstance(post, Show) and post.name == desk.screen and post.fresh]
    await world.press_pin(await only(world, 10), "open")
    await desk.chat.payload(f"a:read:{desk.public}")
    assert "nha so 7, gan cho" in desk.reading()


async def test_a_new_tip_is_closed_by_nobody_before_it_is_in_the_book(world: World) -> None:
    desk = await taken(world)
    assert "Kết thúc tin" not in desk.chat.labels(desk.screen)
    await desk.chat.payload(f"a:close:{desk.public}:{(await desk.card()).version}")
    assert desk.chat.toast
    assert (await desk.card()).stage is Stage.NEW


async def test_a_button_of_an_older_card_moves_nothing(world: World) -> None:
    desk = await taken(world)
    old = desk.chat.button("Vào sổ", desk.screen).payload
    await desk.chat.press("Vào sổ", desk.screen)
    version = (await desk.card()).version
    await desk.chat.payload(old)
    assert (await desk.card()).version == version
    assert "thay đổi" in desk.chat.toast


async def test_the_desk_lists_what_is_overdue_and_what_is_soon_due(world: World) -> None:
    desk = await booked(world)
    await desk.chat.command("truc")
    assert "0 tin quá hạn, 1 tin đến hạn trong hai ngày." in desk.chat.main
    await desk.chat.press("Sắp đến hạn")
    assert "Hạn 03:00 16/01" in desk.chat.main
    world.now += 13 * 3600
    await world.press_pin(await only(world, 10), "open")
    await desk.chat.command("truc")
    await desk.chat.press("Quá hạn")
    assert "QUÁ HẠN" in desk.chat.main


async def test_a_chat_shows_no_steps_of_a_tip_that_a_colleague_has(world: World) -> None:
    desk = await booked(world)
    other: Chat = await on_duty(world, COMMUNE, 13, approver=await world.person(await only(world, 10)))
    await other.command("start", f"t{desk.public}")
    assert not {"Phân loại", "Kết thúc tin"} & set(other.labels(desk.screen))
