"""The citizen's proof: it holds for one's own story and an untouched book, and tells nobody anything."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from storage import audit, own, proof
from storage.anchors import typed
from storage.tables import audit as table
from storage.times import HOUR_S
from storage.vault.receipt import Receipt
from tests.world import COMMUNE, PROVINCE, World

STORY = {"parts": [{"kind": "text", "text": "co nguoi ban ma tuy gan cho"}], "known": "many", "at": 1.5}


async def proof_of(world: World, receipt: Receipt) -> proof.Proof | None:
    """As the look-up makes it, whoever holds the receipt."""
    async with world.database.read() as rows:
        mine = await own.by_receipt(rows, world.keyring, receipt, world.now)
        assert mine is not None
        return await proof.of_story(rows, world.keyring.audit, mine.story)


@pytest.fixture
async def open_world(world: World) -> World:
    await world.doors_open(COMMUNE, PROVINCE)
    return world


async def test_the_proof_is_the_same_whenever_it_is_asked_for_and_names_the_hour(open_world: World) -> None:
    receipt = await open_world.send()
    first = await proof_of(open_world, receipt)
    open_world.now += 90 * 86400
    assert first == await proof_of(open_world, receipt)
    assert first is not None
    assert first.hour == (open_world.now - 90 * 86400) // HOUR_S * HOUR_S


async def test_the_code_alone_gives_the_hour_and_nothing_else(open_world: World) -> None:
    made = await proof_of(open_world, await open_world.send())
    assert made is not None
    async with open_world.database.read() as rows:
        assert await proof.hour_of(rows, typed(made.code) or "") == made.hour
        assert await proof.hour_of(rows, "A" * 16) is None


async def test_two_equal_stories_have_codes_without_likeness(open_world: World) -> None:
    first = await proof_of(open_world, await open_world.send())
    second = await proof_of(open_world, await open_world.send())
    assert first is not None
    assert second is not None
    assert not set(first.code.split()) & set(second.code.split())


async def test_the_line_in_the_audit_names_neither_tip_nor_station_nor_minute(open_world: World) -> None:
    await open_world.send()
    async with open_world.database.read() as rows:
        lines = [line async for _seq, line, _mac in audit.read(rows) if line.action == proof.REGISTERED]
    (line,) = lines
    assert line.person is None
    assert line.at % (HOUR_S * 1_000_000) == 0
    assert len(line.subject) == 32


HARMS: dict[str, Any] = {
    "line gone": lambda: sa.delete(table).where(table.c.action == proof.REGISTERED),
    "other hour": lambda: (
        sa.update(table).where(table.c.action == proof.REGISTERED).values(at=table.c.at - 3_600_000_000)
    ),
    "other version": lambda: sa.update(table).where(table.c.action == proof.REGISTERED).values(version=2),
    "line before gone": lambda: sa.delete(table).where(table.c.action == "received"),
}


@pytest.mark.parametrize("harm", HARMS)
async def test_a_book_that_was_tampered_with_proves_nothing(open_world: World, harm: str) -> None:
    receipt = await open_world.send()
    async with open_world.database.write() as rows:
        await rows.execute(HARMS[harm]())
    assert await proof_of(open_world, receipt) is None


def test_a_story_that_was_changed_afterwards_has_another_commitment() -> None:
    sealed, value = proof.register(STORY)
    again, _other = proof.register(STORY)
    assert {name: sealed[name] for name in STORY} == STORY
    assert sealed[proof.SALT] != again[proof.SALT]
    assert value not in str(sealed)


async def test_a_story_of_an_older_version_has_no_proof(open_world: World) -> None:
    async with open_world.database.read() as rows:
        assert await proof.of_story(rows, open_world.keyring.audit, STORY) is None
