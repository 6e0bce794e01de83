"""The roster: set by tapping, read by the station, reminded of in time, and never what decides who is rung."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from bot.perform import duty
from content.policy import Policy
from content.terms import DutyPart, PersonState, Role
from handlers import effects
from handlers.admin.roster_rules import begins, can_be_set, current, ends, monday, next_of
from handlers.messages import Show
from storage import roster
from storage.people import Person
from storage.roster import Duty
from storage.tables import due
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.world import COMMUNE, NEIGHBOUR, PROVINCE, World, member

TODAY = date(2027, 1, 15)  # a Friday, 15:00 local
POLICY = Policy()


async def pair(world: World) -> tuple[Chat, Person]:
    """A head on shift at the keypad, and their officer, off duty."""
    head = await world.officer(COMMUNE, 10, Role.HEAD)
    officer = await world.officer(COMMUNE, 12, approver=head)
    await world.do(effects.CloseShift(officer.id))
    return Chat(world, member(10)), officer


async def planned(world: World) -> list[Duty]:
    async with world.database.read() as rows:
        return await roster.week(rows, COMMUNE, monday(TODAY))


async def reminders(world: World) -> list[int]:
    async with world.database.read() as rows:
        return list(await rows.scalars(sa.select(due.c.at).where(due.c.kind == duty.REMINDER)))


async def reminded(world: World, officer: Person, day: date = TODAY) -> list[Show]:
    payload = {"station": COMMUNE, "day": day.isoformat(), "part": "night", "person": officer.id}
    async with world.database.write() as rows:
        posts = await world.performer.occur(rows, duty.REMINDER, payload, world.now)
    return [post for post in posts if isinstance(post, Show)]


async def test_the_head_sets_a_night_by_tapping_and_takes_it_off_again(world: World) -> None:
    head, officer = await pair(world)
    await head.command("lich")
    assert "T6 15/01 · ngày: – · đêm: –" in head.main
    await head.press("T6 đêm")
    await head.press("Đ/c 12")
    assert "✓ Đ/c 12" in head.labels()
    assert await planned(world) == [Duty(COMMUNE, TODAY, DutyPart.NIGHT, officer.id)]
    await head.press("Lịch trực")
    assert "T6 15/01 · ngày: – · đêm: Đ/c 12" in head.main
    await head.press("T6 đêm")
    await head.press("✓ Đ/c 12")
    assert await planned(world) == []
    assert await reminders(world) == []


async def test_who_is_planned_reads_it_on_the_desk_and_is_reminded_half_an_hour_before(world: World) -> None:
    _head, officer = await pair(world)
    await world.do(effects.SetDuty(await head_id(world), officer.id, TODAY, DutyPart.NIGHT, on=True))
    chat = Chat(world, member(12))
    await chat.command("truc")
    assert "Ca của đồng chí: T6 đêm 15/01, từ 19:00." in chat.main
    (at,) = await reminders(world)
    assert at == (begins(TODAY, DutyPart.NIGHT, POLICY) - 1800) * 1e6
    (post,) = await reminded(world, officer)
    assert post.to.chat == "12"
    assert not post.screen.silent


async def head_id(world: World) -> str:
    from storage import people

    async with world.database.read() as rows:
        found = await people.by_account(rows, world.keyring, "telegram", "10")
    assert found is not None
    return found.id


@pytest.mark.parametrize("change", ["leave", "suspended", "taken off"])
async def test_whoever_does_not_come_is_not_reminded(world: World, change: str) -> None:
    _head, officer = await pair(world)
    me = await head_id(world)
    await world.do(effects.SetDuty(me, officer.id, TODAY, DutyPart.NIGHT, on=True))
    await world.do(
        {
            "leave": effects.Away(officer.id, me, TODAY),
            "suspended": effects.Suspend(officer.id, me, PersonState.SUSPENDED),
            "taken off": effects.SetDuty(me, officer.id, TODAY, DutyPart.NIGHT, on=False),
        }[change]
    )
    assert await reminded(world, officer) == []


async def test_somebody_who_left_is_planned_no_more(world: World) -> None:
    _head, officer = await pair(world)
    await world.do(effects.SetDuty(await head_id(world), officer.id, TODAY, DutyPart.NIGHT, on=True))
    await world.do(effects.Suspend(officer.id, officer.id, PersonState.LEFT))
    assert await planned(world) == []


async def test_setting_it_twice_is_once(world: World) -> None:
    _head, officer = await pair(world)
    same = effects.SetDuty(await head_id(world), officer.id, TODAY, DutyPart.NIGHT, on=True)
    await world.do(same, same)
    assert len(await planned(world)) == len(await reminders(world)) == 1


async def test_an_officer_reads_the_roster_and_sets_nothing(world: World) -> None:
    _head, officer = await pair(world)
    await world.press_pin(officer.id, "open")
    chat = Chat(world, member(12))
    await chat.command("lich")
    assert "Lịch trực Công an phường Vĩnh Châu, 11/01 đến 17/01" in chat.main
    assert "T6 đêm" not in chat.labels()
    await chat.payload(f"a:duty:20270115:night:{officer.id}")
    assert chat.toast == "Việc này không thuộc phần của đồng chí."
    assert not chat.effects


async def test_another_stations_head_sets_nothing_here_even_where_the_dialogue_was_passed(world: World) -> None:
    _head, officer = await pair(world)
    other = await world.officer(NEIGHBOUR, 20, Role.HEAD)
    chat = Chat(world, member(20))
    await chat.payload(f"a:duty:20270115:night:{officer.id}")
    assert not chat.effects
    await world.do(effects.SetDuty(other.id, officer.id, TODAY, DutyPart.NIGHT, on=True))
    assert await planned(world) == []


@pytest.mark.parametrize(
    "payload",
    [
        "20270114:night",
        "20270115:day",
        "20280115:night",
        "99999999:night",
        "20270115:noon",
        ":",
        "２０２７０１１５:night",
    ],
)
async def test_what_is_over_too_far_or_forged_is_not_set(world: World, payload: str) -> None:
    head, officer = await pair(world)
    world.now += 5 * 3600  # 20:00: the day is over, the night runs
    await head.payload(f"a:duty:{payload}:{officer.id}")
    assert head.effects == []


async def test_the_provinces_desk_sees_who_is_on_duty_everywhere_others_their_own(world: World) -> None:
    _head, officer = await pair(world)
    world.now += 5 * 3600
    await world.do(effects.SetDuty(await head_id(world), officer.id, TODAY, DutyPart.NIGHT, on=True))
    desk = await on_duty(world, PROVINCE, 30, Role.DESK)
    await desk.payload("a:on_duty")
    assert "Công an phường Vĩnh Châu: Đ/c 12" in desk.main
    assert "Công an phường Vĩnh Phước: –" in desk.main
    neighbour = await on_duty(world, NEIGHBOUR, 20)
    await neighbour.payload("a:on_duty")
    assert "Vĩnh Châu" not in neighbour.main


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)))
def test_every_moment_lies_in_exactly_one_half_day(when: datetime) -> None:
    now = (when - datetime(1970, 1, 1)).total_seconds()
    day, part = current(now, POLICY)
    assert begins(day, part, POLICY) <= now < ends(day, part, POLICY)
    assert can_be_set(day, part, now, POLICY)


def test_the_next_duty_is_the_one_that_runs_or_the_first_to_come() -> None:
    last_night = Duty(COMMUNE, TODAY - timedelta(days=1), DutyPart.NIGHT, "a")
    tonight, tomorrow = (Duty(COMMUNE, TODAY + timedelta(days=n), DutyPart.NIGHT, "a") for n in (0, 1))
    three_in_the_morning = begins(TODAY, DutyPart.DAY, POLICY) - 4 * 3600
    noon = begins(TODAY, DutyPart.DAY, POLICY) + 5 * 3600
    assert next_of([tomorrow, last_night, tonight], three_in_the_morning, POLICY) == last_night
    assert next_of([tomorrow, last_night, tonight], noon, POLICY) == tonight
    assert next_of([last_night], noon, POLICY) is None
