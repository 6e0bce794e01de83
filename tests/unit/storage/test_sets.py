"""Frozen lists, what two people agreed about them, closed years and entered figures, on both engines."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date

import pytest

from content.coverage_terms import MotionKind, MotionState
from content.library.terms import Audience
from content.outreach_terms import TargetKind
from content.terms import Role
from storage import entered, motions, sets, targets, years
from storage.engine import Database
from storage.entered import Figure
from storage.motions import Motion
from storage.reached import Reached
from storage.sets import Member, TargetSet
from storage.targets import Target
from storage.vault.keyring import Keyring
from tests.conftest import NOON
from tests.world import PROVINCE, World

PLAN, YEAR, INDICATOR = "soc-trang-2022-2025", 2025, "K2b"
FIXED, DUE = date(2025, 1, 20), date(2025, 11, 30)
SCHOOLS = [Target(f"thcs-{n}", TargetKind.SCHOOL, f"THCS {n}", None, Audience.PARENTS, FIXED) for n in (1, 2, 3)]
ON = (PLAN, YEAR, INDICATOR)


@pytest.fixture
async def officer(database: Database, keyring: Keyring, world: World) -> str:
    async with database.write() as rows:
        await targets.save(rows, keyring, SCHOOLS)
    return (await world.officer(PROVINCE, 1, Role.OUTREACH)).id


@pytest.fixture
async def fixed(database: Database, officer: str) -> TargetSet:
    one = TargetSet(*ON, "12/KH-BCĐ", date(2025, 1, 15), DUE, FIXED, officer)
    async with database.write() as rows:
        await sets.fix(rows, one, [Member("thcs-1", FIXED, DUE), Member("thcs-2", FIXED, DUE)])
    return one


def motion(kind: MotionKind, officer: str, *named: str) -> Motion:
    return Motion(secrets.token_hex(16), kind, *ON, tuple(named), officer, NOON, reason="Trường sáp nhập")


async def listed(database: Database, day: date) -> list[str]:
    async with database.read() as rows:
        return [one.target for one in await sets.members(rows, *ON) if one.holds_on(day)]


async def test_a_set_says_what_fixed_it(database: Database, fixed: TargetSet) -> None:
    async with database.read() as rows:
        assert await sets.of_year(rows, PLAN, YEAR) == {INDICATOR: fixed}
        assert await sets.of_year(rows, PLAN, 2024) == {}
        assert await sets.get(rows, *ON) == fixed


async def test_a_list_of_a_day_stays_what_it_was_when_it_is_revised_later(database: Database, fixed: TargetSet) -> None:
    june = date(2025, 6, 1)
    async with database.write() as rows:
        await sets.add(rows, fixed, [Member("thcs-3", june, DUE)])
        await sets.remove(rows, *ON, ["thcs-1"], june)
    assert await listed(database, date(2025, 5, 31)) == ["thcs-1", "thcs-2"]
    assert await listed(database, june) == ["thcs-2", "thcs-3"]


async def test_what_was_taken_off_and_put_back_on_one_day_is_there(database: Database, fixed: TargetSet) -> None:
    june = date(2025, 6, 1)
    async with database.write() as rows:
        await sets.add(rows, fixed, [Member("thcs-3", june, DUE)])
        await sets.remove(rows, *ON, ["thcs-3"], june)
        await sets.add(rows, fixed, [Member("thcs-3", june, DUE)])
    assert await listed(database, june) == ["thcs-1", "thcs-2", "thcs-3"]


async def test_an_exception_stays_on_the_list_and_can_end(
    database: Database, keyring: Keyring, fixed: TargetSet, officer: str
) -> None:
    agreed = motion(MotionKind.EXEMPT, officer, "thcs-1")
    async with database.write() as rows:
        await motions.propose(rows, keyring, agreed)
        await sets.exempt(rows, *ON, agreed.targets, agreed.row)
        assert [one.exempt for one in await sets.members(rows, *ON)] == [True, False]
        await sets.exempt(rows, *ON, agreed.targets, None)
        assert [one.exempt for one in await sets.members(rows, *ON)] == [False, False]


async def test_a_wave_has_a_day_of_its_own(database: Database, fixed: TargetSet) -> None:
    early = date(2025, 6, 26)
    async with database.write() as rows:
        await sets.schedule(rows, *ON, ["thcs-2"], 2, early)
        found = await sets.members(rows, *ON)
    assert [(one.wave, one.due) for one in found] == [(1, DUE), (2, early)]


async def test_a_motion_waits_until_a_second_person_decides(
    database: Database, keyring: Keyring, world: World, fixed: TargetSet, officer: str
) -> None:
    second = (await world.officer(PROVINCE, 2, Role.COMMANDER)).id
    one = motion(MotionKind.REMOVE, officer, "thcs-2", "thcs-1")
    async with database.write() as rows:
        await motions.propose(rows, keyring, one)
        (waiting,) = await motions.waiting(rows, keyring)
        assert (waiting.targets, waiting.reason) == (("thcs-1", "thcs-2"), "Trường sáp nhập")
        await motions.decide(rows, one, MotionState.AGREED, second, NOON)
        assert await motions.waiting(rows, keyring) == []
        (done,) = await motions.of_year(rows, keyring, PLAN, YEAR)
    assert (done.state, done.second) == (MotionState.AGREED, second)
    assert "sáp nhập" not in repr(done)


async def test_a_forged_id_leads_to_no_motion(database: Database, keyring: Keyring) -> None:
    async with database.read() as rows:
        assert await motions.get(rows, keyring, "zz") is None
        assert await motions.get(rows, keyring, "00" * 16) is None


async def test_a_closed_year_is_closed_until_a_motion_opens_it_and_can_be_closed_again(
    database: Database, keyring: Keyring, officer: str
) -> None:
    one = motion(MotionKind.REOPEN, officer)
    async with database.write() as rows:
        assert await years.closed_at(rows, PLAN, YEAR) is None
        await years.close(rows, PLAN, YEAR, officer, {}, NOON)
        assert await years.closed_at(rows, PLAN, YEAR) == NOON
        assert await years.closed_at(rows, PLAN, 2024) is None
        await motions.propose(rows, keyring, one)
        await years.reopen(rows, PLAN, YEAR, one.row)
        assert await years.closed_at(rows, PLAN, YEAR) is None
        await years.close(rows, PLAN, YEAR, officer, {}, NOON)
        assert await years.closed_at(rows, PLAN, YEAR) == pytest.approx(NOON)


async def test_what_was_done_stays_as_the_year_was_closed_and_is_forgotten_when_it_is_opened(
    database: Database, keyring: Keyring, officer: str
) -> None:
    done = {"thcs-1": Reached(sent=2, seen=3, first=NOON, held=2, accepted=1), "thcs-2": Reached(unknown=1)}
    one = motion(MotionKind.REOPEN, officer)
    async with database.write() as rows:
        assert await years.done_in(rows, PLAN, YEAR) is None
        await years.close(rows, PLAN, YEAR, officer, done, NOON)
        assert await years.done_in(rows, PLAN, YEAR) == done
        await motions.propose(rows, keyring, one)
        await years.reopen(rows, PLAN, YEAR, one.row)
        assert await years.done_in(rows, PLAN, YEAR) is None
        await years.close(rows, PLAN, YEAR, officer, {}, NOON)
        assert await years.done_in(rows, PLAN, YEAR) == {}


async def test_of_a_figure_the_last_entry_counts(database: Database, officer: str) -> None:
    first = Figure("K14", 101, NOON, officer, source="BC 12/BC-PC04")
    last = Figure("K14", 115, NOON, officer)  # the clock stood still
    share = Figure("K6", 80, NOON, officer, 12, 15)
    async with database.write() as rows:
        for one in (first, last, share):
            await entered.save(rows, PLAN, YEAR, one)
        found = await entered.of_year(rows, PLAN, YEAR)
        assert found == {"K14": replace(last, at=found["K14"].at), "K6": share}
        assert await entered.of_year(rows, PLAN, 2024) == {}
