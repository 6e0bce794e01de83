"""Tips of one incident over an officer's chat: what is suggested and why, joined in one tap, taken out, told its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from content.terms import CitizenStatus, Outcome, Role, Stage, Urgency
from handlers import effects
from handlers.messages import Remove, Show
from storage import audit, own, tips
from storage.tables import tip
from storage.tips import Card
from storage.vault.receipt import Receipt
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.unit.handlers.triage.test_desk import only
from tests.world import COMMUNE, NEIGHBOUR, PROVINCE, World, member

STORY = "thằng Tư Đen bán đá trong hẻm 112 Lê Hồng Phong, xe 83P1-234.56"
AGAIN = "thang tu den hem 112 le hong phong giao hang xe 83p1 23456"


@dataclass
class Two:
    """An officer's chat with the cards of an older and a younger tip that tell the same."""

    world: World
    chat: Chat
    older: str
    younger: str
    receipts: tuple[Receipt, Receipt]

    async def card(self, public: str) -> Card:
        async with self.world.database.read() as rows:
            found = await tips.card(rows, public)
        assert found is not None
        return found

    def text(self, public: str) -> str:
        return self.chat.shown[f"card:{public}"].text

    async def press(self, label: str, public: str) -> None:
        await self.chat.press(label, f"card:{public}")

    async def show(self, public: str) -> None:
        await self.chat.payload(f"a:card:{public}")


def told(text: str) -> dict[str, Any]:
    return {"parts": [{"kind": "text", "text": text}]}


async def two(world: World, younger: str = AGAIN, role: Role = Role.OFFICER, **more: Any) -> Two:
    await world.officer(PROVINCE, 11)
    chat = await on_duty(world, COMMUNE, 10, role)
    receipts = [await world.send(story=told(STORY))]
    older = await newest(world)
    world.now += 2 * 3600
    receipts.append(await world.send(story=told(younger), **more))
    public = await newest(world, older)
    both = Two(world, chat, older, public, (receipts[0], receipts[1]))
    for one in (older, public):
        await both.show(one)
    return both


async def newest(world: World, *known: str) -> str:
    async with world.database.read() as rows:
        return str(await rows.scalar(sa.select(tip.c.public).where(tip.c.public.not_in(known))))


async def test_both_cards_say_what_may_be_the_same_how_sure_and_why(world: World) -> None:
    both = await two(world)
    said = "(rất có thể cùng vụ): cùng biển số, cùng "
    assert f"Có thể trùng T-{both.older[:4]} {said}" in both.text(both.younger)
    assert f"Có thể trùng T-{both.younger[:4]} {said}" in both.text(both.older)
    assert "cách 2 giờ." in both.text(both.younger)
    assert {"Gộp hai tin", "Không trùng"} <= set(both.chat.labels(f"card:{both.younger}"))


async def test_one_tap_joins_the_younger_to_the_older_and_leaves_one_card(world: World) -> None:
    both = await two(world)
    await both.press("Gộp hai tin", both.younger)
    younger, older = await both.card(both.younger), await both.card(both.older)
    assert (younger.stage, younger.outcome, younger.holder, younger.due_at) == (
        Stage.CLOSED,
        Outcome.MERGED,
        None,
        None,
    )
    assert "accepted" in younger.events
    assert older.stage is Stage.NEW
    assert older.due_at is not None
    assert f"card:{both.younger}" not in both.chat.shown
    assert "2 nguồn báo, lần cuối sau 1" in both.text(both.older)
    assert f"Đã nhập vào đây: T-{both.younger[:4]}" in both.text(both.older)
    assert "Có thể trùng" not in both.text(both.older)


async def test_from_the_older_card_it_is_the_younger_that_is_joined_all_the_same(world: World) -> None:
    both = await two(world)
    await both.press("Gộp hai tin", both.older)
    assert (await both.card(both.younger)).outcome is Outcome.MERGED


async def test_not_the_same_is_suggested_no_more_and_can_not_be_joined(world: World) -> None:
    both = await two(world)
    join = both.chat.button("Gộp hai tin", f"card:{both.younger}").payload
    await both.press("Không trùng", both.younger)
    for one in (both.younger, both.older):
        await both.show(one)
        assert "Có thể trùng" not in both.text(one)
    await both.chat.payload(join)
    assert both.chat.toast == "Có người đã ghi là hai tin khác nhau."
    assert (await both.card(both.younger)).stage is Stage.NEW


async def test_taking_out_puts_it_back_into_the_book_with_whoever_took_it_out(world: World) -> None:
    both = await two(world)
    await both.press("Gộp hai tin", both.younger)
    await both.show(both.younger)
    assert f"Đã nhập vào T-{both.older[:4]}." in both.text(both.younger)
    await both.press("Tách ra", both.younger)
    younger, older = await both.card(both.younger), await both.card(both.older)
    assert (younger.stage, younger.outcome, younger.holder) == (Stage.BOOKED, None, await only(world, 10))
    assert younger.due_at is not None
    assert (older.sources, older.last_hour) == (1, older.submitted_hour)
    assert "Có thể trùng" not in both.text(both.younger)
    assert "nhập" not in both.text(both.older)


