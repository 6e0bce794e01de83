"""Erasing what stands in this chat, and saying truly what could not be erased."""

from __future__ import annotations

from content.locales import _
from handlers.citizen.leave import forget_talks, other_screens, standing
from handlers.here import Here, Reply
from handlers.messages import Screen, Show
from handlers.outreach.personal import ending
from handlers.screens import MAIN, action, menu, quick_exit
from storage import screens

LAST_WORDS_S = 120.0
"""What could not be erased is said, and then that line goes too: nothing of ours stays in the chat."""


async def ask_wipe(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """Asked once more: an unfinished report goes with it."""
    text = _("Erase everything here, also what is unfinished? What was sent stays sent.")
    options = ((action("wiped"), _("Erase all")), (action("home"), _("Not now")))
    return Reply(Screen(text, (*menu(*options), (quick_exit(),))))


async def wiped(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """Every draft, every screen, everything remembered about this chat."""
    stray = screens.STRAY in await standing(here)
    last = Show(here.to, MAIN, Screen(_left(here, stray=stray)), lasts_s=LAST_WORDS_S)
    effects = [*forget_talks(here), *await ending(here)]
    return Reply(effects=effects, posts=[*await other_screens(here), last], forget=True)


async def command(here: Here) -> Reply:
    """The same, from a typed command."""
    return await ask_wipe(here)


def _left(here: Here, *, stray: bool) -> str:
    """What this channel could not take away. `stray`: a message may stand here that it can't find again."""
    lines = [_("Done. Nothing of yours is remembered here now.")]
    if stray and here.facts.can_delete:
        lines.append(_("The line was bad: something of ours may still stand above. Look, and delete it by hand."))
    if here.facts.can_delete:
        lines.append(_("Lines older than 48 hours stay until you delete this chat by hand."))
    else:
        lines.append(
            _("{platform} lets nobody else delete: delete this chat by hand.").format(platform=here.facts.name)
        )
    lines.append(_("Photos and recordings stay in your phone: delete them yourself."))
    return "\n".join(lines)
