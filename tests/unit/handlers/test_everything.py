"""The tables of citizens, of those who read tips, of prevention and of coverage are one table in the end: no word may mean two things."""

from __future__ import annotations

from itertools import combinations

from handlers.citizen import tables as citizens
from handlers.coverage import tables as coverage
from handlers.outreach import tables as outreach
from handlers.triage import tables as staff


def test_no_button_dialogue_or_command_has_two_meanings() -> None:
    for mine, theirs in combinations((citizens, staff, outreach, coverage), 2):
        for name in ("ACTIONS", "DIALOGUES", "COMMANDS", "PAGES", "NEWS"):
            assert getattr(mine, name, {}).keys() & getattr(theirs, name, {}).keys() == set()
