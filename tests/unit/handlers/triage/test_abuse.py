"""Against abuse: two officers, never one; danger never; what was muted still reaches help; what is junk comes back."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from content.terms import Contact, Mark, Outcome, Stage, Urgency, Verified
from handlers import effects
from handlers.messages import Post, Show
from handlers.triage.abuse_rules import agreed, offered, reliability
from storage import mutes, tips
from storage.tables import mute
from storage.tips import Card
from tests.unit.handlers.citizen.phone import Phone
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.unit.handlers.triage.records import card, person
from tests.unit.handlers.triage.test_reward import only_person
from tests.world import COMMUNE, PROVINCE, World, member, only_tip

PAUSED = "Chưa gửi được"


@dataclass
class Case:
    """A tip and two officers of its station who can read it."""

    world: World
    public: str
    first: Chat
    second: Chat

    async def press(self, chat: Chat, label: str) -> None:
        await chat.payload(f"a:abuse:{self.public}")
        await chat.press(label)

    async def card(self) -> Card:
        async with self.world.database.read() as rows:
            found = await tips.card(rows, self.public)
        assert found
        return found

    async def mutes(self) -> int:
        async with self.world.database.read() as rows:
            return int(await rows.scalar(sa.select(sa.func.count()).select_from(mute)) or 0)


async def case_of(world: World, **tip: object) -> Case:
    await world.officer(PROVINCE, 11)
    first = await on_duty(world, COMMUNE, 10)
    second = await on_duty(world, COMMUNE, 12, approver=await world.person(await only_person(world, 10)))
    await world.send(**tip)
    async with world.database.read() as rows:
        public = await only_tip(rows)
    return Case(world, public, first, second)


async def test_one_officer_alone_only_notes_it(world: World) -> None:
    case = await case_of(world)
    for _twice in range(2):
        await case.press(case.first, "Bỏ vào hộp rác")
    assert "Cần một đồng chí nữa" in case.first.main
    assert (await case.card()).stage is Stage.NEW


async def test_two_officers_put_it_into_the_box_and_one_takes_it_back_into_the_book(world: World) -> None:
    case = await case_of(world)
    await case.press(case.first, "Bỏ vào hộp rác")
    await case.second.payload(f"a:card:{case.public}")
    assert "Đề nghị bỏ rác: Đ/c 10" in case.second.shown[f"card:{case.public}"].text
    await case.press(case.second, "Bỏ vào hộp rác")
    junk = await case.card()
    assert (junk.stage, junk.outcome, junk.due_at) == (Stage.CLOSED, Outcome.JUNK, None)

    await case.first.payload("a:junk:0")
    assert f"T-{case.public[:4]}" in case.first.main
    await case.first.payload(f"a:card:{case.public}")
    await case.first.press("Lấy lại tin", f"card:{case.public}")
    back = await case.card()
    assert (back.stage, back.outcome, back.holder) == (Stage.BOOKED, None, None)
    assert back.due_at is not None
    assert back.marks == ()
    await case.first.payload("a:junk:0")
    assert "không có gì" in case.first.main


@pytest.mark.parametrize("label", ["Bỏ vào hộp rác", "Tạm chặn nguồn"])
async def test_danger_is_never_junk_and_never_muted(world: World, label: str) -> None:
    case = await case_of(world, urgency=Urgency.DANGER)
    await case.first.payload(f"a:abuse:{case.public}")
    assert case.first.toast == "Tin nguy hiểm không bỏ rác, không chặn."
    for number in (10, 12):
        forged = effects.MarkAbuse(case.public, await only_person(world, number), Mark.JUNK)
        await world.do(forged, by=member(number))
    assert (await case.card()).stage is Stage.NEW


async def muted(world: World) -> Case:
    case = await case_of(world)
    await case.press(case.first, "Tạm chặn nguồn")
    assert await case.mutes() == 0
    await case.press(case.second, "Tạm chặn nguồn")
    assert await case.mutes() == 1
    return case


async def test_a_muted_chat_is_told_plainly_and_sends_nothing_for_seven_days(world: World) -> None:
    await muted(world)
    phone = Phone(world, number=700, carries_out=True)
    await phone.say("co nguoi ban ma tuy gan cho")
    await phone.say("phường Vĩnh Châu")
    await phone.press("Nhiều người biết")
    await phone.press("Gửi")
    assert PAUSED in phone.main
    assert "113" in phone.main
    assert not phone.done(effects.SubmitTip)

    world.now += world.policy.mute
    await phone.say("co nguoi ban ma tuy gan cho")
    await phone.say("phường Vĩnh Châu")
    await phone.press("Nhiều người biết")
    await phone.press("Gửi")
    assert phone.done(effects.SubmitTip)


async def test_danger_now_goes_through_all_the_same(world: World) -> None:
    await muted(world)
    phone = Phone(world, number=700, carries_out=True)
    await phone.say("no dang cam dao chem nguoi o phuong vinh chau")
    await phone.press("Đã gọi rồi")
    for _step in range(4):
        if phone.done(effects.SubmitTip):
            break
        await phone.press(next(label for label in ("Gửi ngay", "Gửi") if label in phone.labels()))
    assert phone.done(effects.SubmitTip)


async def test_somebody_else_is_not_muted_and_no_officer_is_shown_whose_chat_it_is(world: World) -> None:
    case = await muted(world)
    whose = ("telegram", "700", "700")
    async with world.database.read() as rows:
        assert await mutes.until(rows, world.keyring, whose, world.now)
        assert await mutes.until(rows, world.keyring, ("telegram", "701", "701"), world.now) is None
    posts: list[Post] = [*case.first.posts, *case.second.posts]
    assert not [post for post in posts if isinstance(post, Show) and "700" in post.screen.text]
    assert not [post for post in posts if post.to.chat == "700"]


async def test_a_source_without_a_way_back_cannot_be_muted(world: World) -> None:
    case = await case_of(world, contact=Contact.NONE, way_back=None)
    await case.press(case.first, "Tạm chặn nguồn")
    await case.press(case.second, "Tạm chặn nguồn")
    assert await case.mutes() == 0
    assert "không để lại đường liên lạc" in case.second.main


async def test_nobody_is_muted_for_longer_than_seven_days_and_the_row_goes(world: World) -> None:
    async with world.database.write() as rows:
        with pytest.raises(ValueError, match="seven days"):
            await mutes.put(rows, world.keyring, ("t", "1", "1"), world.now + 8 * 86400, world.now)
        await mutes.put(rows, world.keyring, ("t", "1", "1"), world.now + 60, world.now)
        await mutes.sweep(rows, world.now + 60)
        assert await rows.scalar(sa.select(sa.func.count()).select_from(mute)) == 0


def test_a_source_is_known_by_its_own_receipt_only() -> None:
    assert reliability(card()) == ""
    assert reliability(card(stage=Stage.CLOSED, outcome=Outcome.PROSECUTED)) == "confirmed"
    assert reliability(card(stage=Stage.CLOSED, outcome=Outcome.FILED, verified=Verified.YES)) == "confirmed"
    assert reliability(card(stage=Stage.CLOSED, outcome=Outcome.FALSE_REPORT)) == "false"
    assert reliability(card(stage=Stage.CLOSED, outcome=Outcome.NO_GROUNDS)) == ""


def test_the_same_officer_twice_is_still_one() -> None:
    mine = card(marks=((Mark.JUNK, person(1).id, 1.0),))
    assert not agreed(mine, Mark.JUNK, person(1).id)
    assert agreed(mine, Mark.JUNK, person(2).id)
    assert not agreed(mine, Mark.MUTE, person(2).id)
    assert offered(mine)
    assert not offered(card(urgency=Urgency.DANGER))
