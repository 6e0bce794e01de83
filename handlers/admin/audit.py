"""An auditor reads the audit in chat: a day at a time, or one person's lines, newest first, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from content.locales import _
from handlers.admin.audit_rules import OF_A_STATION, OF_THE_HOUSE, day_of, sentence
from handlers.admin.away import today
from handlers.effects import Effect, Note
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action
from handlers.triage.gate import Admitted, admit, number
from handlers.triage.hours import local
from handlers.triage.permissions import Right
from storage import people
from storage.audit import Line, Scope, page
from storage.people import Named
from storage.stations import Station, circle_of
from storage.times import micros

PAGE = 12
PEOPLE_PAGE = 8


async def so(here: Here) -> Reply:
    """/so: what happened today."""
    return await day(here)


async def day(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """One page of one local day."""
    found = await admit(here, Right.AUDIT)
    if not isinstance(found, Admitted):
        return found
    when, offset = (*arguments, "", "")[:2]
    wanted, start = day_of(when, today(here)), max(number(offset or "0"), 0)
    units, names = await _circle(here, found)
    since = _midnight(here, wanted)
    scope = _scope(units, names, since=micros(since), until=micros(since + 86400))
    lines = await page(here.rows, scope, PAGE + 1, start)
    title = _("Audit of {day}").format(day=f"{wanted:%d/%m/%Y}")
    ways = _paging(f"{wanted:%Y%m%d}", start, more=len(lines) > PAGE, name="audit")
    days = [_button(_("Day before"), "audit", f"{wanted - timedelta(days=1):%Y%m%d}")]
    days += [_button(_("Day after"), "audit", f"{wanted + timedelta(days=1):%Y%m%d}")] if wanted < today(here) else []
    rows = (ways, tuple(days), (_button(_("By person"), "auditors"), _button(_("Desk"), "desk")))
    noted: list[Effect] = [Note(found.person.id, "audit read")] if not start else []
    return Reply(_screen(here, title, lines, names, units, rows, days=False), page="desk", effects=noted)


async def persons(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """Whose lines? One page of everybody who ever worked in the auditor's circle."""
    found = await admit(here, Right.AUDIT)
    if not isinstance(found, Admitted):
        return found
    start = max(number(arguments[0]) if arguments else 0, 0)
    _units, names = await _circle(here, found)
    everybody = sorted(names.items(), key=lambda one: (one[1].name.casefold(), one[0]))
    shown = everybody[start : start + PEOPLE_PAGE]
    buttons = [Button(f"{one.name}"[:20], payload=action("audit_of", who)) for who, one in shown]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    ways = [_button(_("Earlier page"), "auditors", max(start - PEOPLE_PAGE, 0))] if start else []
    ways += [_button(_("Next page"), "auditors", start + PEOPLE_PAGE)] if len(everybody) > start + PEOPLE_PAGE else []
    last = (_button(_("Audit"), "audit"), _button(_("Desk"), "desk"))
    return Reply(Screen(_("Whose lines?"), tuple(row for row in (*rows, tuple(ways), last) if row)), page="desk")


async def of_person(here: Here, arguments: tuple[str, ...]) -> Reply:
    """One page of what one person did, of all days."""
    found = await admit(here, Right.AUDIT)
    if not isinstance(found, Admitted):
        return found
    who, offset = (*arguments, "", "")[:2]
    units, names = await _circle(here, found)
    if who not in names:
        return Reply(toast=_("That button was from before."))
    start = max(number(offset or "0"), 0)
    lines = await page(here.rows, Scope(people=(bytes.fromhex(who),)), PAGE + 1, start)
    rows = (
        _paging(who, start, more=len(lines) > PAGE, name="audit_of"),
        (_button(_("By person"), "auditors"), _button(_("Audit"), "audit"), _button(_("Desk"), "desk")),
    )
    noted: list[Effect] = [Note(found.person.id, "audit read")] if not start else []
    return Reply(_screen(here, names[who].name, lines, names, units, rows, days=True), page="desk", effects=noted)


async def _circle(here: Here, found: Admitted) -> tuple[Mapping[str, Station], Mapping[str, Named]]:
    """The units whose staff this auditor watches, and their people: the inspectorate's own, or all the others'."""
    units = await here.stations()
    circle = circle_of(units[found.person.station])
    watched = {one.id: one for one in units.values() if circle_of(one) is circle}
    names = await people.names(here.rows, here.keyring)
    return watched, {who: one for who, one in names.items() if one.station in watched}


def _scope(units: Mapping[str, Station], names: Mapping[str, Named], *, since: int, until: int) -> Scope:
    return Scope(
        people=tuple(map(bytes.fromhex, sorted(names))),
        since=since,
        until=until,
        house=tuple(OF_THE_HOUSE),
        of_units=tuple(OF_A_STATION),
        units=tuple(sorted(units)),
    )


def _screen(
    here: Here,
    title: str,
    lines: Sequence[Line],
    names: Mapping[str, Named],
    units: Mapping[str, Station],
    rows: Sequence[tuple[Button, ...]],
    *,
    days: bool,
) -> Screen:
    """`lines` holds one more than a page where a next page exists."""
    said = [f"{_moment(here, line, days=days)} {sentence(line, names, units)}" for line in lines[:PAGE]]
    text = "\n".join([title, *(said or [_("Nothing here.")])])
    return Screen(text, tuple(row for row in rows if row), protect=True)


def _moment(here: Here, line: Line, *, days: bool) -> str:
    when = local(line.at / 1e6, here.policy)
    return f"{when:%d/%m %H:%M}" if days else f"{when:%H:%M}"


def _midnight(here: Here, wanted: date) -> float:
    """When a local day begins (seconds)."""
    return (wanted - date(1970, 1, 1)).days * 86400 - here.policy.utc_offset


def _paging(what: str, start: int, *, more: bool, name: str) -> tuple[Button, ...]:
    ways = [_button(_("Later lines"), name, what, max(start - PAGE, 0))] if start else []
    ways += [_button(_("Earlier lines"), name, what, start + PAGE)] if more else []
    return tuple(ways)


def _button(label: str, name: str, *arguments: object) -> Button:
    return Button(label, payload=action(name, *arguments))
