"""The way of a tip over an officer's desk: card, claim, read, ask, close; and what a forged press gets."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest

from content.terms import Mark, Outcome, TipState, Urgency
from handlers import effects
from handlers.messages import Act, Show
from handlers.triage.move_rules import Move
from storage import tips
from storage.tips import Card
from tests.unit.handlers.triage.chats import GROUP, Chat, on_duty
from tests.world import COMMUNE, INSPECTORATE, NEIGHBOUR, PROVINCE, World, member, only_tip


@dataclass
class Desk:
    """An officer on shift with one tip in the inbox."""

    world: World
    chat: Chat
    public: str

    async def card(self) -> Card:
        async with self.world.database.read() as rows:
            found = await tips.card(rows, self.public)
        assert found is not None
        return found

    @property
    def screen(self) -> str:
        return f"card:{self.public}"

    def reading(self) -> str:
        """Everything of the tip that stands on the officer's screen."""
        return "\n".join(look.text for name, look in self.chat.shown.items() if name.startswith("read:"))


async def at_desk(world: World, **tip: object) -> Desk:
    await world.officer(PROVINCE, 11)
    chat = await on_duty(world, COMMUNE, 10)
    await world.send(**tip)
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await chat.command("start", f"t{public}")
    return Desk(world, chat, public)


async def taken(world: World, **tip: object) -> Desk:
    desk = await at_desk(world, **tip)
    await desk.chat.press("Nhận tin", desk.screen)
    return desk


async def booked(world: World, **tip: object) -> Desk:
    desk = await taken(world, **tip)
    await desk.chat.press("Vào sổ", desk.screen)
    return desk


async def handled(desk: Desk) -> None:
    """Every question of "dealt with at once", up to the last tap."""
    await desk.chat.press("Kết thúc tin", desk.screen)
    await desk.chat.press("Đã xử lý ngay")
    await desk.chat.press("Hôm nay")
    await desk.chat.say("đã giải tán, không còn ai")


async def test_a_link_from_the_group_brings_the_card_into_the_private_chat(world: World) -> None:
    desk = await at_desk(world)
    assert desk.chat.shown[desk.screen].text.startswith(f"T-{desk.public[:4]} · Phường Vĩnh Châu")
    assert "co nguoi ban" not in desk.chat.shown[desk.screen].text


async def test_whoever_takes_a_tip_has_it_and_reads_it(world: World) -> None:
    desk = await taken(world)
    card = await desk.card()
    assert card.state is TipState.CLAIMED
    assert "Đồng chí Đ/c 10 đã nhận." in desk.chat.shown[desk.screen].text
    await desk.chat.press("Đọc tin", desk.screen)
    assert "co nguoi ban ma tuy gan cho" in desk.reading()


async def test_a_reading_is_protected_and_leaves_after_a_quarter_of_an_hour(world: World) -> None:
    desk = await at_desk(world)
    await desk.chat.press("Đọc tin", desk.screen)
    shows = [post for post in desk.chat.posts if isinstance(post, Show) and post.name.startswith("read:")]
    assert shows
    assert all(post.screen.protect and post.lasts_s == 900.0 and post.fresh for post in shows)
    assert any(isinstance(effect, effects.ReadTip) for effect in desk.chat.effects)


async def test_a_tip_is_read_again_within_the_shift_without_a_pin(world: World) -> None:
    desk = await at_desk(world)
    for _time in range(2):
        await desk.chat.press("Đọc tin", desk.screen)
        desk.world.now += 3600
    assert "co nguoi ban ma tuy gan cho" in desk.reading()


async def test_the_second_of_two_sees_who_was_faster_and_a_fresh_card(world: World) -> None:
    desk = await at_desk(world)
    other = await on_duty(world, COMMUNE, 13, approver=await world.person(await only(world, 10)))
    await other.command("start", f"t{desk.public}")
    old = other.button("Nhận tin", desk.screen).payload
    await desk.chat.press("Nhận tin", desk.screen)
    await other.payload(old)
    assert other.toast == f"Có người nhận T-{desk.public[:4]} trước rồi."
    assert "Đồng chí Đ/c 10 đã nhận." in other.shown[desk.screen].text
    assert not other.effects


async def only(world: World, number: int) -> str:
    """The id of the person with this number."""
    from storage import people

    async with world.database.read() as rows:
        found = await people.by_account(rows, world.keyring, "telegram", str(number))
    assert found is not None
    return found.id


async def test_a_prepared_question_goes_to_the_reporter_as_it_stands(world: World) -> None:
    desk = await taken(world)
    await desk.chat.press("Hỏi lại", desk.screen)
    await desk.chat.press("Lúc mấy giờ?")
    (asked,) = [effect for effect in desk.chat.effects if isinstance(effect, effects.AskReporter)]
    assert asked.prepared == "hour"
    assert asked.text == "Lúc đó khoảng mấy giờ vậy bạn?"
    assert (await desk.card()).state is TipState.ASKED


