"""Leave: some days off, without a reason. The shift closes, tips go back to the colleagues, no reminder comes."""

from __future__ import annotations

from datetime import date, timedelta

from content.locales import _, ngettext
from content.terms import PersonState
from handlers.effects import Away
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action, menu
from handlers.triage.gate import Admitted, admit, number
from handlers.triage.hours import local
from handlers.triage.permissions import Right
from storage import people
from storage.people import Person

CHOICES = (1, 2, 3, 7, 14, 30)
"""Days, today among them."""
BACK = "0"


def today(here: Here) -> date:
    """The local day."""
    return local(here.now, here.policy).date()


def own(person: Person) -> Button:
    """The way to one's own leave: also without a shift, for whoever fell ill."""
    return Button(_("My leave"), payload=action("away", person.id))


async def away(here: Here, arguments: tuple[str, ...]) -> Reply:
    """Whose, then how long: one's own leave at any time, a colleague's by the head on shift."""
    who, days = (*arguments, "", "")[:2]
    me, one = await here.person(), await people.get(here.rows, here.keyring, who)
    mine = me is not None and one is not None and me.id == one.id
    found = await admit(here, Right.AWAY if mine else Right.SEND_AWAY, one.station if one else "")
    if not isinstance(found, Admitted):
        return found
    if one is None or one.state is not PersonState.ACTIVE:
        return Reply(toast=_("That button was from before."))
    if days == BACK:
        text = _("Welcome back, {name}.").format(name=one.name)
        return Reply(Screen(text, _desk()), effects=[Away(one.id, found.person.id, None)])
    if number(days) not in CHOICES:
        return Reply(ask_days(here, one))
    until = today(here) + timedelta(days=number(days) - 1)
    text = _("On leave until the end of {day}: {name}. Open tips are with the colleagues again.")
    text = text.format(name=one.name, day=f"{until:%d/%m}")
    return Reply(Screen(text, _desk()), effects=[Away(one.id, found.person.id, until)])


def ask_days(here: Here, one: Person) -> Screen:
    """How many days; or back to work."""
    text = _("Leave of {name}: how many days, today among them? The shift closes now.").format(name=one.name)
    ways = [(action("away", one.id, days), ngettext("{n} day", "{n} days", days).format(n=days)) for days in CHOICES]
    if one.away(today(here)):
        ways.append((action("away", one.id, BACK), _("Back at work")))
    return Screen(text, (*menu(*ways), *_desk()))


def _desk() -> tuple[tuple[Button, ...], ...]:
    return ((Button(_("Desk"), payload=action("desk")),),)
