"""Findings are read in English here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from content.locales import speaking
from tests.unit.content.library.shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield
