"""Sessions are read as they were written; the reason of a return is sealed; each day is counted in one period."""

from __future__ import annotations

import secrets
from datetime import date

import sqlalchemy as sa

from content.coverage_terms import SessionKind, SessionState
from content.library.terms import Audience, Theme
from content.outreach_terms import TargetKind
from content.terms import PersonState, Role
from storage import people, sessions, targets
from storage.people import Person
from storage.sessions import Held, Session
from storage.targets import Target
from tests.world import COMMUNE, World

DAY, AFTER = date(2025, 11, 14), date(2025, 11, 15)


async def written(world: World, *days: date) -> list[Session]:
    author = Person(secrets.token_hex(16), Role.OUTREACH, COMMUNE, PersonState.ACTIVE, "Đ/c Sáu")
    school = Target("hoa-sen", TargetKind.SCHOOL, "Hoa Sen", world.area(COMMUNE), Audience.PARENTS, date(2022, 1, 1))
    some = [
        Session(
            secrets.token_hex(16), school.id, SessionKind.TALK, day, 45, Audience.WOMEN, Theme.SYNTHETIC, COMMUNE,
            author.id, world.now,
        )
        for day in days
    ]  # fmt: skip
    async with world.database.write() as rows:
        await people.add(rows, world.keyring, author, account_tag=b"t" * 32, address="")
        await targets.save(rows, world.keyring, [school])
        for one in some:
            await sessions.add(rows, one)
    return some


async def test_a_session_is_read_as_it_was_written(world: World) -> None:
    (one,) = await written(world, DAY)
    async with world.database.read() as rows:
        assert await sessions.get(rows, world.keyring, one.id) == one
        assert await sessions.get(rows, world.keyring, "zz") is None
        assert await sessions.waiting(rows, world.keyring, COMMUNE) == [one]
        assert await sessions.alike(rows, one.target, one.kind, DAY) == 1
        assert await sessions.alike(rows, one.target, SessionKind.CLASS, DAY) == 0


async def test_why_it_was_returned_is_nowhere_in_the_clear(world: World) -> None:
    (one,) = await written(world, DAY)
    async with world.database.write() as rows:
        await sessions.decide(rows, world.keyring, one.id, SessionState.RETURNED, one.author, "không đúng nơi")
        found = await sessions.get(rows, world.keyring, one.id)
        (stored,) = (await rows.execute(sa.text("SELECT reason FROM field_session"))).scalars()
    assert found is not None
    assert (found.state, found.reason) == (SessionState.RETURNED, "không đúng nơi")
    assert "không".encode() not in bytes(stored)


async def test_each_day_belongs_to_one_period_and_what_was_returned_to_none(world: World) -> None:
    first, second, third = await written(world, DAY, AFTER, AFTER)
    async with world.database.write() as rows:
        await sessions.decide(rows, world.keyring, second.id, SessionState.ACCEPTED, first.author, "")
        await sessions.decide(rows, world.keyring, third.id, SessionState.RETURNED, first.author, "sai")
        assert await sessions.counted(rows, DAY, AFTER) == {"hoa-sen": Held(1, 0)}
        assert await sessions.counted(rows, AFTER, date(2026, 1, 1)) == {"hoa-sen": Held(1, 1)}
        assert await sessions.counted(rows, date(2026, 1, 1), date(2027, 1, 1)) == {}
