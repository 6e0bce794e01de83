"""Any officers, any presses, any hours, any crashes, over real rows: a small machine that tries to lose a tip."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.terms import CitizenStatus, Ground, Kind, Role, Stage, Verified
from handlers import effects
from handlers.messages import Act, Incoming
from handlers.triage.clock_rules import day_of
from handlers.triage.move_rules import TABLE, Move
from handlers.triage.standing import deadlines, receivers
from handlers.triage.state_rules import Given
from storage import audit, tips
from storage.engine import Database
from storage.tables import due, metadata, tip
from storage.vault.keyring import Keyring
from tests.unit.bot.perform.test_deadlines import until
from tests.world import COMMUNE, PROVINCE, World, member

HOUR = 3600.0
NUMBERS = (10, 11, 12)
Steps = list[tuple[Move, int, float, bool]]
"""What is pressed, by whom, after how many hours, and whether the program dies before the press is on disk."""
STEPS = st.lists(
    st.tuples(
        st.sampled_from(list(Move)[:-2]),
        st.sampled_from(NUMBERS),
        st.sampled_from((0.0, 0.0, 5.0, 30.0, 400.0)),
        st.sampled_from((False, False, False, True)),
    ),
    min_size=5,
    max_size=25,
)


def everything(move: Move, today: date) -> Given:
    """All that any move may ask for."""
    ground = min(TABLE[move].grounds, default=Ground.NO_EVENT)
    unit = {Move.DELEGATE: COMMUNE, Move.SEND_ON: PROVINCE}.get(move, "")
    body = unit or next(iter(receivers(move, {}, today)), "")
    return Given(Kind.TIP, today, today, True, ground, body, "", 1, Verified.YES, "T2" if move is Move.MEET else "")


async def play(keyring: Keyring, steps: Steps) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(f"sqlite:///{Path(folder) / 'hotline.db'}")
        try:
            async with database.write() as rows:
                await rows.run_sync(metadata.create_all)
            world = await World(database, keyring, 1_800_000_000.0).found()
            first = await world.officer(COMMUNE, 10)
            people = {10: first, 11: await world.officer(PROVINCE, 11)}
            people[12] = await world.officer(COMMUNE, 12, Role.HEAD, approver=first)
            await world.send()
            await one_life(world, {number: person.id for number, person in people.items()}, steps)
        finally:
            await database.close()


async def one_life(world: World, people: dict[int, str], steps: Steps) -> None:
    seen = [CitizenStatus.RECEIVED]
    for move, number, hours, dies in steps:
        await until(world, world.now + hours * HOUR)
        if hours:
            await world.press_pin(people[number], "open")
        card = await the_card(world)
        wanted: effects.Effect = effects.ClaimTip(card.public, card.version, people[number])
        if card.holder is not None:
            given = everything(move, day_of(world.now, world.policy))
            wanted = effects.MoveTip(card.public, card.version, people[number], move, given, "vì vậy")
        if dies:
            await die_doing(world, wanted, number)
            assert await the_card(world) == card
        await world.do(wanted, by=member(number))
        seen.append((await the_card(world)).promised)
        await nothing_is_lost(world)
    order = [list(CitizenStatus).index(one) for one in seen]
    assert order == sorted(order)


async def die_doing(world: World, wanted: effects.Effect, number: int) -> None:
    """The program dies after everything was done and before it was committed; then the press is delivered again."""
    with suppress(Died):
        async with world.database.write() as rows:
            press = Incoming(member(number), Act.PRESS, callback="1", at=world.now)
            await world.performer.perform(rows, [wanted], press, world.now)
            raise Died


class Died(Exception):
    """Nothing after this was done."""


async def the_card(world: World) -> tips.Card:
    """The one tip, under whatever id it has now."""
    async with world.database.read() as rows:
        card = await tips.card(rows, str(await rows.scalar(sa.select(tip.c.public))))
    assert card is not None
    return card


async def nothing_is_lost(world: World) -> None:
    """Every open tip has somebody, or an alarm that looks for somebody; every deadline that runs has a moment to come;
    and whose turn it is may read it.
    """
    card = await the_card(world)
    assert card.station in card.stations
    async with world.database.read() as rows:
        kinds = set((await rows.scalars(sa.select(due.c.kind))).all())
        assert await audit.first_break(rows, world.keyring.audit) is None
    running = deadlines(card, world.policy)
    assert card.stage is Stage.CLOSED or card.holder or "alarm" in kinds
    assert card.stage is Stage.CLOSED or running
    assert ("deadline" in kinds) == bool(running)
    assert card.due_at == (running[0].ends if running else None)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_tip_without_an_owner_or_a_next_deadline(keyring: Keyring, steps: Steps) -> None:
    asyncio.run(play(keyring, steps))
