"""Joining, taking apart and telling over real rows, on both engines; and a small machine that tries to lose a joined tip."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from content.terms import CitizenStatus, Outcome, Stage, Urgency, Verified
from handlers import effects
from handlers.messages import Address, Remove, Show, Toast
from handlers.triage.move_rules import Move
from handlers.triage.state_rules import Given
from handlers.triage.topics import topic_name
from storage import audit, incidents, tips
from storage.engine import Database
from storage.incidents import Belonging
from storage.people import Person
from storage.tables import metadata, tip
from storage.tips import Card
from storage.vault.keyring import Keyring
from tests.world import COMMUNE, PROVINCE, World, member

STORY = "thằng Tư Đen bán đá trong hẻm 112 Lê Hồng Phong, xe 83P1-234.56"


async def told(world: World, count: int, **more: Any) -> tuple[Person, list[str]]:
    """An officer of the commune, and so many tips that tell the same, an hour apart, the oldest first."""
    await world.officer(PROVINCE, 11)
    officer = await world.officer(COMMUNE, 10)
    found: list[str] = []
    for number in range(count):
        await world.send(**{"story": {"parts": [{"kind": "text", "text": STORY}]}, **(more if number else {})})
        async with world.database.read() as rows:
            found.append(str(await rows.scalar(sa.select(tip.c.public).where(tip.c.public.not_in(found)))))
        world.now += 3600
    return officer, found


async def card(world: World, public: str) -> Card:
    async with world.database.read() as rows:
        found = await tips.card(rows, public)
    assert found is not None
    return found


async def belonging(world: World, public: str) -> Belonging:
    async with world.database.read() as rows:
        return await incidents.belonging(rows, world.keyring, public)


async def join(world: World, officer: Person, younger: str, older: str) -> list[Any]:
    version = (await card(world, younger)).version
    return await world.do(effects.JoinTips(younger, version, older, officer.id), by=member(10))


async def test_an_incident_has_one_topic_in_a_group_that_has_topics(world: World) -> None:
    group = Address("telegram", "-100", private=False)
    await world.do(effects.LinkGroup(COMMUNE, group, "", forum=True))
    officer, (older, younger) = await told(world, 2)
    posts = await join(world, officer, younger, older)
    gone = [post for post in posts if isinstance(post, Remove) and post.topic]
    assert [(post.to, post.name) for post in gone] == [(group, topic_name(younger))]
    shown = {post.topic.name for post in posts if isinstance(post, Show) and post.topic}
    assert shown == {topic_name(older)}


async def test_what_weighs_more_counts_for_both(world: World) -> None:
    officer, (older, younger) = await told(
        world, 2, at_sea=True, urgency=Urgency.ONGOING, story={"parts": [{"text": STORY}], "known": "few"}
    )
    await join(world, officer, younger, older)
    head = await card(world, older)
    assert (head.urgency, head.few_know, head.indicator, head.sources) == (Urgency.ONGOING, True, True, 2)


async def test_an_incident_joined_to_another_brings_all_its_tips(world: World) -> None:
    officer, (first, second, third) = await told(world, 3)
    await join(world, officer, third, second)
    await join(world, officer, second, first)
    assert [one.public for one in (await belonging(world, first)).members] == [second, third]
    head = (await belonging(world, third)).head
    assert head
    assert (head.public, head.sources) == (first, 3)


async def test_of_two_officers_who_join_at_once_the_second_sees_the_fresh_card(world: World) -> None:
    officer, (older, younger) = await told(world, 2)
    for _press in range(2):
        posts = await world.do(effects.JoinTips(younger, 1, older, officer.id), by=member(10))
    assert any(isinstance(post, Toast) and "thay đổi" in post.text for post in posts)
    assert (await card(world, older)).sources == 2


async def test_what_the_rule_bars_changes_nothing_and_is_in_the_audit(world: World) -> None:
    officer, (older, younger) = await told(world, 2)
    await world.do(effects.KeepApart(younger, 1, older, officer.id), by=member(10))
    posts = await join(world, officer, younger, older)
    assert any(isinstance(post, Toast) and "hai tin khác nhau" in post.text for post in posts)
    assert (await card(world, younger)).stage is Stage.NEW
    async with world.database.read() as rows:
        lines = [line async for _seq, line, _mac in audit.read(rows)]
    assert [line.action for line in lines][-2:] == ["kept apart", "refused"]
    assert lines[-1].subject == "join:split_before"


async def test_each_step_is_in_the_audit_with_who_and_from_which_version(world: World) -> None:
    officer, (older, younger) = await told(world, 2)
    await join(world, officer, younger, older)
    await world.do(effects.SplitTip(younger, 3, officer.id), by=member(10))
    async with world.database.read() as rows:
        lines = [line async for _seq, line, _mac in audit.read(rows) if line.person == officer.row]
    steps = [(line.action, line.subject, line.version) for line in lines if line.subject in (older, younger)]
    assert steps == [
        ("book", younger, 2),
        ("merge", younger, 3),
        ("joined", older, 2),
        ("split", younger, 4),
        ("parted", older, 3),
    ]


async def test_joined_tips_of_the_plan_are_verified_with_the_one_that_leads(world: World) -> None:
    officer, (older, younger) = await told(world, 2, at_sea=True)
    await join(world, officer, younger, older)
    await ended(world, officer, older, Given(reason=True, day=date(2027, 1, 15), verified=Verified.YES))
    joined = await card(world, younger)
    assert (joined.verified, joined.closed_hour) == (Verified.YES, (await card(world, older)).closed_hour)


async def ended(world: World, officer: Person, public: str, given: Given) -> None:
    """Taken, entered in the book, filed."""
    await world.do(effects.ClaimTip(public, (await card(world, public)).version, officer.id), by=member(10))
    for move, what in ((Move.BOOK, Given()), (Move.FILE, given)):
        version = (await card(world, public)).version
        await world.do(effects.MoveTip(public, version, officer.id, move, what, "đã xem"), by=member(10))


async def test_nobody_is_told_an_end_before_there_is_one(world: World) -> None:
    officer, (older, younger) = await told(world, 2)
    await join(world, officer, younger, older)
    await world.do(effects.TellAll(older, (await card(world, older)).version, officer.id), by=member(10))
    assert (await card(world, younger)).promised is CitizenStatus.WORKED_ON
    await ended(world, officer, older, Given(reason=True))
    await world.do(effects.TellAll(older, (await card(world, older)).version, officer.id), by=member(10))
    joined = await card(world, younger)
    assert (joined.promised, joined.told) == (CitizenStatus.CLOSED, True)
    await world.do(effects.SplitTip(younger, joined.version, officer.id), by=member(10))
    assert (await card(world, younger)).outcome is Outcome.MERGED


TIPS = 4
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("join", "join", "join", "split", "apart", "claim", "tell", "unclear", "end")),
        st.integers(0, TIPS - 1),
        st.integers(0, TIPS - 1),
    ),
    min_size=4,
    max_size=9,
)


async def step(world: World, officer: Person, what: str, one: str, other: str) -> None:
    version = (await card(world, one)).version
    wanted: dict[str, effects.Effect] = {
        "join": effects.JoinTips(one, version, other, officer.id),
        "apart": effects.KeepApart(one, version, other, officer.id),
        "split": effects.SplitTip(one, version, officer.id),
        "claim": effects.ClaimTip(one, version, officer.id),
        "tell": effects.TellAll(one, version, officer.id),
        "unclear": effects.TellUnclear(one, version, officer.id),
    }
    if what == "end":
        await ended(world, officer, one, Given(reason=True))
    else:
        await world.do(wanted[what], by=member(10))


async def nothing_is_lost(world: World, publics: list[str]) -> None:
    """A tip is open, or closed with an end, or joined to one that is not joined itself; sources are never more than tips."""
    cards = {public: await card(world, public) for public in publics}
    belongs = {public: await belonging(world, public) for public in publics}
    for public, one in cards.items():
        head = belongs[public].head
        assert (one.outcome is Outcome.MERGED) == (head is not None)
        assert head is None or belongs[head.public].head is None
        assert head is None or one.closed_hour == cards[head.public].closed_hour
        assert one.stage is Stage.CLOSED or one.due_at is not None
        assert head is not None or 1 <= one.sources <= 1 + len(belongs[public].members)
    async with world.database.read() as rows:
        assert await audit.first_break(rows, world.keyring.audit) is None


async def play(keyring: Keyring, steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(f"sqlite:///{Path(folder) / 'hotline.db'}")
        try:
            async with database.write() as rows:
                await rows.run_sync(metadata.create_all)
            world = await World(database, keyring, 1_800_000_000.0).found()
            officer, publics = await told(world, TIPS)
            seen = {public: [CitizenStatus.RECEIVED] for public in publics}
            for what, one, other in steps:
                await step(world, officer, what, publics[one], publics[other])
                await nothing_is_lost(world, publics)
                for public in publics:
                    seen[public].append((await card(world, public)).promised)
            for words in seen.values():
                order = [list(CitizenStatus).index(one) for one in words]
                assert order == sorted(order)
        finally:
            await database.close()


@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_whatever_is_joined_and_taken_apart_no_tip_is_lost(keyring: Keyring, steps: list[tuple[str, int, int]]) -> None:
    asyncio.run(play(keyring, steps))
