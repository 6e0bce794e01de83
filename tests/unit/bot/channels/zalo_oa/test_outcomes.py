"""What Zalo's numbers mean for a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Fate
from bot.channels.zalo_oa.outcomes import STALE, error_of, outcome_of

NOON = 1_800_000_000.0  # 15:00 in Vietnam


FATES: Mapping[Fate, Sequence[int]] = {
    Fate.FLOOD: (-32, -234),
    Fate.RETRY: (-100, -200, -214),
    Fate.BAD: (-201, -210, -233, -240, -248, -249, -1340, -1341),
    Fate.SETUP: (-204, -205, -209, -212, -219, -221, -223, -224, -235, -242),
    Fate.QUOTA: (-211, -218),
    Fate.FORBIDDEN: (-213, -217, -227, -237, -238, -241, -244, -403),
    Fate.TOKEN: STALE,
    Fate.WINDOW: (-230, -232, -305, -311, -320, -321),
}
"""The whole table of Zalo's page of errors, and two of its older numbers."""


@pytest.mark.parametrize(("code", "fate"), [(code, fate) for fate, codes in FATES.items() for code in codes])
def test_every_documented_number_has_its_fate(code: int, fate: Fate) -> None:
    found = outcome_of(code, NOON)
    assert found.fate is fate
    assert 0 < len(found.why) <= 16


@given(st.integers())
def test_a_number_that_nobody_documented_is_refused_content_and_no_loop(code: int) -> None:
    known = {code for codes in FATES.values() for code in codes}
    assert code in known or outcome_of(code, NOON).fate is Fate.BAD


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
