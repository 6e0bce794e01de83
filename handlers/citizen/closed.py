"""Nobody could open what is told here: the province has no officer with a key yet. Said at once, and nothing is kept.

The province reads what no commune can, so the line opens with its first officer and not before.
"""

from __future__ import annotations

from content.locales import _
from content.numbers import live
from handlers.citizen.route_rules import receives
from handlers.effects import DropFiles, TurnedAway
from handlers.here import Here, Reply
from handlers.messages import Screen
from handlers.screens import action, menu, quick_exit


async def is_closed(here: Here) -> bool:
    """Whether a tip would find nobody who can open it."""
    return not receives(await here.stations(), here.policy.province_station)


def closed_screen(now: float) -> Screen:
    """The truth, and whom to call instead."""
    numbers = live(now)
    lines = [_("Hello. This channel can't take messages yet: nobody here could open them.")]
    lines.append(_("What you wrote was not kept and went to nobody."))
    calls = [
        (_("In danger, call:"), "police"),
        (_("Seizure, unconscious:"), "ambulance"),
        (_("A child is there (free of charge):"), "children"),
    ]
    lines += [part for sentence, key in calls if key in numbers for part in (sentence, numbers[key].digits)]
    options = ((action("help", "doors"), _("Other ways")), (action("home"), _("Menu")))
    return Screen("\n".join(lines), (*menu(*options), (quick_exit(),)))


def turned_away(here: Here, files: tuple[str, ...] = ()) -> Reply:
    """Somebody wanted to tell something: their files are dropped, the operator hears of it."""
    return Reply(closed_screen(here.now), effects=[*([DropFiles(files)] if files else []), TurnedAway()])
