"""Who works here.

The list, one person, the end of somebody's rights. No account is ever shown: there is none to show.
"""

from __future__ import annotations

from content.locales import _
from content.terms import PersonState, Role
from handlers.admin.approve import can_approve
from handlers.admin.away import own, today
from handlers.effects import Suspend, Train
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action
from handlers.triage.gate import Admitted, admit, number
from handlers.triage.hours import day_hour_minute
from handlers.triage.permissions import KEYLESS, MANAGERS, READERS, Right
from storage import people as staff
from storage.people import Person

PAGE = 8
HERE_NOW = (PersonState.WAITING, PersonState.ACTIVE, PersonState.SUSPENDED)


async def nguoi(here: Here) -> Reply:
    """/nguoi: the people of one's station; of every station for an administrator."""
    return await people(here)


async def people(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """One page of the list: who waits comes first."""
    found = await admit(here, Right.PEOPLE)
    if not isinstance(found, Admitted):
        return found
    start = max(number(arguments[0]) if arguments else 0, 0)
    everybody = await _seen_by(here, found.person)
    lines = [_line(here, one) for one in everybody[start : start + PAGE]]
    rows = pairs([Button(_label(one), payload=action("person", one.id)) for one in everybody[start : start + PAGE]])
    ways = [_button(_("Earlier page"), "people", max(start - PAGE, 0))] if start else []
    ways += [_button(_("Next page"), "people", start + PAGE)] if len(everybody) > start + PAGE else []
    ways += [_button(_("Invite"), "invite")] if found.person.role in MANAGERS else []
    ways.append(_button(_("Desk"), "desk"))
    return Reply(Screen("\n".join(lines), (*rows, tuple(ways))), page="people")


async def person(here: Here, arguments: tuple[str, ...]) -> Reply:
    """One person, and what may be done."""
    one = await staff.get(here.rows, here.keyring, arguments[0] if arguments else "")
    found = await admit(here, Right.PEOPLE, one.station if one else "")
    if not isinstance(found, Admitted):
        return found
    if one is None:
        return Reply(toast=_("That button was from before."))
    rows: list[tuple[Button, ...]] = []
    if one.state is PersonState.WAITING and one.enrolled and can_approve(found.person, one):
        rows.append((_button(_("Compare the code"), "approve", one.id),))
    if one.id == found.person.id:
        rows.append((own(one), _button(_("I leave the service"), "leave")))
    else:
        rows += pairs(_ways(found.person, one))
    rows.append((_button(_("People"), "people", 0), _button(_("Desk"), "desk")))
    return Reply(Screen(_line(here, one), tuple(rows)), page="people")


def _ways(viewer: Person, one: Person) -> list[Button]:
    """What may be done about a colleague; each button asks the table of rights again when it is pressed."""
    manages, works = viewer.role in MANAGERS, one.state is PersonState.ACTIVE
    ways: list[Button] = []
    if works and one.role not in KEYLESS:
        ways.append(_button(_("Lost PIN or button"), "back", one.id))
    if manages and works and one.role in READERS:
        ways.append(_button(_("End the training") if one.training else _("Into training"), "train", one.id))
    if viewer.role is Role.HEAD and works and one.role in READERS:
        ways.append(_button(_("Pass their tips on"), "pass_all", one.id))
    if manages and works:
        ways.append(_button(_("On leave"), "away", one.id))
    if manages and one.state in (PersonState.ACTIVE, PersonState.WAITING):
        ways.append(_button(_("End their rights"), "suspend", one.id))
    return ways


async def train(here: Here, arguments: tuple[str, ...]) -> Reply:
    """Into training, or out of it: in training somebody sees test tips only."""
    one = await staff.get(here.rows, here.keyring, arguments[0] if arguments else "")
    found = await admit(here, Right.TRAIN, one.station if one else "")
    if not isinstance(found, Admitted):
        return found
    if one is None or one.id == found.person.id or one.state is not PersonState.ACTIVE or one.role not in READERS:
        return Reply(toast=_("That button was from before."))
    text = _("{name} works on real tips now.") if one.training else _("{name} sees test tips only from now on.")
    effect = Train(one.id, found.person.id, not one.training)
    return Reply(Screen(text.format(name=one.name), _desk()), effects=[effect])


async def suspend(here: Here, arguments: tuple[str, ...]) -> Reply:
    """A second tap, then at once: shift and keys gone, what is open sealed anew."""
    who, answer = (*arguments, "", "")[:2]
    one = await staff.get(here.rows, here.keyring, who)
    found = await admit(here, Right.SUSPEND, one.station if one else "")
    if not isinstance(found, Admitted):
        return found
    if one is None or one.id == found.person.id or one.state not in (PersonState.ACTIVE, PersonState.WAITING):
        return Reply(toast=_("That button was from before."))
    if answer != "yes":
        text = _("End the rights of {name} now? Their shift closes, and they need a new invitation to come back.")
        return Reply(_sure(text.format(name=one.name), "suspend", one.id, "yes"))
    effect = Suspend(one.id, found.person.id, PersonState.SUSPENDED)
    return Reply(Screen(_("{name} can't open anything any more.").format(name=one.name), _desk()), effects=[effect])


async def leave(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """Leaving the service, by oneself: a second tap."""
    found = await admit(here, Right.LEAVE)
    if not isinstance(found, Admitted):
        return found
    if arguments != ("yes",):
        return Reply(_sure(_("Leave the service now? Your tips go back to your colleagues."), "leave", "yes"))
    me = found.person.id
    return Reply(Screen(_("You have left. Thank you for your work.")), effects=[Suspend(me, me, PersonState.LEFT)])


async def _seen_by(here: Here, viewer: Person) -> list[Person]:
    stations = sorted(await here.stations()) if viewer.role is Role.ADMIN else [viewer.station]
    found = [one for station in stations for one in await staff.of_station(here.rows, here.keyring, station)]
    shown = [one for one in found if one.state in HERE_NOW]
    return sorted(shown, key=lambda one: (HERE_NOW.index(one.state), one.station, one.name))


def _line(here: Here, one: Person) -> str:
    parts = [one.name, _(one.role.text), one.station, _(one.state.text)]
    if one.training:
        parts.append(_("in training"))
    if one.away(today(here)):
        parts.append(_("on leave until {day}").format(day=f"{one.away_until:%d/%m}"))
    if one.on_shift(here.now):
        until = day_hour_minute((one.shift_until or 0) / 1e6, here.now, here.policy)
        parts.append(_("on shift until {hour}").format(hour=until))
    return " · ".join(parts)


def pairs(buttons: list[Button]) -> list[tuple[Button, ...]]:
    """Two in a row."""
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def _label(one: Person) -> str:
    return one.name if len(one.name) <= 20 else one.name[:19] + "…"


def _sure(text: str, name: str, *arguments: object) -> Screen:
    rows = ((_button(_("Not yet"), "desk"), _button(_("Yes, do it"), name, *arguments)),)
    return Screen(text, rows)


def _desk() -> tuple[tuple[Button, ...], ...]:
    return ((_button(_("Desk"), "desk"),),)


def _button(label: str, name: str, *arguments: object) -> Button:
    return Button(label, payload=action(name, *arguments))
