"""Somebody leaves or is suspended: their rights end, and no tip is lost over it."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa

from content.terms import Contact, PersonState, Reader, Role, TipState, Topic, Urgency
from handlers import effects
from handlers.messages import Act, Address, Incoming, Post, Show
from storage import reading, stations, tips
from storage.tables import station, tip_key
from storage.vault.recovery import Circle, combine, new_recovery
from storage.vault.station import open_station
from tests.world import COMMUNE, PROVINCE, World, member, only_tip


async def read_by(world: World, officer: str, public: str) -> bool:
    async with world.database.read() as rows:
        return await reading.open_tip(rows, world.keyring, await world.person(officer), public, world.now) is not None


async def test_a_tip_that_somebody_of_another_station_had_taken_is_free_again(world: World) -> None:
    await world.officer(COMMUNE, 10)
    above = await world.officer(PROVINCE, 11)
    await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await world.do(effects.ClaimTip(public, 1, above.id), by=member(11))
    await world.do(effects.Suspend(above.id, above.id, PersonState.LEFT))
    async with world.database.read() as rows:
        card = await tips.card(rows, public)
    assert card is not None
    assert (card.state, card.holder) == (TipState.NEW, None)


async def test_any_colleague_on_shift_lets_the_key_be_replaced_when_an_administrator_suspends(world: World) -> None:
    first = await world.officer(COMMUNE, 10)
    second = await world.officer(COMMUNE, 12, approver=first)
    admin = await world.officer(PROVINCE, 13, Role.ADMIN)
    await world.officer(PROVINCE, 11)
    await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
        before = set((await rows.execute(sa.select(tip_key.c.body).where(tip_key.c.station == COMMUNE))).scalars())
    await world.do(effects.CloseShift(second.id), effects.Suspend(second.id, admin.id))
    async with world.database.read() as rows:
        after = set((await rows.execute(sa.select(tip_key.c.body).where(tip_key.c.station == COMMUNE))).scalars())
    assert not before & after
    assert await read_by(world, first.id, public)


async def test_a_row_that_was_tampered_with_keeps_nobodys_rights_alive(world: World) -> None:
    first = await world.officer(COMMUNE, 10)
    second = await world.officer(COMMUNE, 12, approver=first)
    await world.officer(PROVINCE, 11)
    await world.send()
    async with world.database.write() as rows:
        await rows.execute(sa.update(tip_key).where(tip_key.c.station == COMMUNE).values(body=b"\x01" * 113))
    await world.do(effects.Suspend(second.id, first.id))
    assert (await world.person(second.id)).state is PersonState.SUSPENDED


async def test_a_tip_that_is_sealed_in_the_moment_the_station_key_is_replaced_still_opens(world: World) -> None:
    first = await world.officer(COMMUNE, 10)
    second = await world.officer(COMMUNE, 12, approver=first)
    sent, suspended = asyncio.Event(), asyncio.Event()

    async def suspend() -> None:
        await sent.wait()
        suspended.set()
        await world.do(effects.Suspend(second.id, first.id))

    leaving = asyncio.create_task(suspend())
    async with world.database.write() as rows:
        incoming = Incoming(member(700), Act.PRESS, at=world.now)
        tip = effects.SubmitTip(
            Topic.SALE, None, world.area(COMMUNE), (COMMUNE,), Urgency.ORDINARY,
            Reader.COMMUNE, Contact.NONE, "1f", {"parts": []},
        )  # fmt: skip
        await world.performer.perform(rows, [tip], incoming, world.now)
        sent.set()
        await suspended.wait()
        await asyncio.wait([leaving], timeout=0.3)  # long enough to finish, if nothing held it back
    await leaving
    async with world.database.read() as rows:
        public = await only_tip(rows, COMMUNE)
    assert await read_by(world, first.id, public)


async def test_the_operator_and_the_head_of_the_province_hear_of_a_unit_that_nobody_can_read_for_any_more(
    world: World,
) -> None:
    watched = World(world.database, world.keyring, world.now, operator=member(99))
    head = await watched.officer(PROVINCE, 21, Role.HEAD)
    await watched.officer(PROVINCE, 22, approver=head)
    first = await watched.officer(COMMUNE, 10)
    second = await watched.officer(COMMUNE, 12, approver=first)
    assert not told(await watched.do(effects.Suspend(second.id, first.id)))
    posts = await watched.do(effects.Suspend(first.id, first.id, PersonState.LEFT))
    assert told(posts) == {member(99), member(21)}


async def test_of_a_province_without_a_head_its_officers_hear_it_and_of_the_province_itself_the_operator(
    world: World,
) -> None:
    watched = World(world.database, world.keyring, world.now, operator=member(99))
    above = await watched.officer(PROVINCE, 22)
    alone = await watched.officer(COMMUNE, 10)
    assert told(await watched.do(effects.Suspend(alone.id, above.id))) == {member(99), member(22)}
    assert told(await watched.do(effects.Suspend(above.id, above.id, PersonState.LEFT))) == {member(99)}


def told(posts: list[Post]) -> set[Address]:
    """Who is told that nobody can read."""
    return {post.to for post in posts if isinstance(post, Show) and "không còn ai đọc được" in post.screen.text}


async def test_a_key_that_nobody_could_replace_is_replaced_when_the_next_shift_opens(world: World) -> None:
    first = await world.officer(COMMUNE, 10)
    second = await world.officer(COMMUNE, 12, approver=first)
    await world.officer(PROVINCE, 11)
    await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await world.do(effects.CloseShift(first.id), effects.CloseShift(second.id))
    await world.do(effects.Suspend(second.id, first.id))

    async def wrapped() -> set[bytes]:
        async with world.database.read() as rows:
            chosen = sa.select(tip_key.c.body).where(tip_key.c.station == COMMUNE)
            return set((await rows.execute(chosen)).scalars())

    before = await wrapped()
    await world.press_pin(first.id, "open")
    after = await wrapped()
    assert not before & after
    assert await read_by(world, first.id, public)
    await world.do(effects.CloseShift(first.id))
    await world.press_pin(first.id, "open")
    assert await wrapped() == after


async def test_after_new_recovery_papers_a_unit_joins_them_when_an_officer_opens_a_shift(world: World) -> None:
    officer = await world.officer(COMMUNE, 10)
    fresh = new_recovery(Circle.PROVINCE)
    async with world.database.write() as rows:
        await rows.execute(sa.update(station).where(station.c.id == COMMUNE).values(recovery_key=None))
        await stations.set_recovery(rows, world.keyring, Circle.PROVINCE, fresh.public)
    await world.do(effects.CloseShift(officer.id))
    assert (await world.press_pin(officer.id, "open"))["result"] == "opened"
    async with world.database.read() as rows:
        wrapped = await stations.recovery_key(rows, COMMUNE)
        unit = await stations.get(rows, COMMUNE)
    assert wrapped is not None
    assert unit is not None
    pair = combine(Circle.PROVINCE, fresh.shares, fresh.public)
    assert open_station(pair, COMMUNE.encode(), unit.key or b"", wrapped).public == unit.key
