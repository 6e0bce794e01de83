"""Every right x role x situation, worked out by the real rule on real records; `rights.txt` says what it must be.

After a change that is meant: `.venv/bin/python -m tests.unit.handlers.triage.rights_table`, and read the difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from content.terms import PersonState, Role, TipState
from handlers.triage.permissions import TABLE, Right, case_of, refusal
from tests.unit.handlers.triage.records import COMMUNE, DAY, card, person, stations

FILE = Path(__file__).with_name("rights.txt")
ELSEWHERE = "31804"
SITUATIONS: dict[str, dict[str, Any]] = {
    "on_shift": {},
    "off_shift": {"duty": False},
    "in_group": {},
    "other_station": {"station": ELSEWHERE},
    "training": {"training": True},
    "waiting": {"state": PersonState.WAITING, "duty": False},
    "no_pin": {"state": PersonState.WAITING, "duty": False, "key": None},
    "suspended": {"state": PersonState.SUSPENDED},
    "left": {"state": PersonState.LEFT},
}
"""Whoever presses; the station acted upon, or the tip, is the commune's. Shifts are left open on purpose."""


def answer(right: Right, role: Role, situation: str) -> str:
    """ "yes", or the refusal."""
    presser = person(1, **({"role": role} | SITUATIONS[situation]))
    states = TABLE[right].tip
    tip = None
    if states:
        state = min(states, key=list(TipState).index)
        tip = card(holder=None if state is TipState.NEW else presser.id)
    case = case_of(
        presser, DAY, private=situation != "in_group", card=tip, version=3, stations=stations(), station=COMMUNE
    )
    return str(refusal(right, case) or "yes")


def lines() -> Iterator[str]:
    """A line for each right and role."""
    for right in Right:
        for role in Role:
            cells = (f"{situation}={answer(right, role, situation)}" for situation in SITUATIONS)
            yield f"{right} {role}: {' '.join(cells)}"


def expected() -> list[str]:
    return FILE.read_text("utf8").splitlines()


if __name__ == "__main__":
    FILE.write_text("\n".join(lines()) + "\n", "utf8")
