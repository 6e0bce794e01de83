"""Where somebody besides the officers can reread the chat, with names: said before the first question (vault.md, Zalo OA).

Whether tips are taken there at all is the operator's choice: `off` points elsewhere, `warned` asks once, `on` goes on.
"""

from __future__ import annotations

from typing import ClassVar

from content.locales import _
from handlers.citizen.submit import files_in
from handlers.dialogue import Ask
from handlers.effects import DropFiles
from handlers.here import Here, Reply
from handlers.messages import Screen
from handlers.questions import Choice
from handlers.screens import action, menu, quick_exit


class Overseen(Choice):
    """Whether to go on where others can reread. What is typed meanwhile waits for the answer, and goes with it or not."""

    passes_on: ClassVar[bool] = True


async def other_way(ask: Ask, here: Here) -> Reply | None:
    """None where this person may tell something here; else the way that leads elsewhere. What was told is dropped."""
    if here.facts.intake == "off":
        return _elsewhere(ask, here)
    if here.facts.intake != "warned" or (here.talking.agreed and not ask.answered("overseen")):
        return None
    options = {"tell": _("I know, go on"), "ways": _("Other ways")}
    if await ask("overseen", Overseen(_("Who can reread it"), options, warning(here))) == "ways":
        return _elsewhere(ask, here)
    here.talking.agreed = True
    return None


def warning(here: Here) -> str:
    """The truth about whoever manages our account on this platform."""
    return "\n".join(
        (
            _("Read this first, please."),
            reread_by(here),
            _("They also see the code of your tip."),
            _("Safer is another way. Do you want to go on here?"),
        )
    )


def reread_by(here: Here) -> str:
    """Who besides the officers on duty can read along."""
    return _("Whoever manages this {platform} page can reread this chat, with your name and picture.").format(
        platform=here.facts.name
    )


def elsewhere_screen(here: Here) -> Screen:
    """Nothing is taken in here; the other doors are."""
    lines = (
        _("Tips are not taken here: whoever manages this {platform} page could reread them.").format(
            platform=here.facts.name
        ),
        _("Nothing that you wrote was passed on. In danger call 113."),
        _("There are other ways, press below."),
    )
    options = ((action("help", "doors"), _("Other ways")), (action("lookup"), _("See the answer")))
    return Screen("\n".join(lines), (*menu(*options, (action("home"), _("Menu"))), (quick_exit(),)))


def _elsewhere(ask: Ask, here: Here) -> Reply:
    files = files_in(ask.talk.answers)
    return Reply(elsewhere_screen(here), effects=[DropFiles(files)] if files else [])
