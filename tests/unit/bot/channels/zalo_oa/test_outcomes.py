"""What Zalo's numbers mean for a message."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.base import Fate
from bot.channels.zalo_oa.outcomes import STALE, error_of, outcome_of

NOON = 1_800_000_000.0  # 15:00 in Vietnam


@pytest.mark.parametrize(
    ("code", "fate"),
    [
        (-32, Fate.FLOOD), (-100, Fate.RETRY), (-200, Fate.RETRY), (-201, Fate.BAD), (-204, Fate.SETUP),
        (-209, Fate.SETUP), (-211, Fate.QUOTA), (-213, Fate.FORBIDDEN), (-214, Fate.RETRY), (-217, Fate.FORBIDDEN),
        (-221, Fate.SETUP), (-224, Fate.SETUP), (-227, Fate.FORBIDDEN), (-230, Fate.WINDOW), (-232, Fate.WINDOW),
        (-234, Fate.FLOOD), (-240, Fate.BAD), (-244, Fate.FORBIDDEN), (-248, Fate.BAD), (-320, Fate.WINDOW),
        (-321, Fate.WINDOW), (-99999, Fate.BAD), *((code, Fate.TOKEN) for code in STALE),
    ],
)  # fmt: skip
def test_every_documented_number_has_its_fate(code: int, fate: Fate) -> None:
    found = outcome_of(code, NOON)
    assert found.fate is fate
    assert 0 < len(found.why) <= 16


def test_too_fast_waits_out_the_minute_and_the_night_until_six() -> None:
    assert outcome_of(-32, NOON).retry_after == 60.0
    assert outcome_of(-234, NOON).retry_after == 15 * 3600 + 300


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"error": 0, "data": {}}, 0), ({"error": -216}, -216), ({"error": "-216"}, -216), ({}, None), (None, None),
        ([], None), ({"error": True}, None), ({"error": "x"}, None), ("x", None),
    ],
)  # fmt: skip
def test_the_number_of_an_answer(answer: Any, code: int | None) -> None:
    assert error_of(answer) == code
