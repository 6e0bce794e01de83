"""Citizens whose tips are sealed need officers who hold keys."""

from __future__ import annotations

import pytest

from tests.world import COMMUNE, PROVINCE, World


@pytest.fixture
async def staffed(empty: World) -> World:
    """An officer on duty in the province and one in the commune."""
    await empty.officer(PROVINCE, 11)
    await empty.officer(COMMUNE, 12)
    return empty