async def test_the_same_chat_told_twice_is_one_source(world: World) -> None:
    await world.officer(PROVINCE, 11)
    chat = await on_duty(world, COMMUNE, 10)
    first = await world.send(story=told(STORY))
    older = await newest(world)
    await world.send(story=told(AGAIN), told_here=(first.tag(world.keyring.lookup_pepper)[0],))
    both = Two(world, chat, older, await newest(world, older), (first, first))
    await both.show(both.younger)
    await both.press("Gộp hai tin", both.younger)
    assert "1 nguồn báo" in both.text(both.older)
    assert not [name for name in chat.shown if name.startswith("ring:")]


async def test_a_colleague_hears_of_a_new_source_and_the_group_of_something_new(world: World) -> None:
    both = await two(world)
    colleague = await on_duty(world, COMMUNE, 13, approver=await world.person(await only(world, 10)))
    await colleague.payload(f"a:claim:{both.older}:1")
    await both.show(both.younger)
    await both.press("Gộp hai tin", both.younger)
    rung = [post for post in both.chat.posts if isinstance(post, Show) and post.name.startswith("ring:")]
    assert [(post.to, post.screen.text) for post in rung] == [(member(13), f"T-{both.older[:4]}: thêm một nguồn báo.")]
    assert not rung[0].screen.silent
    gone = [post.to for post in both.chat.posts if isinstance(post, Remove) and post.name == f"card:{both.younger}"]
    assert member(10) in gone


async def test_danger_is_not_silenced_by_joining_it_to_something_ordinary(world: World) -> None:
    both = await two(world, urgency=Urgency.DANGER)
    await both.press("Gộp hai tin", both.younger)
    assert (await both.card(both.older)).urgency is Urgency.DANGER
    shown = [post for post in both.chat.posts if isinstance(post, Show) and post.name == f"card:{both.older}"]
    assert any(post.to == member(11) for post in shown)


async def test_what_a_colleague_has_is_joined_by_the_head_and_by_nobody_else(world: World) -> None:
    both = await two(world)
    colleague = await on_duty(world, COMMUNE, 13, approver=await world.person(await only(world, 10)))
    await colleague.payload(f"a:claim:{both.younger}:1")
    await both.show(both.younger)
    labels = both.chat.labels(f"card:{both.younger}")
    assert "Không trùng" in labels
    assert "Gộp hai tin" not in labels
    await both.chat.payload(f"a:join:{both.younger}:2:{both.older}")
    assert both.chat.toast == "Đồng chí khác đang giữ tin này."
    head = await on_duty(world, COMMUNE, 14, Role.HEAD, approver=await world.person(await only(world, 10)))
    await head.payload(f"a:card:{both.younger}")
    await head.press("Gộp hai tin", f"card:{both.younger}")
    assert (await both.card(both.younger)).outcome is Outcome.MERGED


async def test_a_match_across_communes_is_on_the_provinces_desk_alone(world: World) -> None:
    above = await on_duty(world, PROVINCE, 11)
    here = await on_duty(world, COMMUNE, 10)
    await world.officer(NEIGHBOUR, 12)
    await world.send(story=told(STORY))
    older = await newest(world)
    await world.send(story=told(AGAIN), stations=(NEIGHBOUR, PROVINCE), area=world.area(NEIGHBOUR))
    younger = await newest(world, older)
    await here.command("truc")
    assert "trùng" not in here.main
    await above.command("truc")
    assert "1 cặp tin có thể trùng." in above.main
    await above.press("Có thể trùng")
    assert "Phường Vĩnh Phước, Phường Vĩnh Châu" in above.main
    await above.press(f"1. T-{younger[:4]}")
    await above.press("Gộp hai tin", f"card:{younger}")
    async with world.database.read() as rows:
        card = await tips.card(rows, younger)
    assert card
    assert card.outcome is Outcome.MERGED
    await here.payload(f"a:members:{older}")
    assert f"T-{younger[:4]}" not in here.main


async def test_all_reporters_read_that_it_is_finished_at_the_next_eight_oclock_and_no_more(world: World) -> None:
    both = await two(world)
    await both.press("Gộp hai tin", both.younger)
    await closed(both)
    await both.press("Báo các nguồn", both.older)
    assert both.chat.toast == "1 tin: nguồn báo sẽ thấy “đã xong” từ 08:00 tới."
    async with world.database.read() as rows:
        for receipt in both.receipts:
            found = [await own.by_receipt(rows, world.keyring, receipt, world.now + wait) for wait in (0, 86400)]
            assert [one.status for one in found if one] == [CitizenStatus.RECEIVED, CitizenStatus.CLOSED]
            assert not any(one.questions for one in found if one)
        assert await audit.first_break(rows, world.keyring.audit) is None
    await both.show(both.older)
    assert "Báo các nguồn" not in both.chat.labels(f"card:{both.older}")


