"""Which function of coverage answers what: merged into the house's routes (`handlers/everything.py`)."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.coverage import figures, plan_desk
from handlers.routes import Action, Answer, Dialogue

COMMANDS: Mapping[str, Answer] = {
    "kehoach": plan_desk.kehoach,
}
"""For members of staff only: to others the word does not exist."""

ACTIONS: Mapping[str, Action] = {
    "plan": plan_desk.desk,
    "plan_figures": figures.listed,
    "plan_figure": figures.begin,
}
"""Anybody can forge them, also in a group: each asks who presses, and where."""

DIALOGUES: Mapping[str, Dialogue] = {
    figures.DIALOGUE: figures.enter,
}

PAGES: Mapping[str, Answer] = {plan_desk.PAGE: plan_desk.kehoach}

NEWS: Mapping[str, Answer] = {}
"""Slow work that ended, by name."""
