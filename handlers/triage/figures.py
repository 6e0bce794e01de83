"""Figures: a unit's own, for whoever works there; those of all units by whole quarters, for the province.

Every figure has a sentence that says what it counts. What leaves a unit is hidden as `figure_rules` says.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO

from sqlalchemy.ext.asyncio import AsyncConnection

from content.locales import _, ngettext
from content.terms import N_, Outcome, StationKind
from handlers.admin.away import today
from handlers.effects import ExportFigures
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action, menu
from handlers.triage import figure_rules
from handlers.triage.clock_rules import midnight
from handlers.triage.figure_rules import Column, Figures, Measure, Share, Span, begins, months_between, whole_quarters
from handlers.triage.gate import Admitted, admit, number
from handlers.triage.hours import span as in_words
from handlers.triage.permissions import TABLE, Right
from storage import figures as stored
from storage.people import Person
from storage.stations import Station
from storage.times import hours

PAGE_NAME = "desk"
HIDDEN = "…"
MEANINGS = (
    N_(
        "Counted are tips sent in the period that are your unit's now, as they stand now. Test tips are in no other line."
    ),
    N_("Sea border and parcels: of those tips, how many were verified. “Can't be verified” is not verified."),
    N_("Joined: one incident was told of more than once. A joined tip is received, but not verified a second time."),
    N_("Overdue: a deadline passed, even if it was met later."),
    N_("Middle time: half of the tips were faster. It begins with the full hour in which the tip was sent."),
    N_("Answers: of the questions asked back. Came back: tips to which the reporter added or answered something."),
)
"""What each figure counts, in the order of the lines."""


async def so_lieu(here: Here) -> Reply:
    """/solieu: this month."""
    return await own(here)


async def own(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """The unit's own figures of a period that runs."""
    found = await admit(here, Right.FIGURES)
    if not isinstance(found, Admitted):
        return found
    name = arguments[0] if arguments else ""
    span = Span(name) if name in set(Span) else Span.MONTH
    lines, unit = await own_lines(here, found.person, span), (await here.stations())[found.person.station]
    rows = [
        *menu(*((action("figures", one), _(one.text)) for one in Span if one is not span)),
        (_button(_("How it is counted"), "meanings", span), _button(_("Desk"), "desk")),
    ]
    if unit.kind is StationKind.PROVINCE and found.person.role in TABLE[Right.UNITS].roles:
        rows.insert(1, (_button(_("All units"), "units"),))
    return Reply(Screen("\n".join(lines), tuple(rows), protect=True), page=PAGE_NAME)


async def own_lines(here: Here, person: Person, span: Span) -> list[str]:
    """The period, and a line for each figure."""
    day, unit = today(here), (await here.stations())[person.station]
    first = begins(span, day)
    since, before = hours(midnight(first, here.policy)), hours(here.now) + 1
    found = figure_rules.figures(await stored.lives(here.rows, person.station, since, before, here.now))
    tests = found.tests
    if span is not Span.WEEK:  # test tips are gone after a month; what was counted stays
        counts = await stored.counted(here.rows, months_between(first, day), Measure.TESTS.value)
        tests = sum(number for (station, _month), number in counts.items() if station == person.station)
    title = _("{unit}, {period}: since {day}").format(unit=unit.name, period=_(span.text), day=f"{first:%d/%m/%Y}")
    return [title, *figure_lines(found, tests)]


def figure_lines(found: Figures, tests: int) -> list[str]:
    """The plan's own figure first, then the rest."""
    ended = {outcome: number for outcome, number in found.outcomes.items() if number}
    outcomes = [f"{_(outcome.text)} {number}" for outcome, number in ended.items() if outcome not in _NAMED]
    return [
        _("Sea border, parcels: {share} verified").format(share=_share(found.verified)),
        _("Received: {n} · test tips: {tests}").format(n=found.received, tests=tests),
        _("Joined: {merged} · out of scope: {out}").format(merged=found.duplicates, out=found.out_of_scope),
        _("Handed over: {n} · overdue: {late}").format(n=found.handed_over, late=found.overdue),
        _("Ended otherwise: {what}").format(what=", ".join(outcomes) or "0"),
        _("Middle time to the book {book}, to the first question {ask}, to the end {end}").format(
            book=_time(found.to_accept_s), ask=_time(found.to_first_question_s), end=_time(found.to_close_s)
        ),
        _("Answers: {answered} · came back: {back}").format(
            answered=_share(found.answered), back=_share(found.came_back)
        ),
    ]


_NAMED = frozenset({Outcome.MERGED, Outcome.OUT_OF_SCOPE})
"""Outcomes that have a line of their own."""


