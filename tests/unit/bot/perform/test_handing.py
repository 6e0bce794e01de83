"""A tip changes hands over real rows: given back, passed on, all of somebody's, and by itself where it was left alone."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from content.terms import Mark, Role, Urgency
from handlers import effects
from handlers.messages import Show
from handlers.triage.move_rules import Move
from storage import due
from storage.tables import audit
from storage.tips import Card
from tests.unit.bot.perform.test_deadlines import HOUR, until
from tests.unit.bot.perform.test_moving import Tip, taken
from tests.world import COMMUNE, NEIGHBOUR, PROVINCE, World, member, open_tips


async def back_at(world: World, one: Tip, *hours: float) -> list[bool]:
    """At each of these hours from now: whether the tip is with the others again."""
    began, found = world.now, []
    for hour in hours:
        await until(world, began + hour * HOUR)
        found.append((await one.card()).holder is None)
    return found


async def test_a_tip_that_was_taken_and_left_alone_goes_back_and_its_holder_hears_of_it_before(world: World) -> None:
    one = await taken(world)
    told = await until(world, world.now + 16.5 * HOUR)  # taken on Friday at 15:00; told in the morning, not at night
    mine = [(hour, text) for hour, chat, text in told if chat == "10" and "sắp về lại hộp tin" in text]
    assert [hour for hour, _text in mine] == ["Sat 06:00"]
    assert f"T-{one.public[:4]}: Đã nhận mà chưa làm gì, sắp về lại hộp tin" in mine[0][1]
    assert (await one.card()).holder == one.officer.id
    assert await back_at(world, one, 0.4, 0.6) == [False, True]


async def test_it_rings_again_when_it_is_back_and_the_audit_says_that_nobody_did_it(world: World) -> None:
    one = await taken(world, urgency=Urgency.DANGER)
    await world.do(effects.ReadTip(one.public, one.officer.id))
    assert await back_at(world, one, 16, 17.5) == [False, True]
    async with world.database.read() as rows:
        assert await due.is_set(rows, world.tools.seals, "alarm", one.public)
        lines = list(await rows.execute(sa.select(audit.c.person).where(audit.c.action == "claim returned")))
    assert [line.person for line in lines] == [None]


async def test_whatever_was_done_with_it_keeps_it_with_its_holder(world: World) -> None:
    one = await taken(world)
    await one.walk(Move.BOOK)
    told = await until(world, world.now + 48 * HOUR)
    assert not [text for _hour, _chat, text in told if "hộp tin" in text]
    assert (await one.card()).holder == one.officer.id


async def test_reading_it_begins_the_time_anew(world: World) -> None:
    one = await taken(world)
    await until(world, world.now + 10 * HOUR)
    await world.do(effects.ReadTip(one.public, one.officer.id))
    assert await back_at(world, one, 8, 12.1) == [False, True]


async def test_whoever_takes_it_from_another_has_the_whole_time(world: World) -> None:
    one = await taken(world)
    await until(world, world.now + 10 * HOUR)
    await world.do(effects.ReleaseTip(one.public, (await one.card()).version, one.officer.id), by=member(10))
    await world.do(effects.ClaimTip(one.public, (await one.card()).version, one.above.id), by=member(11))
    assert await back_at(world, one, 8, 12.1) == [False, True]


async def test_a_test_tip_stays_with_whoever_tries_it(world: World) -> None:
    one = await taken(world, test=True)
    assert await back_at(world, one, 48) == [False]


async def test_what_is_given_back_is_free_and_rings(world: World) -> None:
    one = await taken(world)
    posts = await world.do(effects.ReleaseTip(one.public, (await one.card()).version, one.officer.id), by=member(10))
    assert (await one.card()).holder is None
    assert "card:" + one.public in {post.name for post in posts if isinstance(post, Show)}


async def test_a_tip_passed_on_is_the_colleagues_at_once_and_rings_there(world: World) -> None:
    one = await taken(world)
    colleague = await world.officer(COMMUNE, 12, approver=one.officer)
    passing = effects.PassTip(one.public, (await one.card()).version, one.officer.id, colleague.id)
    posts = await world.do(passing, by=member(10))
    assert (await one.card()).holder == colleague.id
    rung = [post for post in posts if isinstance(post, Show) and post.to.chat == "12" and not post.screen.silent]
    assert [post.screen.text for post in rung] == [
        f"Đ/c 10 giao T-{one.public[:4]} cho đồng chí. Đồng chí đang giữ tin này."
    ]


async def test_nothing_is_passed_to_whoever_is_off_duty_involved_or_elsewhere(world: World) -> None:
    one = await taken(world)
    colleague = await world.officer(COMMUNE, 12, approver=one.officer)
    involved = await world.officer(COMMUNE, 13, approver=one.officer)
    elsewhere = await world.officer(NEIGHBOUR, 14)
    await world.do(effects.CloseShift(colleague.id))
    await world.do(effects.MarkTip(one.public, (await one.card()).version, involved.id, Mark.INVOLVED), by=member(13))
    for other in (colleague, involved, elsewhere, one.above):
        version = (await one.card()).version
        await world.do(effects.PassTip(one.public, version, one.officer.id, other.id), by=member(10))
        assert (await one.card()).holder == one.officer.id, other.name


async def test_of_two_presses_on_the_same_card_one_wins(world: World) -> None:
    one = await taken(world)
    colleague = await world.officer(COMMUNE, 12, approver=one.officer)
    version = (await one.card()).version
    await world.do(effects.ReleaseTip(one.public, version, one.officer.id), by=member(10))
    await world.do(effects.PassTip(one.public, version, one.officer.id, colleague.id), by=member(10))
    assert (await one.card()).holder is None


async def test_the_head_passes_everything_of_somebody_who_fell_ill(world: World) -> None:
    one = await taken(world)
    for _more in range(2):
        await world.send()
    async with world.database.read() as rows:
        cards = await open_tips(rows, COMMUNE)
    for card in cards:
        await world.do(effects.ClaimTip(card.public, card.version, one.officer.id), by=member(10))
    head = await world.officer(COMMUNE, 12, Role.HEAD, approver=one.officer)
    heir = await world.officer(COMMUNE, 13, approver=one.officer)
    barred = (await open_tips_now(world))[0]
    await world.do(effects.MarkTip(barred.public, barred.version, heir.id, Mark.INVOLVED), by=member(13))
    posts = await world.do(effects.PassAll(head.id, one.officer.id, heir.id), by=member(12))
    holders = {card.public: card.holder for card in await open_tips_now(world)}
    assert holders.pop(barred.public) is None
    assert set(holders.values()) == {heir.id}
    notes = [post.screen.text for post in posts if isinstance(post, Show) and post.name == "handed"]
    assert notes == ["Đồng chí nhận 2 tin của Đ/c 10. Mở “Tin của tôi” để xem."]


async def open_tips_now(world: World) -> list[Card]:
    async with world.database.read() as rows:
        return await open_tips(rows, COMMUNE)


async def test_only_a_head_of_the_same_unit_passes_them_and_only_to_somebody_who_works(world: World) -> None:
    one = await taken(world)
    heir = await world.officer(COMMUNE, 12, approver=one.officer)
    head = await world.officer(COMMUNE, 13, Role.HEAD, approver=one.officer)
    chief = await world.officer(PROVINCE, 14, Role.HEAD, approver=one.above)
    for by in (heir, chief, one.above):
        await world.do(effects.PassAll(by.id, one.officer.id, heir.id), by=member(1))
        assert (await one.card()).holder == one.officer.id
    await world.do(effects.Away(heir.id, heir.id, date(2027, 1, 30)))
    for to in (heir, chief, one.officer):
        await world.do(effects.PassAll(head.id, one.officer.id, to.id), by=member(13))
        assert (await one.card()).holder == one.officer.id
