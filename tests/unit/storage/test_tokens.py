"""The right to spend a refresh token: one replica's, whatever the others do."""

from __future__ import annotations

import asyncio
import random

import pytest
import sqlalchemy as sa

from storage import tokens
from storage.engine import Database
from storage.seals import Seals
from storage.tables import token
from storage.tokens import GOOD, LOST, SPENDING, Held, Pair
from tests.conftest import NOON

CHANNEL = "zalo_oa"
PAIR = Pair("access", "refresh", NOON, NOON + 90_000)


@pytest.fixture
async def seeded(database: Database, seals: Seals) -> Database:
    async with database.write() as conn:
        await tokens.seed(conn, seals, CHANNEL, PAIR, NOON)
    return database


async def held(database: Database, seals: Seals) -> Held:
    async with database.read() as conn:
        found = await tokens.get(conn, seals, CHANNEL)
    assert found is not None
    return found


async def begin(database: Database, version: int, holder: str) -> bool:
    async with database.write() as conn:
        return await tokens.begin(conn, CHANNEL, version, holder, NOON)


async def test_what_was_put_comes_back(seeded: Database, seals: Seals) -> None:
    assert await held(seeded, seals) == Held(PAIR, 1, GOOD, "", NOON)


async def test_of_many_at_once_one_may_spend(seeded: Database) -> None:
    assert sum(await asyncio.gather(*(begin(seeded, 1, f"r{number}") for number in range(8)))) == 1


async def test_a_version_that_is_over_can_not_be_spent(seeded: Database, seals: Seals) -> None:
    assert await begin(seeded, 1, "a")
    async with seeded.write() as conn:
        assert await tokens.renew(conn, seals, CHANNEL, 1, PAIR, NOON)
    assert not await begin(seeded, 1, "b")
    assert (await held(seeded, seals)).version == 2


async def test_only_the_spender_gives_back_or_loses(seeded: Database, seals: Seals) -> None:
    assert await begin(seeded, 1, "a")
    async with seeded.write() as conn:
        await tokens.give_back(conn, CHANNEL, 1, "b", NOON)
        assert not await tokens.lose(conn, CHANNEL, 1, "b", NOON)
    assert (await held(seeded, seals)).state == SPENDING
    async with seeded.write() as conn:
        assert await tokens.lose(conn, CHANNEL, 1, "a", NOON)
        assert not await tokens.lose(conn, CHANNEL, 1, "a", NOON), "noticed once"
    assert (await held(seeded, seals)).state == LOST


async def test_a_login_begins_a_new_version_that_old_spenders_can_not_touch(seeded: Database, seals: Seals) -> None:
    assert await begin(seeded, 1, "a")
    async with seeded.write() as conn:
        await tokens.seed(conn, seals, CHANNEL, PAIR, NOON)
        assert not await tokens.renew(conn, seals, CHANNEL, 1, Pair("old", "old", NOON, NOON), NOON)
        assert not await tokens.lose(conn, CHANNEL, 1, "a", NOON)
    assert await held(seeded, seals) == Held(PAIR, 2, GOOD, "", NOON)


@pytest.mark.parametrize("seed", range(5))
async def test_however_they_interleave_a_token_is_spent_once(seeded: Database, seals: Seals, seed: int) -> None:
    """A token may be begun again only after its spender said that it was not used up."""
    dice, spent, unused = random.Random(seed), dict[int, int](), dict[int, int]()
    for _step in range(60):
        now = await held(seeded, seals)
        holder = f"r{dice.randrange(4)}"
        if await begin(seeded, dice.choice([now.version, max(1, now.version - 1)]), holder):
            spent[now.version] = spent.get(now.version, 0) + 1
        async with seeded.write() as conn:
            match dice.randrange(4):
                case 0:
                    await tokens.renew(conn, seals, CHANNEL, now.version, PAIR, NOON)
                case 1:
                    before = await tokens.get(conn, seals, CHANNEL)
                    await tokens.give_back(conn, CHANNEL, now.version, holder, NOON)
                    if before and before.state == SPENDING and before.holder == holder:
                        unused[now.version] = unused.get(now.version, 0) + 1
                case 2 if await tokens.lose(conn, CHANNEL, now.version, holder, NOON):
                    await tokens.seed(conn, seals, CHANNEL, PAIR, NOON)
        assert all(times - unused.get(version, 0) <= 1 for version, times in spent.items())


async def test_a_row_that_was_changed_is_no_login(seeded: Database, seals: Seals) -> None:
    async with seeded.write() as conn:
        body = bytearray((await conn.execute(sa.select(token.c.body))).scalar_one())
        body[-1] ^= 1
        await conn.execute(sa.update(token).values(body=bytes(body)))
    async with seeded.read() as conn:
        assert await tokens.get(conn, seals, CHANNEL) is None


async def test_pairs_do_not_show_themselves(seeded: Database, seals: Seals) -> None:
    shown = repr(await held(seeded, seals))
    assert not any(secret in shown for secret in ("'access'", "'refresh'"))
