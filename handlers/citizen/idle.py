"""Ten minutes without a press: the screen becomes the menu, whatever stood there (users.md A6)."""

from __future__ import annotations

from handlers.citizen.menu import menu_screen
from handlers.dialogue import Talk
from handlers.here import Here, Reply


async def idle(here: Here) -> Reply:
    """Drafts wait behind their button. A look-up does not: it would show an answer to whoever holds the phone."""
    here.talking.focused = False
    here.talking.talks = [talk for talk in here.talking.talks if talk.dialogue != "lookup" or _told_something(talk)]
    return Reply(menu_screen(here))


def _told_something(talk: Talk) -> bool:
    """Whether words or files wait in it."""
    return any(isinstance(value, list) and value for value, _complete in talk.answers.values())
