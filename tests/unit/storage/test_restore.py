"""Nothing that died since a backup was made rises with it, and nobody is served before that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from content.outreach_terms import PledgeKind
from content.retention import load
from content.terms import PersonState, RewardState, Role, StationKind
from handlers import effects
from storage import audit, outbox, own, people, pledges, rewards, stations
from storage.backup import back_up
from storage.engine import Database
from storage.outbox import QUEUED, SENDING, UNKNOWN
from storage.people import Person
from storage.purge import purge
from storage.restore import Restored, restore
from storage.seals import Seals
from storage.tables import delivery, invite, lease, run, shift, station_key, tip
from storage.times import DAY_S, hours
from storage.tombstones import Kind, Tombstones
from storage.vault.keys import Pair
from storage.vault.recovery import Circle
from tests.conftest import NOON
from tests.crowd import begun, crowd
from tests.world import COMMUNE, PROVINCE, World, member

RULES = load(date(2027, 1, 15))


@dataclass
class Disaster:
    """A backup, what happened after it, and the database that is lost."""

    world: World
    new: Database
    folder: Path
    offline: Pair
    stones: Tombstones
    officer: Person | None = None
    path: Path | None = None

    async def back_up(self) -> None:
        world = self.world
        self.path = await back_up(
            world.database, world.keyring.backup_public, len(self.stones.read()), self.folder, world.now
        )

    async def restore(self) -> Restored:
        assert self.path is not None
        later = self.world.now + 7200
        return await restore(self.new, self.world.keyring, self.stones, self.path, self.offline, later)


@pytest.fixture
async def disaster(world: World, empty: Database, tmp_path: Path, offline: Pair) -> Disaster:
    officer = await world.officer(COMMUNE, 1)
    await world.officer(PROVINCE, 2)
    return Disaster(world, empty, tmp_path, offline, Tombstones(tmp_path / "keyring"), officer)


async def test_what_was_purged_since_stays_purged(disaster: Disaster) -> None:
    world = disaster.world
    receipt = await world.send()
    kept = await world.send()
    await disaster.back_up()
    tag = receipt.tag(world.keyring.lookup_pepper)
    async with world.database.write() as rows:
        closed = sa.update(tip).where(tip.c.receipt == tag)
        await rows.execute(closed.values(stage="closed", closed_hour=hours(NOON - 800 * DAY_S)))
    assert (await purge(world.database, world.keyring, disaster.stones, RULES, NOON)).tips == 1
    await disaster.restore()
    async with disaster.new.read() as rows:
        assert await own.by_receipt(rows, world.keyring, receipt, NOON) is None
        assert await own.by_receipt(rows, world.keyring, kept, NOON) is not None


async def test_a_way_back_that_was_withdrawn_since_stays_withdrawn(disaster: Disaster) -> None:
    receipt = await disaster.world.send()
    await disaster.back_up()
    await disaster.world.do(effects.SetWayBack(f"{receipt.bits:x}"), by=member(700))
    await disaster.restore()
    async with disaster.new.read() as rows:
        assert await rows.scalar(sa.select(tip.c.way_back)) is None


async def test_an_officer_who_was_suspended_since_opens_nothing(disaster: Disaster) -> None:
    assert disaster.officer is not None
    head = await disaster.world.officer(COMMUNE, 3, Role.HEAD, approver=disaster.officer)
    await disaster.back_up()
    await disaster.world.do(effects.Suspend(disaster.officer.id, head.id))
    await disaster.restore()
    async with disaster.new.read() as rows:
        back = await people.get(rows, disaster.world.keyring, disaster.officer.id)
        keys = sa.select(station_key.c.body).where(station_key.c.person == disaster.officer.row)
        assert back is not None
        assert back.state is PersonState.SUSPENDED
        assert (await rows.execute(keys)).all() == []


async def test_a_reward_that_was_fetched_since_is_not_fetched_again(disaster: Disaster) -> None:
    world, officer = disaster.world, disaster.officer
    assert officer is not None
    await world.send()
    async with world.database.write() as rows:
        row = await rows.scalar(sa.select(tip.c.id))
        await rewards.propose(rows, row, officer.id, world.now + 9 * DAY_S)
        await rewards.decide(rows, row, RewardState.GRANTED, world.now, world.now + 9 * DAY_S)
        await rewards.give_code(rows, row, rewards.code_hash(world.keyring, "0123456789"))
    await disaster.back_up()
    disaster.stones.add(Kind.CLAIMED, [row.hex()])
    await disaster.restore()
    async with disaster.new.write() as rows:
        assert await rewards.claim(rows, world.keyring, "0123456789", world.now) is None
        found = await rewards.of_tip(rows, row)
    assert found is not None
    assert found.state is RewardState.CLAIMED


async def test_a_pledge_that_was_taken_back_since_stays_so_and_the_one_made_anew_stays_made(disaster: Disaster) -> None:
    world, kind = disaster.world, PledgeKind.HOUSEHOLD
    for user in ("7", "8"):
        who = pledges.presser(world.keyring, kind, "31783", "telegram", user)
        async with world.database.write() as rows:
            await pledges.make(rows, kind, "31783", who, "household-1", date(2027, 1, 15), world.now)
            made = await pledges.vow_of(rows, kind, "31783", who)
    assert made is not None
    await disaster.back_up()
    disaster.stones.add(Kind.UNPLEDGED, [made.id.hex()])
    await disaster.restore()
    async with disaster.new.read() as rows:
        assert await pledges.vows(rows, kind) == {"31783": 1}


async def test_papers_that_were_used_since_open_nothing(disaster: Disaster) -> None:
    await disaster.back_up()
    old = disaster.world.recovery[Circle.PROVINCE].public
    disaster.stones.add(Kind.SPENT, [old.hex()])
    await disaster.restore()
    async with disaster.new.read() as rows:
        assert await stations.recovery_public(rows, disaster.world.keyring, Circle.PROVINCE) is None
        assert await stations.recovery_public(rows, disaster.world.keyring, Circle.INSPECTORATE) is not None
        assert await stations.recovery_key(rows, COMMUNE) is None


async def test_nobody_is_on_shift_and_no_old_invitation_or_lease_holds(disaster: Disaster) -> None:
    await disaster.world.do(effects.Invite("x" * 22, Role.OFFICER, COMMUNE))
    async with disaster.world.database.write() as rows:
        await rows.execute(sa.insert(lease), {"name": "clock", "holder": "a", "until": 1 << 60})
    await disaster.back_up()
    await disaster.restore()
    async with disaster.new.read() as rows:
        for table in (shift, invite, lease):
            assert (await rows.execute(sa.select(table))).all() == []


async def test_what_was_being_sent_is_unknown_and_what_waited_says_it_may_be_a_repetition(disaster: Disaster) -> None:
    seals = Seals(disaster.world.keyring)
    letters = [
        outbox.Letter("telegram", bytes([number]) * 16, "show", {"to": {}}, repeatable=number != 3)
        for number in (1, 2, 3)
    ]
    async with disaster.world.database.write() as rows:
        await rows.execute(sa.delete(outbox.outbox))
        await outbox.put(rows, seals, letters[:1], 1, NOON)
        assert len(await outbox.claim(rows, seals, "telegram", "0", 1, (), NOON)) == 1
        await outbox.put(rows, seals, letters[1:], 2, NOON)
    await disaster.back_up()
    await disaster.restore()
    table = outbox.outbox
    async with disaster.new.read() as rows:
        found = (await rows.execute(sa.select(table.c.state, table.c.outcome, table.c.body.is_(None)))).all()
    assert SENDING not in [state for state, _outcome, _blank in found]
    assert sorted(map(tuple, found)) == [(QUEUED, UNKNOWN, False), (UNKNOWN, UNKNOWN, True), (UNKNOWN, UNKNOWN, True)]


async def test_copies_that_may_have_left_since_the_backup_are_unknown_and_no_gathering_goes_on_by_itself(
    disaster: Disaster,
) -> None:
    keyring = disaster.world.keyring
    async with disaster.world.database.write() as rows:
        going, gathering = await begun(rows, keyring, NOON), await begun(rows, keyring, NOON)
        await rows.execute(sa.update(run).where(run.c.id == going).values(state="sending"))
        ids = await crowd(rows, keyring, 3, NOON)
        states = zip(ids, ("queued", "sending", "sent"), strict=True)
        values = [{"run": going, "subscription": to, "channel": "telegram", "state": state} for to, state in states]
        await rows.execute(sa.insert(delivery), values)
    await disaster.back_up()
    await disaster.restore()
    async with disaster.new.read() as rows:
        found = await rows.execute(sa.select(delivery.c.state))
        assert sorted(found.scalars()) == ["sent", "unknown", "unknown"]
        assert await rows.scalar(sa.select(run.c.state).where(run.c.id == gathering)) == "paused"


async def test_the_restored_desk_works_on(disaster: Disaster) -> None:
    """An officer enrolled before the backup opens a shift with the old PIN and button, and the tip is there."""
    await disaster.world.send()
    await disaster.back_up()
    await disaster.restore()
    assert disaster.officer is not None
    after = World(disaster.new, disaster.world.keyring, NOON + 7200, buttons=disaster.world.buttons)
    assert (await after.press_pin(disaster.officer.id, "open"))["result"] == "opened"
    async with disaster.new.read() as rows:
        units = await stations.every(rows)
        assert units[COMMUNE].kind is StationKind.COMMUNE
        assert await audit.first_break(rows, disaster.world.keyring.audit) is None
        actions = [line.action async for _seq, line, _mac in audit.read(rows)]
    assert "restored" in actions
