"""Citizens whose tips are sealed need officers who hold keys."""

from __future__ import annotations

import pytest

from tests.world import COMMUNE, PROVINCE, World


@pytest.fixture
async def staffed(world: World) -> World:
    """The same, with an officer on duty in the province and one in the commune."""
    await world.officer(PROVINCE, 11)
    await world.officer(COMMUNE, 12)
    return world
