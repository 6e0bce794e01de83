"""What was pressed under messages: once per person and run, and every figure is the sum of its rows."""

from __future__ import annotations

import asyncio
from collections import Counter

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import heard
from storage.heard import Copy, Heard, presser
from storage.mailing import Message
from storage.subscriptions import chat_of
from storage.tables import press, run
from storage.times import DAY_S
from storage.vault.keyring import Keyring
from tests.conftest import NOON
from tests.sendings import group, run_sent
from tests.world import COMMUNE, World

RUN = b"r" * 16


def copy(run_id: bytes = RUN, subscription: bytes = b"s" * 16) -> Copy:
    return Copy(run_id, subscription, "group", "vi", "31783", NOON)


async def sent(world: World, chats: int, state: str = "sent") -> tuple[bytes, list[bytes]]:
    """A run that went to so many groups -1, -2, ...; its id and theirs."""
    groups = [group(str(-number), area=world.area(COMMUNE)) for number in range(1, chats + 1)]
    return await run_sent(world, Message({"vi": "Kẹo lạ: đừng thử."}), groups, state)


async def test_a_copy_is_found_by_the_chat_it_stands_in_and_by_no_other(world: World) -> None:
    run_id, (first,) = await sent(world, 1)
    async with world.database.read() as rows:
        found = await heard.copy_in(rows, run_id, chat_of(world.keyring, "telegram", "-1"))
        assert found == Copy(run_id, first, "group", "vi", world.area(COMMUNE), world.now)
        assert await heard.copy_in(rows, run_id, chat_of(world.keyring, "telegram", "-2")) is None
        assert await heard.copy_in(rows, b"?" * 16, chat_of(world.keyring, "telegram", "-1")) is None


async def test_under_a_copy_that_never_left_nobody_presses(world: World) -> None:
    run_id, _ids = await sent(world, 1, state="failed")
    async with world.database.read() as rows:
        assert await heard.copy_in(rows, run_id, chat_of(world.keyring, "telegram", "-1")) is None


async def test_two_presses_of_one_person_at_once_count_once(world: World) -> None:
    run_id, ids = await sent(world, 2)
    who = presser(world.keyring, copy(run_id), "telegram", "7", NOON)
    assert who is not None

    async def pressed(subscription: bytes, option: int) -> bool:
        async with world.database.write() as rows:
            await heard.seen(rows, copy(run_id, subscription), who)
            return await heard.answer(rows, copy(run_id, subscription), who, option, option == 0)

    counted = await asyncio.gather(*(pressed(ids[number % 2], number % 2) for number in range(8)))
    assert sum(counted) == 1
    async with world.database.read() as rows:
        found = await heard.total(rows, run_id)
        assert (found.seen, found.answered) == (1, 1)
        assert await heard.answered(rows, run_id, who)


def test_two_runs_show_no_link_between_their_pressers(keyring: Keyring) -> None:
    pressers = {presser(keyring, copy(bytes([one]) * 16), "telegram", "7", NOON) for one in range(9)}
    assert len(pressers) == 9


def test_once_the_month_s_key_is_destroyed_nobody_can_be_told_apart(keyring: Keyring) -> None:
    assert presser(keyring, copy(), "telegram", "7", NOON + 40 * DAY_S) is not None
    keyring.destroy_old(NOON + 60 * DAY_S)
    assert presser(keyring, copy(), "telegram", "7", NOON + 60 * DAY_S) is None


PRESS = st.tuples(st.sampled_from([b"a" * 16, b"b" * 16]), st.integers(0, 5), st.one_of(st.none(), st.integers(0, 2)))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(presses=st.lists(PRESS, max_size=40))
async def test_every_figure_is_the_sum_of_its_rows(world: World, presses: list[tuple[bytes, int, int | None]]) -> None:
    async with world.database.read() as rows:
        known = await rows.scalar(sa.select(run.c.id))
    run_id = known or (await sent(world, 1))[0]
    said: dict[tuple[str, int], tuple[bytes, bool | None]] = {}
    async with world.database.write() as rows:
        await rows.execute(sa.delete(press))
        for subscription, user, option in presses:
            kind = "seen" if option is None else "answer"
            who = presser(world.keyring, copy(run_id), "telegram", str(user), NOON)
            assert who is not None
            here = copy(run_id, subscription)
            right = None if option is None else option == 1
            new = await (
                heard.seen(rows, here, who) if option is None else heard.answer(rows, here, who, option, right)
            )
            assert new is ((kind, user) not in said)
            said.setdefault((kind, user), (subscription, right))
        counted = Counter((where, kind) for (kind, _user), (where, _right) in said.items())
        rights = Counter(where for where, right in said.values() if right)
        found = await heard.by_subscription(rows, run_id)
        assert found == {
            where: Heard(counted[where, "seen"], counted[where, "answer"], rights[where])
            for where in {where for where, _right in said.values()}
        }
        assert await heard.total(rows, run_id) == sum(found.values(), Heard())
        assert sum((await heard.options(rows, run_id)).values()) == (await heard.total(rows, run_id)).answered
