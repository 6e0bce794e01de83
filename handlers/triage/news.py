"""What the house tells an officer's screen (Act.NEWS): what a PIN opened, and that the shift has run out."""

from __future__ import annotations

import json
from typing import Any

from content.locales import _, ngettext
from handlers.admin.voice import waiting_screen
from handlers.here import Here, Reply
from handlers.messages import Remove, Screen
from handlers.triage.desk import desk_screen, done_screen
from handlers.triage.gate import DOOR_HINT, to_the_door
from handlers.triage.hours import day_hour_minute
from handlers.triage.inbox import PAGE_NAME
from handlers.triage.shift import clear

SHIFT_OVER = "shift_over"


async def pin(here: Here) -> Reply:
    """opened, changed, wrong {left}, wait {until}, again, enrolled, active, locked_out: see `handlers.effects.TryPin`."""
    told: dict[str, Any] = json.loads(here.incoming.payload or "{}")
    person = await here.person()
    result = told.get("result")
    if result == "opened" and person and person.on_shift(here.now):
        led = Remove(here.to, DOOR_HINT)  # whoever was led to the door has gone through it
        return Reply(await desk_screen(here, person), posts=[led], page=PAGE_NAME)
    if result == "enrolled" and person:
        return Reply(waiting_screen(here, person))
    if result == "active":
        return Reply(Screen(_("Your PIN is set. You can open your shift now.")), posts=[to_the_door(here)])
    if result == "changed":
        return Reply(done_screen(_("Your PIN is changed. The button stays the same.")), page=PAGE_NAME)
    posts = [to_the_door(here)] if result == "wrong" else []
    return Reply(Screen(sentence(here, told)), posts=list(posts))


async def shift_over(here: Here) -> Reply:
    """By the clock: what the shift showed goes, lists and readings too; one neutral line stays."""
    person = await here.person()
    if person is None or person.on_shift(here.now):
        return Reply()
    return Reply(Screen(_("Your shift is over.")), posts=clear(here))


def sentence(here: Here, told: dict[str, Any]) -> str:
    """Why it did not open."""
    result = told.get("result")
    if result == "wrong":
        left = int(told.get("left", 0))
        more = ngettext("{n} try left before a wait.", "{n} tries left before a wait.", left).format(n=left)
        return f"{_('Wrong PIN.')} {more}"
    if result == "wait":
        until = day_hour_minute(float(told.get("until", here.now)), here.now, here.policy)
        return _("Too many wrong tries. Try again after {hour}.").format(hour=until)
    if result == "again":
        return _("Ten wrong tries. Ask a colleague on duty for a link, then choose a new PIN.")
    return _("Nothing was opened. Ask your station head.")