async def test_a_free_question_about_what_was_told_goes_at_once(world: World) -> None:
    desk = await taken(world)
    await desk.chat.press("Hỏi lại", desk.screen)
    await desk.chat.say("Người bán đi xe gì vậy?")
    assert any(isinstance(effect, effects.AskReporter) for effect in desk.chat.effects)


async def test_a_detail_of_somebody_else_is_shown_to_the_officer_who_may_change_it(world: World) -> None:
    desk = await taken(world)
    await desk.chat.press("Hỏi lại", desk.screen)
    await desk.chat.say("Có phải thằng Năm Cụt không?")
    assert not desk.chat.effects
    assert "Chi tiết này người báo chưa nói: Năm Cụt" in desk.chat.main
    await desk.chat.press("Sửa câu hỏi")
    assert "Hỏi gì?" in desk.chat.main
    await desk.chat.say("Người đó dáng sao?")
    (asked,) = [effect for effect in desk.chat.effects if isinstance(effect, effects.AskReporter)]
    assert asked.text == "Người đó dáng sao?"


async def test_a_second_tap_sends_it_all_the_same(world: World) -> None:
    desk = await taken(world)
    await desk.chat.press("Hỏi lại", desk.screen)
    await desk.chat.say("Có phải thằng Năm Cụt không?")
    await desk.chat.press("Vẫn gửi")
    (asked,) = [effect for effect in desk.chat.effects if isinstance(effect, effects.AskReporter)]
    assert asked.text == "Có phải thằng Năm Cụt không?"


@pytest.mark.parametrize("text", ["   ", "gọi 0912345678 giùm", "vào https://a.test", "hỏi @ai_do"])
async def test_what_can_never_go_is_refused_and_asked_again(world: World, text: str) -> None:
    desk = await taken(world)
    await desk.chat.press("Hỏi lại", desk.screen)
    await desk.chat.say(text)
    assert not desk.chat.effects
    assert "Hỏi gì?" in desk.chat.main


async def test_only_the_holder_asks_and_closes(world: World) -> None:
    desk = await taken(world)
    card = await desk.card()
    other = Chat(world, member(11))
    for payload in ("a:ask:{tip}:{version}", "a:close:{tip}:{version}", "a:move:{tip}:{version}:book"):
        await other.payload(payload.format(tip=desk.public, version=card.version))
        assert other.toast == "Đồng chí nhận tin trước."
        assert "main" not in other.shown


async def test_closing_asks_for_an_outcome_and_a_second_tap(world: World) -> None:
    desk = await booked(world)
    await desk.chat.press("Đọc tin", desk.screen)
    await handled(desk)
    assert not desk.chat.effects
    await desk.chat.press("Kết thúc tin")
    assert [effect.move for effect in desk.chat.effects if isinstance(effect, effects.MoveTip)] == [Move.HANDLE]
    card = await desk.card()
    assert (card.state, card.outcome) == (TipState.CLOSED, Outcome.HANDLED)
    assert desk.reading() == ""


async def test_no_figure_stands_beside_what_was_just_done(world: World) -> None:
    desk = await booked(world, urgency=Urgency.DANGER)
    await handled(desk)
    await desk.chat.press("Kết thúc tin")
    assert "khẩn" not in desk.chat.main
    await desk.chat.press("Bàn trực")
    assert "0 tin chờ, 0 khẩn." in desk.chat.main


async def test_ten_idle_minutes_bring_the_figures_up_to_date_and_leave_an_open_question_open(world: World) -> None:
    desk = await taken(world)
    await desk.chat.command("truc")
    await world.send()
    await desk.chat.act(Act.IDLE)
    assert "1 tin chờ" in desk.chat.main
    await desk.chat.press("Hỏi lại", desk.screen)
    await desk.chat.act(Act.IDLE)
    await desk.chat.press("Lúc mấy giờ?")
    assert any(isinstance(effect, effects.AskReporter) for effect in desk.chat.effects)


async def test_not_yet_closes_nothing(world: World) -> None:
    desk = await booked(world)
    await handled(desk)
    await desk.chat.press("Khoan đã")
    assert (await desk.card()).state is TipState.CLAIMED


async def test_a_shift_that_ends_between_two_taps_ends_the_question(world: World) -> None:
    desk = await taken(world)
    await desk.chat.press("Hỏi lại", desk.screen)
    world.now += 12 * 3600 + 1
    await desk.chat.say("Người bán đi xe gì vậy?")
    assert not desk.chat.effects
    assert "mở ca trước" in desk.chat.shown["door_hint"].text


async def test_i_go_now_is_stamped_with_the_hour_and_takes_the_tip_without_a_pin(world: World) -> None:
    desk = await at_desk(world, urgency=Urgency.DANGER)
    await desk.chat.payload("a:lock")
    await desk.chat.press("Tôi đi ngay", desk.screen)
    assert desk.chat.toast.startswith("Đã ghi: đi ngay, ")
    card = await desk.card()
    assert card.holder == await only(world, 10)
    assert [mark for mark, _who, _at in card.marks] == [Mark.GOING]


