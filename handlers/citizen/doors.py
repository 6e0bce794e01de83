"""The doors beside the report: for one's own family there is help, for oneself there is the duty desk (users.md A4, B4).

Each is offered once; who goes on reports as anybody does. Nothing that was told stays behind a door.
"""

from __future__ import annotations

from content.locales import _
from content.numbers import live
from handlers.citizen import help as help_pages
from handlers.citizen.story import Story
from handlers.citizen.submit import files_in
from handlers.dialogue import Ask
from handlers.effects import DropFiles, Effect
from handlers.here import Here, Reply
from handlers.messages import Screen
from handlers.questions import Choice
from handlers.screens import action, menu, quick_exit


async def other_door(ask: Ask, here: Here, story: Story) -> Reply | None:
    """The door that was taken instead of the report, or None. What was told is erased with it."""
    if story.signs.surrender:
        text = _("Coming forward yourself has a door of its own; it is no message from here.")
        options = {"door": _("Show me that door"), "tell": _("No, about another")}
        if await ask("door", Choice(_("Which door"), options, text)) == "door":
            return _closed(ask, surrender_screen(here))
    elif story.signs.kin:
        text = _("If this is about your own family: there is a help section, only to read. It sends nothing to anyone.")
        text += " " + _("Opening it erases what you wrote here.")
        options = {"help": _("Ask, get help"), "tell": _("Go on with it")}
        if await ask("kin", Choice(_("Family"), options, text)) == "help":
            reply = await help_pages.page(here, ("family",))
            reply.effects = [*_dropped(ask)]
            return reply
    return None


def surrender_screen(here: Here) -> Screen:
    """Where to go to come forward: never a tip, never stored."""
    numbers = live(here.now)
    lines = [_("You decided something hard, and it counts for you under the law.")]
    lines.append(_("Go to the duty desk of any police station, with someone you trust."))
    for key, sentence in (("province_desk", _("The duty desk of the province:")), ("police", _("Or call:"))):
        if key in numbers:
            lines += [sentence, numbers[key].digits]
    lines.append(_("What you write here is not kept and does not count as coming forward."))
    return Screen("\n".join(lines), (*menu((action("home"), _("Menu"))), (quick_exit(),)))


def closed_by_topic(ask: Ask, here: Here) -> Reply:
    """The same door, reached through the list of topics."""
    return _closed(ask, surrender_screen(here))


def _closed(ask: Ask, screen: Screen) -> Reply:
    return Reply(screen, effects=_dropped(ask), page="help")


def _dropped(ask: Ask) -> list[Effect]:
    files = files_in(ask.talk.answers)
    return [DropFiles(files)] if files else []
