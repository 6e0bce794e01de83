"""Pledges by a tap, once per person and place, and on paper; neither says who."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from content.outreach_terms import PledgeKind
from content.terms import Role
from storage import pledges, targets
from storage.engine import Database
from storage.pledges import Signed, presser
from storage.vault.keyring import Keyring
from tests.conftest import NOON
from tests.unit.storage.test_subscriptions import SCHOOL
from tests.world import COMMUNE, World

DAY = date(2027, 1, 15)
KIND = PledgeKind.HOUSEHOLD


async def made(database: Database, keyring: Keyring, user: str, place: str = SCHOOL.id) -> bool:
    who = presser(keyring, KIND, place, "telegram", user)
    async with database.write() as rows:
        return await pledges.make(rows, KIND, place, who, "household-1", DAY, NOON)


async def test_a_pledge_counts_once_per_person_and_place(database: Database, keyring: Keyring) -> None:
    assert [await made(database, keyring, user) for user in ("7", "8", "7")] == [True, True, False]
    assert await made(database, keyring, "7", "31783")
    async with database.read() as rows:
        assert await pledges.vows(rows, KIND) == {SCHOOL.id: 2, "31783": 1}
        assert await pledges.vows(rows, PledgeKind.AGENCY) == {}


def test_the_same_person_at_two_places_or_of_two_kinds_shows_no_link(keyring: Keyring) -> None:
    known = {presser(keyring, kind, place, "telegram", "7") for kind in PledgeKind for place in ("a", "b")}
    assert len(known) == 2 * len(PledgeKind)


async def test_what_was_taken_back_is_gone_and_can_be_pledged_anew(database: Database, keyring: Keyring) -> None:
    await made(database, keyring, "7")
    who = presser(keyring, KIND, SCHOOL.id, "telegram", "7")
    async with database.write() as rows:
        vow = await pledges.vow_of(rows, KIND, SCHOOL.id, who, lock=True)
        assert vow is not None
        await pledges.take_back(rows, vow)
        assert await pledges.vow_of(rows, KIND, SCHOOL.id, who) is None
    assert await made(database, keyring, "7")
    async with database.read() as rows:
        again = await pledges.vow_of(rows, KIND, SCHOOL.id, who)
    assert again is not None
    assert again.id != vow.id  # a tombstone of the first does not bury the second


@pytest.fixture
async def entry(database: Database, keyring: Keyring, world: World) -> Signed:
    officer = await world.officer(COMMUNE, 1, Role.OFFICER)
    async with database.write() as rows:
        await targets.save(rows, keyring, [SCHOOL])
    return Signed(b"1" * 16, KIND, SCHOOL.id, 40, DAY, officer.id, NOON)


async def test_papers_are_added_up_by_target_and_a_struck_entry_counts_no_more(
    database: Database, entry: Signed
) -> None:
    second = replace(entry, id=b"2" * 16, number=2)
    async with database.write() as rows:
        assert [await pledges.enter(rows, one) for one in (entry, second, entry)] == [True, True, False]
        assert await pledges.on_paper(rows, KIND) == {SCHOOL.id: 42}
        assert [await pledges.strike(rows, entry.id, NOON) for _twice in range(2)] == [True, False]
        assert await pledges.on_paper(rows, KIND) == {SCHOOL.id: 2}
        assert await pledges.papers(rows, SCHOOL.id) == [second]
        assert await pledges.paper(rows, entry.id) is None
        assert await pledges.vows(rows, KIND) == {}  # papers are no taps
