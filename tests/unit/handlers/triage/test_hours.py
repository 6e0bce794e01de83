"""How long something has lasted, as officers read it."""

from __future__ import annotations

import pytest

from content.locales import speaking
from handlers.triage.hours import span

HOUR_S, DAY_S = 3600.0, 86400.0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5.0, "0 phút"),
        (59.9, "0 phút"),
        (2 * HOUR_S - 1, "119 phút"),
        (2 * HOUR_S, "2 giờ"),
        (2 * DAY_S - 1, "47 giờ"),
        (7 * DAY_S, "7 ngày"),
    ],
)
def test_a_wait_is_told_in_the_largest_unit_that_says_something(seconds: float, words: str) -> None:
    with speaking("vi"):
        assert span(seconds) == words
