"""A post office on each engine."""

from __future__ import annotations

import pytest

from storage.engine import Database
from storage.seals import Seals
from tests.conftest import Clock
from tests.unit.bot.office import Office


@pytest.fixture
def office(database: Database, seals: Seals, clock: Clock) -> Office:
    return Office(database, seals, clock)
