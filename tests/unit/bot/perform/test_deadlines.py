"""Deadlines as they come: one message that names tips and why, the head, the province; nothing once somebody acted."""

from __future__ import annotations

from datetime import date

from content.terms import Role, Urgency
from handlers import effects
from handlers.messages import Show
from handlers.triage.hours import local
from handlers.triage.move_rules import Move
from handlers.triage.state_rules import Given
from storage import due, lists
from storage.lists import Ends, Listing
from tests.unit.bot.perform.test_moving import Tip, taken
from tests.world import COMMUNE, World, member, open_tips

HOUR = 3600.0
TODAY = date(2027, 1, 15)  # a Friday; the world begins at 15:00


async def until(world: World, at: float) -> list[tuple[str, str, str]]:
    """Let the clock run; every reminder as (hour, chat, text)."""
    told = []
    while True:
        async with world.database.write() as rows:
            first = await due.next_at(rows)
            if first is None or first / 1e6 > at:
                break
            world.now = max(world.now, first / 1e6)
            for moment in await due.come(rows, world.tools.seals, world.now, 50):
                posts = await world.performer.occur(rows, moment.kind, moment.payload or {}, world.now)
                await due.done(rows, [moment.id])
                told += [
                    (f"{local(world.now, world.policy):%a %H:%M}", post.to.chat, post.screen.text)
                    for post in posts
                    if isinstance(post, Show) and post.name == "reminder"
                ]
    world.now = at
    return told


async def booked(world: World, **more: object) -> Tip:
    one = await taken(world, **more)
    await one.walk(Move.BOOK)
    return one


async def test_the_holder_hears_at_half_the_time_which_tip_and_why(world: World) -> None:
    one = await booked(world)
    ((hour, chat, text),) = await until(world, world.now + 6.5 * HOUR)
    assert (hour, chat) == ("Fri 21:00", "10")
    assert text.splitlines()[1] == f"T-{one.public[:4]}: Báo cáo CQĐT cấp tỉnh, đã qua nửa thời hạn"


async def test_what_is_late_goes_to_the_head_then_to_the_province_and_not_at_night(world: World) -> None:
    one = await booked(world)
    await world.officer(COMMUNE, 12, Role.HEAD, approver=one.officer)
    told = await until(world, world.now + 18 * HOUR)
    late = [(hour, chat) for hour, chat, text in told if "quá hạn" in text]
    assert ("Sat 06:00", "12") in late
    assert ("Sat 08:00", "11") in late
    assert not [hour for hour, _chat, _text in told if hour[4:6] in ("22", "23", "00", "01", "02", "03", "04", "05")]


async def test_danger_breaks_the_quiet_hours(world: World) -> None:
    one = await booked(world, urgency=Urgency.DANGER)
    await world.officer(COMMUNE, 12, Role.HEAD, approver=one.officer)
    told = await until(world, world.now + 14 * HOUR)
    assert ("Sat 03:00", "12") in [(hour, chat) for hour, chat, _text in told]


async def test_once_somebody_acts_nothing_more_is_said_of_that_deadline(world: World) -> None:
    one = await booked(world)
    await world.officer(COMMUNE, 12, Role.HEAD, approver=one.officer)
    world.now += 5 * HOUR
    await one.move(Move.MEET, Given(clock="T2", day=TODAY))
    told = await until(world, world.now + 24 * HOUR)
    assert not [text for _hour, _chat, text in told if "Báo cáo CQĐT" in text]


async def test_several_tips_of_one_officer_are_one_message_with_a_button_each(world: World) -> None:
    one = await booked(world)
    for _more in range(3):
        await world.send()
    async with world.database.read() as rows:
        others = [card for card in await open_tips(rows, COMMUNE) if card.holder is None]
    for card in others:
        await world.do(effects.ClaimTip(card.public, 1, one.officer.id), by=member(10))
        await Tip(world, card.public, one.officer, one.above).walk(Move.BOOK)
    told = await until(world, world.now + 6.5 * HOUR)
    (text,) = [text for _hour, chat, text in told if chat == "10"]
    assert len(text.splitlines()) == 5


async def test_a_station_without_a_head_tells_the_province_at_once(world: World) -> None:
    await booked(world)
    told = await until(world, world.now + 15.5 * HOUR)
    assert ("Sat 06:00", "11") in [(hour, chat) for hour, chat, text in told if "quá hạn" in text]


async def test_what_is_late_and_left_alone_is_told_again_each_working_day(world: World) -> None:
    one = await booked(world)
    await world.officer(COMMUNE, 12, Role.HEAD, approver=one.officer)
    told = await until(world, world.now + 5 * 24 * HOUR)
    days = {hour[:3] for hour, chat, text in told if chat == "12" and "Báo cáo CQĐT" in text}
    assert {"Mon", "Tue", "Wed"} <= days
    assert "Sun" not in days


async def test_a_test_tip_reminds_nobody(world: World) -> None:
    await booked(world, test=True)
    assert await until(world, world.now + 30 * HOUR) == []


async def test_whoever_left_hears_nothing_and_those_on_duty_do(world: World) -> None:
    one = await booked(world)
    await world.officer(COMMUNE, 12, approver=one.officer)
    await world.do(effects.Away(one.officer.id, one.officer.id, date(2027, 1, 30)))
    told = await until(world, world.now + 6.5 * HOUR)
    assert {chat for _hour, chat, _text in told} == {"12"}


async def test_the_desk_counts_and_lists_what_is_late_and_soon_due(world: World) -> None:
    one = await booked(world)
    async with world.database.read() as rows:
        later, soon = Ends(0, world.now), Ends(world.now, world.now + 48 * HOUR)
        found = await lists.count(rows, COMMUNE, later, soon)
        assert (found.late, found.soon) == (0, 1)
        after = world.now + 13 * HOUR
        (card,) = (await lists.page(rows, Listing(COMMUNE, ends=Ends(0, after)), 6)).cards
    assert card.public == one.public
    assert card.due_at == world.now + 12 * HOUR
