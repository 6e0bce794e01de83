"""Which function of coverage answers what: merged into the house's routes (`handlers/everything.py`)."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.routes import Action, Answer, Dialogue

COMMANDS: Mapping[str, Answer] = {}
"""For members of staff only: to others the word does not exist."""

ACTIONS: Mapping[str, Action] = {}
"""Anybody can forge them, also in a group: each asks who presses, and where."""

DIALOGUES: Mapping[str, Dialogue] = {}

PAGES: Mapping[str, Answer] = {}

NEWS: Mapping[str, Answer] = {}
"""Slow work that ended, by name."""
