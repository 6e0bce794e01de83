"""The officer's desk: where the shift stands, what waits, and the ways on."""

from __future__ import annotations

from content.clocks import calendar
from content.locales import _, ngettext
from content.terms import PersonState, Role
from handlers.admin.away import own
from handlers.admin.roster import mine
from handlers.admin.voice import waiting_screen
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.outreach import desk as outreach
from handlers.screens import action
from handlers.triage.clock_rules import day_of
from handlers.triage.gate import AdmittedTo, admit, admit_to, fresh_card, to_the_door
from handlers.triage.hours import day_hour_minute
from handlers.triage.inbox import PAGE_NAME, Which, ends
from handlers.triage.incident import offered
from handlers.triage.permissions import KEYLESS, READERS, STAFF, TABLE, Right
from storage import lists
from storage.people import Person


async def desk(here: Here) -> Reply:
    """/truc: where the shift stands and what waits."""
    found = await admit(here, Right.DESK)
    if isinstance(found, Reply):
        return found
    person = found.person
    if person.role in KEYLESS:
        return await outreach.desk(here)
    if person.state is PersonState.WAITING:
        return Reply(waiting_screen(here, person), page=PAGE_NAME)
    if not person.on_shift(here.now):
        text = "\n".join(filter(None, (_("Your shift is closed."), await mine(here, person))))
        return Reply(Screen(text, ((own(person),),)), posts=[to_the_door(here)], page=PAGE_NAME)
    return Reply(await desk_screen(here, person), page=PAGE_NAME)


def done_screen(sentence: str) -> Screen:
    """What was done, and the ways on. No figures: they change with what was just done."""
    rows = ((_button(_("Inbox"), "inbox"), _button(_("Desk"), "desk")), (_button(_("Lock shift"), "lock"),))
    return Screen(sentence, rows)


async def desk_screen(here: Here, person: Person) -> Screen:
    """ "3 tips wait, 1 urgent", and the ways on."""
    until = day_hour_minute((person.shift_until or 0) / 1e6, here.now, here.policy)
    lines = [_("Shift open until {hour}.").format(hour=until)]
    duty = await mine(here, person)
    rows: list[tuple[Button, ...]] = []
    if person.role in READERS:
        late, soon = ends(Which.LATE, here.now), ends(Which.SOON, here.now)
        count = await lists.count(here.rows, person.station, late, soon, test=person.training)
        waiting = ngettext("{n} tip waits", "{n} tips wait", count.waiting).format(n=count.waiting)
        lines[0] += f" {waiting}, " + _("{n} urgent.").format(n=count.urgent)
        if (year := calendar.shipped().lacks(day_of(here.now, here.policy))) is not None:
            lines.append(
                _("Days off of {year} are not known yet: deadlines count weekends and sure holidays only.").format(
                    year=year
                )
            )
        if count.late or count.soon:
            lines.append(_("{late} overdue, {soon} due within two days.").format(late=count.late, soon=count.soon))
            rows.append((_list(Which.LATE), _list(Which.SOON)))
        if count.urgent:
            rows.append((_button(_("See urgent tips"), "inbox", Which.URGENT),))
        rows.append((_button(_("Inbox"), "inbox"), _list(Which.MINE)))
        if same := len(await offered(here, person)):
            lines.append(ngettext("{n} pair may be the same.", "{n} pairs may be the same.", same).format(n=same))
            rows.append((_button(_("May be the same"), "pairs"),))
        rows.append((_button(_("Search"), "search"), _button(_("Figures"), "figures")))
        rows.append((_button(_("People"), "people", 0), _list(Which.TEST)))
        if person.role in TABLE[Right.PLAN].roles and person.station == here.policy.province_station:
            rows.append((_button(_("Plan of the year"), "plan"),))
        rows.append((_button(_("Junk box"), "junk", 0), _button(_("Hotspots"), "hotspots", 0)))
        if person.role in TABLE[Right.REWARD_CODE].roles and person.station == here.policy.province_station:
            rows.append((_button(_("Reward code"), "reward_code"),))
    elif person.role is Role.AUDITOR:
        rows.append((_button(_("Audit"), "audit"),))
    else:
        rows.append((_button(_("People"), "people", 0), _button(_("Invite"), "invite")))
    roster = (_button(_("Roster"), "roster"),) if person.role in STAFF else ()
    rows.append((*roster, _button(_("Lock shift"), "lock")))
    lines += [line for line in (duty, _("No state secrets here.")) if line]
    return Screen("\n".join(lines), tuple(rows))


async def back(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """Back to the desk, from a button."""
    return await desk(here)


async def leave(here: Here) -> Reply:
    """The quick exit of staff: what was being typed is gone."""
    here.talking.talks = []
    here.talking.focused = False
    here.talking.keypad = {}
    return await desk(here)


async def idle(here: Here) -> Reply:
    """Ten minutes without a press: a half-typed PIN is forgotten, an open question stays, figures are brought up to date."""
    here.talking.keypad = {}
    person = await here.person()
    if here.talking.talks:
        here.talking.focused = True
        return Reply()
    if person and person.role in KEYLESS:
        return await outreach.desk(here)
    if person is None or not person.on_shift(here.now):
        return Reply(Screen(_("Your shift is closed.")), page=PAGE_NAME)
    return Reply(await desk_screen(here, person), page=PAGE_NAME)


async def show_card(here: Here, arguments: tuple[str, ...]) -> Reply:
    """Bring a tip's card to the end of the chat."""
    found = await admit_to(here, Right.CARD, arguments[0] if arguments else "")
    if not isinstance(found, AdmittedTo):
        return found
    return Reply(posts=[await fresh_card(here, found.card, found.person, fresh=True)])


def _list(which: Which) -> Button:
    return _button(_(which.text), "inbox", which)


def _button(label: str, name: str, *arguments: object) -> Button:
    return Button(label, payload=action(name, *arguments))
