"""The tables of the two sides are one table in the end: no word may mean two things."""

from __future__ import annotations

from handlers.citizen import tables as citizens
from handlers.triage import tables as staff


def test_no_button_dialogue_or_command_has_two_meanings() -> None:
    for mine, theirs in (
        (citizens.ACTIONS, staff.ACTIONS),
        (citizens.DIALOGUES, staff.DIALOGUES),
        (citizens.COMMANDS, staff.COMMANDS),
        (citizens.NEWS, staff.NEWS),
    ):
        assert mine.keys() & theirs.keys() == set()
