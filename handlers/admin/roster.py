"""The roster of a station, by week: everybody of it reads it, the head sets it by tapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from content.locales import _
from content.terms import DutyPart, PersonState
from handlers.admin.away import today
from handlers.admin.roster_rules import DAYS, can_be_set, current, in_words, monday, name_of, next_of
from handlers.effects import Effect, SetDuty
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action
from handlers.triage.gate import Admitted, admit, day_in, number
from handlers.triage.permissions import READERS, TABLE, WIDE, Right
from storage import people, roster
from storage.people import Person
from storage.roster import Duty

PAGE = 12
UNITS = 15


async def lich(here: Here) -> Reply:
    """/lich: this week."""
    return await week(here)


async def week(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """Seven days of one's own station; a button for each half day, where one may set it."""
    found = await admit(here, Right.ROSTER, await _station(here))
    if not isinstance(found, Admitted):
        return found
    first = monday(day_in(arguments[0] if arguments else "") or today(here))
    return Reply(await week_screen(here, found.person, first), page="desk")


async def week_screen(here: Here, person: Person, first: date) -> Screen:
    """The week in seven lines."""
    duties = await roster.week(here.rows, person.station, first)
    names = {one.id: one.name for one in await people.of_station(here.rows, here.keyring, person.station)}
    unit = (await here.stations())[person.station].name
    title = _("Roster of {unit}, {first} to {last}").format(
        unit=unit, first=f"{first:%d/%m}", last=f"{first + timedelta(days=6):%d/%m}"
    )
    days = [first + timedelta(days=place) for place in range(7)]
    text = "\n".join([title, *(_line(day, duties, names) for day in days)])
    rows = [
        tuple(_button(name_of(day, part), "duty", f"{day:%Y%m%d}", part.value) for part in open_parts)
        for day in days
        if (open_parts := [part for part in DutyPart if can_be_set(day, part, here.now, here.policy)])
        and person.role in TABLE[Right.SET_ROSTER].roles
    ]
    ways = [
        _button(_("Week before"), "roster", f"{first - timedelta(days=7):%Y%m%d}"),
        _button(_("Week after"), "roster", f"{first + timedelta(days=7):%Y%m%d}"),
    ]
    return Screen(text, (*rows, tuple(ways), (_button(_("On duty now"), "on_duty"), _button(_("Desk"), "desk"))))


async def duty(here: Here, arguments: tuple[str, ...]) -> Reply:
    """One half day: press a name to put it there or take it off."""
    day, part, who, offset = (*arguments, "", "", "", "")[:4]
    found = await admit(here, Right.SET_ROSTER, await _station(here))
    if not isinstance(found, Admitted):
        return found
    when = day_in(day)
    if when is None or part not in set(DutyPart) or not can_be_set(when, DutyPart(part), here.now, here.policy):
        return Reply(toast=_("That button was from before."))
    half = DutyPart(part)
    colleagues = await _colleagues(here, found.person)
    week = await roster.week(here.rows, found.person.station, monday(when))
    there = {one.person for one in week if (one.day, one.part) == (when, half)}
    effects: list[Effect] = []
    if who in {one.id for one in colleagues}:
        effects = [SetDuty(found.person.id, who, when, half, on=who not in there)]
        there ^= {who}
    start = max(number(offset or "0"), 0)
    return Reply(slot_screen(colleagues, there, when, half, start), page="desk", effects=effects)


def slot_screen(colleagues: Sequence[Person], there: set[str], day: date, part: DutyPart, start: int) -> Screen:
    """Everybody who could take it; who has it is marked."""
    text = _("{day} {date}: press a name to put it on the roster, or to take it off.").format(
        day=name_of(day, part), date=f"{day:%d/%m}"
    )
    when = (f"{day:%Y%m%d}", part.value)
    buttons = [
        _button(("✓ " if one.id in there else "") + one.name[:18], "duty", *when, one.id, start)
        for one in colleagues[start : start + PAGE]
    ]
    ways = [_button(_("Earlier page"), "duty", *when, "", max(start - PAGE, 0))] if start else []
    ways += [_button(_("Next page"), "duty", *when, "", start + PAGE)] if len(colleagues) > start + PAGE else []
    ways.append(_button(_("Roster"), "roster", f"{monday(day):%Y%m%d}"))
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    return Screen(text, (*rows, tuple(ways)))


async def on_duty(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """Who is to be on duty in this half day: at one's own station, at every one for the province's desk."""
    own = await admit(here, Right.ROSTER, await _station(here))
    if not isinstance(own, Admitted):
        return own
    start = max(number(arguments[0]) if arguments else 0, 0)
    units = await here.stations()
    shown = sorted(units) if own.person.role in WIDE else [own.person.station]
    day, part = current(here.now, here.policy)
    duties, names = await roster.at(here.rows, day, part), await people.names(here.rows, here.keyring)
    lines = [_("On duty: {part}").format(part=f"{name_of(day, part)} {day:%d/%m}")]
    for unit in shown[start : start + UNITS]:
        there = [names[one.person].name for one in duties if one.station == unit and one.person in names]
        lines.append(f"{units[unit].name}: {', '.join(there) or '–'}")
    ways = [_button(_("Earlier page"), "on_duty", max(start - UNITS, 0))] if start else []
    ways += [_button(_("Next page"), "on_duty", start + UNITS)] if len(shown) > start + UNITS else []
    ways += [_button(_("Roster"), "roster"), _button(_("Desk"), "desk")]
    return Reply(Screen("\n".join(lines), (tuple(ways),)), page="desk")


async def mine(here: Here, person: Person) -> str:
    """ "Your duty: ...", for the desk; empty where nothing is planned."""
    since = today(here) - timedelta(days=1)
    one = next_of(await roster.of_person(here.rows, person.id, since), here.now, here.policy)
    return _("Your duty: {when}.").format(when=in_words(one, here.policy)) if one else ""


async def _station(here: Here) -> str:
    person = await here.person()
    return person.station if person else ""


async def _colleagues(here: Here, person: Person) -> list[Person]:
    staff = await people.of_station(here.rows, here.keyring, person.station)
    return sorted(
        (one for one in staff if one.state is PersonState.ACTIVE and one.role in READERS),
        key=lambda one: (one.name.casefold(), one.id),
    )


def _line(day: date, duties: Sequence[Duty], names: Mapping[str, str]) -> str:
    halves = []
    for part in DutyPart:
        there = [names.get(one.person, "?") for one in duties if (one.day, one.part) == (day, part)]
        halves.append(f"{_(part.text)}: {', '.join(there) or '–'}")
    return f"{_(DAYS[day.weekday()])} {day:%d/%m} · " + " · ".join(halves)


def _button(label: str, name: str, *arguments: object) -> Button:
    return Button(label, payload=action(name, *arguments))