async def meanings(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """What each figure counts."""
    found = await admit(here, Right.FIGURES)
    if not isinstance(found, Admitted):
        return found
    span = arguments[0] if arguments and arguments[0] in set(Span) else Span.MONTH
    rows = ((_button(_("Back"), "figures", span), _button(_("Desk"), "desk")),)
    return Reply(Screen("\n".join(_(line) for line in MEANINGS), rows), page=PAGE_NAME)


# --- All units: for the province ---------------------------------------------------------------------------------------


async def units(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """One measure of every commune, by the whole quarters of a year."""
    found = await admit(here, Right.UNITS, here.policy.province_station)
    if not isinstance(found, Admitted):
        return found
    typed, name = (*arguments, "", "")[:2]
    measure = Measure(name) if name in set(Measure) else Measure.RECEIVED
    year = year_of(here, typed)
    shown = communes(await here.stations())
    text = units_text(shown, measure, year, await columns(here.rows, shown, measure, year, today(here)))
    others = [(action("units", year, one), _(one.text)) for one in Measure if one is not measure]
    years = [(action("units", one, measure), str(one)) for one in (year - 1, year + 1) if one <= today(here).year]
    last = (_button(_("As a file"), "units_file", year), _button(_("Figures"), "figures"), _button(_("Desk"), "desk"))
    return Reply(Screen(text, (*menu(*others), *menu(*years), last), protect=True), page=PAGE_NAME)


async def units_file(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The same of all measures, as a table to open elsewhere; it goes from the chat after a quarter of an hour."""
    found = await admit(here, Right.UNITS, here.policy.province_station)
    if not isinstance(found, Admitted):
        return found
    year = year_of(here, arguments[0] if arguments else "")
    return Reply(toast=_("The file comes below."), effects=[ExportFigures(found.person.id, year)])


def year_of(here: Here, typed: str) -> int:
    """The year that was asked for; else the newest one of which a quarter is over."""
    day, wanted = today(here), number(typed or "x")
    newest = day.year if whole_quarters(day.year, day) else day.year - 1
    return wanted if 2000 <= wanted <= day.year else newest


def communes(known: Mapping[str, Station]) -> list[Station]:
    """The units whose figures the province sees. Its own it sees whole, and the inspectorate's not at all."""
    found = [unit for unit in known.values() if unit.kind is StationKind.COMMUNE and not unit.training]
    return sorted(found, key=lambda unit: (unit.name, unit.id))


async def columns(
    rows: AsyncConnection, shown: Sequence[Station], measure: Measure, year: int, day: date
) -> Mapping[int, Column]:
    """Each quarter of a year that is over today, as it may leave the units."""
    months = months_between(date(year, 1, 1), date(year, 12, 1))
    found = await stored.counted(rows, months, measure.value)
    ids = [unit.id for unit in shown]
    return {one: figure_rules.quarter_of(found, ids, year, one) for one in whole_quarters(year, day)}


def units_text(shown: Sequence[Station], measure: Measure, year: int, found: Mapping[int, Column]) -> str:
    """A line for each unit, its quarters in order."""
    lines = [_("{what}, {year}, by whole quarters").format(what=_(measure.text), year=year)]
    if not found:
        return "\n".join([*lines, _("No quarter of this year is over yet.")])
    numbers = {unit.name: [column.units[unit.id] for column in found.values()] for unit in shown}
    told = [f"{name}: {_line(line)}" for name, line in numbers.items() if any(one is not None for one in line)]
    lines += told
    rest = len(shown) - len(told)
    if rest:
        lines.append(ngettext("{n} more unit: {sign}", "{n} more units: {sign}", rest).format(n=rest, sign=HIDDEN))
    lines.append(_("All these units: {line}").format(line=_line([column.total for column in found.values()])))
    lines.append(_("“{sign}”: under 5, or hidden so that nobody can reckon a small one out.").format(sign=HIDDEN))
    return "\n".join(lines)


def table(shown: Sequence[Station], found: Mapping[Measure, Mapping[int, Column]]) -> str:
    """All measures as a table for a spreadsheet: a line for each unit and measure, "…" where a number is hidden."""
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    quarters = sorted({one for columns in found.values() for one in columns})
    writer.writerow([_("Unit"), _("Figure"), *(f"Q{one}" for one in quarters)])
    for measure, by_quarter in found.items():
        for unit in shown:
            writer.writerow([unit.name, _(measure.text), *(_cell(by_quarter[one].units[unit.id]) for one in quarters)])
        writer.writerow([_("All units"), _(measure.text), *(_cell(by_quarter[one].total) for one in quarters)])
    return file.getvalue()


def _cell(number: int | None) -> str:
    return HIDDEN if number is None else str(number)


def _line(numbers: Sequence[int | None]) -> str:
    return " · ".join(f"Q{place} {_cell(one)}" for place, one in enumerate(numbers, 1))


def _share(share: Share) -> str:
    ratio = share.ratio
    return f"{share.part}/{share.whole}" + (f" ({round(100 * ratio)} %)" if ratio is not None else "")


def _time(seconds: float | None) -> str:
    return "–" if seconds is None else in_words(seconds)


def _button(label: str, name: str, *arguments: object) -> Button:
    return Button(label, payload=action(name, *arguments))
