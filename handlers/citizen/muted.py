"""A chat from which two officers want no tips for a while: told plainly, sent to 113 and to the help pages.

Danger is taken all the same, and so are answers to a question.
"""

from __future__ import annotations

from content.locales import _
from content.numbers import live
from handlers.here import Here
from handlers.messages import Screen
from handlers.screens import action, menu, quick_exit
from handlers.triage.hours import local
from storage import mutes


async def muted_until(here: Here) -> float | None:
    """Until when nothing is taken from this chat; None where it is."""
    return await mutes.until(here.rows, here.keyring, (here.to.channel, here.to.chat, here.to.user), here.now)


def muted_text(here: Here, until: float) -> str:
    """The truth, and whom to call."""
    police = live(here.now).get("police")
    lines = [
        _("It did not go: messages from here are paused until {day}.").format(
            day=f"{local(until, here.policy):%H:%M %d/%m}"
        ),
        _("What you wrote was not kept. A message about danger now is always taken."),
    ]
    if police:
        lines += [_("In danger, call:"), police.digits]
    return "\n".join(lines)


def muted_screen(here: Here, until: float) -> Screen:
    """With the ways that stay open."""
    options = ((action("help", "doors"), _("Other ways")), (action("home"), _("Menu")))
    return Screen(muted_text(here, until), (*menu(*options), (quick_exit(),)))
