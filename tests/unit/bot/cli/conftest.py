"""The operator reads English here, so that sentences are those of the code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from content.locales import speaking


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with speaking("en"):
        yield
