"""Who somebody is behind a chat of these tests."""

from __future__ import annotations

from storage import people
from storage.people import Person
from tests.world import World


async def behind(world: World, number: int) -> Person:
    """The member of staff with this account."""
    async with world.database.read() as rows:
        found = await people.by_account(rows, world.keyring, "telegram", str(number))
    assert found is not None
    return found
