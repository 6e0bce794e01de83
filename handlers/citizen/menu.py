"""The menu: neutral, the same for everybody, with whatever is unfinished behind one plain button."""

from __future__ import annotations

from content.locales import _
from handlers.citizen.leave import forget_talks
from handlers.here import Begin, Here, Reply
from handlers.messages import Screen
from handlers.screens import action, menu, quick_exit


async def home(here: Here) -> Reply:
    """The menu. An open dialogue waits behind "Unfinished"; the button says nothing about what it is."""
    here.talking.focused = False
    return Reply(menu_screen(here))


async def to_home(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """The same, from a button."""
    return await home(here)


def menu_screen(here: Here) -> Screen:
    """The menu. The talk that has the focus does not wait: it ends with this screen."""
    text = _("{title}. Press a line, or just write something.").format(title=here.policy.bot_title)
    rows = menu(*main_options())
    if any(talk is not here.talking.talk for talk in here.talking.talks):
        rows = (*rows, *menu((action("resume"), _("Unfinished"))))
    return Screen(text, rows)


def main_options() -> tuple[tuple[str, str], ...]:
    """What the menu and the start screen offer."""
    return (
        (action("report"), _("Send a tip")),
        (action("help"), _("Ask, get help")),
        (action("lookup"), _("See the answer")),
        (action("tips"), _("Prevention")),
        (action("more"), _("More…")),
    )


async def resume(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """Go on with what waits: the newest."""
    if not here.talking.talks:
        return await home(here)
    return Reply(resume=here.talking.talks[-1].dialogue)


async def report(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """Begin a report; one that waits is not replaced without a word."""
    if here.talking.waiting("report"):
        options = ((action("resume"), _("Unfinished")), (action("anew"), _("Begin anew")))
        text = _("Something is unfinished here. Go on with it, or begin anew?")
        return Reply(Screen(text, (*menu(*options), (quick_exit(),))))
    return Reply(begin=Begin("report", keep_story="story"))


async def anew(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """Begin a report; the one that waited is erased with its files."""
    return Reply(begin=Begin("report", keep_story="story"), effects=forget_talks(here, "report"))


async def more(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """The second page of the menu."""
    options = (
        (action("who"), _("Who reads this?")),
        (action("wipe"), _("Erase all")),
        (action("languages"), _("Language")),
        (action("real"), _("Real or fake channel")),
        (action("shared"), _("Shared phone")),
        (action("help", "doors"), _("Other ways")),
        (action("home"), _("Menu")),
    )
    return Reply(Screen(_("A few more things you may want to see or set here:"), (*menu(*options), (quick_exit(),))))