async def test_busy_hands_the_tip_to_the_province(world: World) -> None:
    desk = await at_desk(world, urgency=Urgency.DANGER)
    await desk.chat.press("Tôi đi ngay", desk.screen)
    await desk.chat.payload(f"a:mark:{desk.public}:{(await desk.card()).version}:to_province")
    card = await desk.card()
    assert (card.station, card.state, card.holder) == (PROVINCE, TipState.NEW, None)


async def test_whoever_is_involved_loses_the_tip_and_its_reading_at_once_and_for_good(world: World) -> None:
    desk = await taken(world)
    await desk.chat.press("Đọc tin", desk.screen)
    assert desk.reading()
    await desk.chat.payload(f"a:mark:{desk.public}:{(await desk.card()).version}:involved")
    assert desk.reading() == ""
    card = await desk.card()
    assert card.state is TipState.NEW
    await desk.chat.payload(f"a:read:{desk.public}")
    assert desk.reading() == ""
    assert "liên quan" in desk.chat.toast


async def test_a_test_tip_is_marked_and_made_real_with_one_tap(world: World) -> None:
    await world.officer(PROVINCE, 11)
    chat = await on_duty(world, COMMUNE, 10)
    await world.send(test=True)
    await chat.command("truc")
    await chat.press("Tin thử")
    label = next(label for label in chat.labels() if label.startswith("1. "))
    await chat.press(label)
    public = next(name for name in chat.shown if name.startswith("card:")).removeprefix("card:")
    assert chat.shown[f"card:{public}"].text.startswith("TIN THỬ")
    await chat.press("Đọc tin", f"card:{public}")
    await chat.press("Đây là tin thật", f"read:{public}:0")
    async with world.database.read() as rows:
        card = await tips.card(rows, public)
    assert card is not None
    assert not card.test


FORGED = [
    "a:claim:{tip}:1",
    "a:mark:{tip}:1:going",
    "a:mark:{tip}:1:to_province",
    "a:mark:{tip}:1:involved",
    "a:read:{tip}",
    "a:card:{tip}",
    "a:ask:{tip}:1",
    "a:close:{tip}:1",
    "a:move:{tip}:1:book",
    "a:move:{tip}:1:recall",
    "a:make_real:{tip}:1",
]


GARBLED = [
    "a:claim", "a:claim::", "a:claim:x", "a:mark:x:y", "a:mark", "a:read", "a:ask:x", "a:inbox:mine:-5", "a:inbox:all:n:9e9",
    "a:inbox:x:p:1.2",
    "a:filter:x", "a:filter:topic:is:x", "a:filter:area:from:-1", "a:filter:age:is", "a:filter:step:open:9",
    "a:card", "a:close:::", "a:move", "a:move:x:y:z", "a:move:x:1:merge", "a:make_real",
    "a:approve", "a:person:zz", "a:suspend", "a:people:x", "a:link", "a:invite:x",
]  # fmt: skip


async def test_no_forged_press_of_a_stranger_or_another_station_reaches_a_tip(world: World) -> None:
    await world.officer(PROVINCE, 11)
    await world.officer(COMMUNE, 10)
    await world.officer(NEIGHBOUR, 12)
    await world.officer(INSPECTORATE, 14)
    await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    for payload, number in itertools.product(FORGED, (12, 14, 700)):
        chat = Chat(world, member(number))
        for target in (public, "AAAAAAAAAA"):
            await chat.payload(payload.format(tip=target))
            assert not chat.effects
            assert not chat.shown
        assert chat.toasts[0] == chat.toasts[1], "a real id and a made-up one are told apart"


async def test_a_garbled_payload_gets_a_plain_sentence_or_a_page_and_does_nothing(world: World) -> None:
    chat = await on_duty(world, COMMUNE, 10)
    for payload in GARBLED:
        chat.toasts, chat.shown = [], {}
        await chat.payload(payload)
        assert not chat.effects
        assert chat.toast or "main" in chat.shown


async def test_an_urgent_tip_is_taken_from_the_group_and_only_the_toast_answers_there(world: World) -> None:
    desk = await at_desk(world, urgency=Urgency.DANGER)
    group = Chat(world, GROUP)
    await group.payload(f"a:claim:{desk.public}:1")
    assert "Đọc ở chat riêng." in group.toast
    assert "main" not in group.shown
    assert (await desk.card()).holder == await only(world, 10)


async def test_an_anonymous_admin_takes_nothing(world: World) -> None:
    desk = await at_desk(world)
    group = Chat(world, GROUP)
    await group.payload(f"a:claim:{desk.public}:1", nameless=True)
    assert "ẩn danh" in group.toast
    assert (await desk.card()).holder is None


async def test_nothing_is_read_in_a_group(world: World) -> None:
    desk = await at_desk(world)
    group = Chat(world, GROUP)
    await group.payload(f"a:read:{desk.public}")
    assert group.toast == "Không làm trong nhóm. Đồng chí vào chat riêng."
    assert not group.shown
