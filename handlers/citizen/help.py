"""Ask, get help: pages only to read. Nothing typed here is stored, shown to anyone or offered as a tip (users.md A4)."""

from __future__ import annotations

from content.help import ROOT, pages
from content.locales import _, language
from content.numbers import live
from handlers.here import Begin, Here, Reply
from handlers.messages import Screen
from handlers.screens import action, menu, quick_exit

PAGE = "help"
"""While one of these pages is shown, typed text is heard by `heard`."""


async def page(here: Here, arguments: tuple[str, ...]) -> Reply:
    """One page; the first where there is no such page."""
    known = pages(language())
    shown = known.get(arguments[0] if arguments else ROOT, known[ROOT])
    text = shown.text({key: number.digits for key, number in live(here.now).items()})
    options = tuple((action(*go.split(":")), label) for go, label in shown.buttons)
    return Reply(Screen(text, (*menu(*options), (quick_exit(),))), page=PAGE)


async def heard(here: Here) -> Reply:
    """Something was typed, spoken or sent here: it is gone already where the platform lets us, and this says so."""
    if here.facts.can_delete:
        text = _("Nobody reads here, and it is erased already. To send something, press the first line.")
    else:
        text = _("Nobody on duty reads this page, nothing was kept. To send something, press the first line.")
    options = ((action("report"), _("Send a tip")), (action("help"), _("Ask, get help")))
    return Reply(Screen(text, (*menu(*options), (quick_exit(),))), page=PAGE)


async def try_it(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """A practice tip: the same path, marked as a try from its first screen to the officer's (users.md A10)."""
    return Reply(begin=Begin("report", answers={"test": True}, keep_story="story"))
