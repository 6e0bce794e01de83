"""An account whose app holds a living token, on a clock that stands still."""

from collections.abc import AsyncIterator

import pytest

from ..zalo_ground import Oa, oa_ground


@pytest.fixture
async def oa() -> AsyncIterator[Oa]:
    async with oa_ground() as running:
        yield running