async def test_one_joined_tips_reporter_may_be_asked_for_more_instead_at_the_next_eight_oclock(world: World) -> None:
    both = await two(world)
    await both.press("Gộp hai tin", both.younger)
    await both.show(both.younger)
    assert "Báo: chưa đủ rõ" not in both.chat.labels(f"card:{both.younger}")
    await closed(both)
    await both.show(both.younger)
    await both.press("Báo: chưa đủ rõ", both.younger)
    assert both.chat.toast == "Từ 08:00 tới, nguồn báo được hỏi kể thêm."
    await both.show(both.younger)
    assert "Báo: chưa đủ rõ" not in both.chat.labels(f"card:{both.younger}")
    await both.show(both.older)
    assert "Báo các nguồn" not in both.chat.labels(f"card:{both.older}")
    async with world.database.read() as rows:
        pages = [
            [await own.by_receipt(rows, world.keyring, receipt, world.now + wait) for receipt in both.receipts]
            for wait in (0, 86400)
        ]
    received, closed_, unclear = CitizenStatus.RECEIVED, CitizenStatus.CLOSED, CitizenStatus.UNCLEAR
    assert [[one.status for one in page if one] for page in pages] == [[received, received], [closed_, unclear]]


async def closed(both: Two) -> None:
    """The older tip, filed by whoever joined the two."""
    for label in ("Nhận tin", "Vào sổ", "Kết thúc tin"):
        await both.press(label, both.older)
    await both.chat.press("Lưu, nắm tình hình")
    await both.chat.say("đã lưu")
    await both.chat.press("Kết thúc tin")


async def test_joined_tips_are_kept_no_longer_than_the_one_that_led_them(world: World) -> None:
    both = await two(world)
    await both.press("Gộp hai tin", both.younger)
    assert (await both.card(both.younger)).closed_hour is None
    await closed(both)
    assert (await both.card(both.younger)).closed_hour == (await both.card(both.older)).closed_hour


async def test_what_a_reporter_adds_to_a_joined_tip_is_told_at_the_one_that_leads(world: World) -> None:
    both = await two(world)
    await both.press("Gộp hai tin", both.younger)
    async with world.database.read() as rows:
        mine = await own.by_receipt(rows, world.keyring, both.receipts[1], world.now)
    assert mine
    posts = await world.do(effects.AddToTip(mine.row.hex(), "details", ({"kind": "text", "text": "thêm"},)))
    assert {post.name for post in posts if isinstance(post, Show)} >= {f"card:{both.older}"}
    assert f"card:{both.younger}" not in {post.name for post in posts}


async def test_the_tips_of_an_incident_are_listed_and_each_is_read(world: World) -> None:
    both = await two(world)
    await both.press("Gộp hai tin", both.younger)
    await both.press("Các tin đã nhập", both.older)
    assert f"1. T-{both.younger[:4]} · Mua bán · Phường Vĩnh Châu · Gửi sau" in both.chat.main
    await both.chat.press(f"1. T-{both.younger[:4]}")
    await both.press("Đọc tin", both.younger)
    assert "giao hang" in "\n".join(look.text for name, look in both.chat.shown.items() if name.startswith("read:"))


async def test_three_tips_become_one_incident_with_three_sources(world: World) -> None:
    both = await two(world)
    await world.send(story=told(STORY))
    third = await newest(world, both.older, both.younger)
    await both.press("Gộp hai tin", both.younger)
    await both.show(third)
    await both.press("Gộp hai tin", third)
    assert "3 nguồn báo" in both.text(both.older)
    await both.chat.command("truc")
    assert "trùng" not in both.chat.main


async def test_an_old_button_joins_nothing(world: World) -> None:
    both = await two(world)
    old = both.chat.button("Gộp hai tin", f"card:{both.younger}").payload
    await both.press("Nhận tin", both.younger)
    await both.chat.payload(old)
    assert "thay đổi" in both.chat.toast
    assert (await both.card(both.younger)).stage is Stage.NEW


async def test_a_forged_pair_of_another_unit_is_refused(world: World) -> None:
    both = await two(world)
    await world.officer(NEIGHBOUR, 12)
    await world.send(story=told("chuyện khác hẳn"), stations=(NEIGHBOUR, PROVINCE), area=world.area(NEIGHBOUR))
    theirs = await newest(world, both.older, both.younger)
    for word in ("join", "apart"):
        await both.chat.payload(f"a:{word}:{both.younger}:1:{theirs}")
        assert both.chat.toast == "Một trong hai tin không thuộc đơn vị đồng chí."
    assert not both.chat.effects
