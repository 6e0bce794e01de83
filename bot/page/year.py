"""A year of the plan as the page shows it. Every figure is read where the chat reads it: nothing is counted here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.page.coverage import by_area, by_indicator, by_means, covered, not_covered
from bot.page.guests import Guest
from bot.page.look import DASH, Look, chosen_year
from bot.page.sendings import sendings
from bot.page.sheet import Choice, Option, Row, Sheet, Table
from content.coverage_terms import MotionState
from content.locales import _, ngettext
from content.numerals import numeral
from content.plans import Indicator, shipped
from content.policy import Policy
from handlers.coverage.entry_rules import asked_of, change, met
from handlers.coverage.figures import worded
from handlers.coverage.list_rules import listed, proposed
from handlers.coverage.plan_desk import covering
from handlers.coverage.plan_rules import effective
from handlers.triage.hours import local
from storage import entered, motions, sets, targets, years
from storage.entered import Figure
from storage.vault.keyring import Keyring


async def year_sheet(
    rows: AsyncConnection, keyring: Keyring, policy: Policy, guest: Guest, query: Mapping[str, str], now: float
) -> Sheet:
    """The page of a year, in the language of the moment."""
    plan = shipped(policy.plan)
    look = Look(rows, keyring, policy, guest, plan, chosen_year(plan, query, local(now, policy).date()), now)
    found = await covered(look, query)
    until = local(guest.ticket.until, policy)
    return Sheet(
        title=_("The year {year} in figures").format(year=look.year),
        lines=(plan.title, await _standing(look)),
        choices=(_years(look), *found.choices),
        choose=_("Show"),
        tables=(
            by_indicator(found),
            by_area(found),
            not_covered(found),
            by_means(found),
            await _deadlines(look),
            await _lists(look),
            await _figures(look),
            await sendings(look),
        ),
        foot=(
            _("As of {moment}. No tip stands here.").format(moment=f"{look.moment:%H:%M %d/%m/%Y}"),
            _("This page closes at {time}. Open it anew from the chat.").format(time=f"{until:%H:%M}"),
        ),
    )


def _years(look: Look) -> Choice:
    every = range(look.plan.first_year, look.plan.last_year + 1)
    return Choice("nam", _("Year"), tuple(Option(str(one), str(one), one == look.year) for one in every))


async def _standing(look: Look) -> str:
    """Whether the year can still change, and what waits."""
    closed = await years.closed_at(look.rows, look.plan.key, look.year)
    if closed is not None:
        day = f"{local(closed, look.policy):%d/%m/%Y}"
        return _("The year is closed since {day}: nothing of it changes.").format(day=day)
    found = await motions.of_year(look.rows, look.keyring, look.plan.key, look.year)
    waiting = sum(one.state is MotionState.OPEN for one in found)
    if not waiting:
        return _("The year is open: its figures can still change.")
    text = ngettext("{n} change waits for a second person.", "{n} changes wait for a second person.", waiting)
    return text.format(n=waiting)


async def _deadlines(look: Look) -> Table:
    """Papers and lists of this year, the first due first."""
    fixed = await sets.of_year(look.rows, look.plan.key, look.year)
    due = [(day, one.name) for one in look.plan.reports if (day := one.due(look.year))]
    due += [(one.due, _("List of {id}").format(id=one.indicator)) for one in fixed.values()]
    rows = tuple(Row(name, (f"{day:%d/%m/%Y}", left(day, look.today))) for day, name in sorted(due))
    head = (_("Due"), _("On the day"), _("Time left"))
    return Table("deadlines", _("Deadlines"), head, rows, _("Nothing is due in this year."))


def left(due: date, today: date) -> str:
    """How far a day is: "in 6 days", "today", "3 days ago"."""
    days = (due - today).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in {n} day", "in {n} days", days).format(n=numeral(days))
    return ngettext("{n} day ago", "{n} days ago", -days).format(n=numeral(-days))


async def _lists(look: Look) -> Table:
    """What has to be covered, by which paper."""
    known = await targets.every(look.rows, look.keyring)
    fixed = await sets.of_year(look.rows, look.plan.key, look.year)
    day = effective(look.plan, look.year, look.today)
    rows = []
    for named in covering(look.plan):
        indicator, found = look.plan.indicators[named], fixed.get(named)
        if found is None:
            count, paper, due, exempt = len(proposed(indicator, known.values(), day)), _("not fixed"), DASH, DASH
        else:
            there = listed(await sets.members(look.rows, look.plan.key, look.year, named), day)
            count, due = len(there), f"{found.due:%d/%m/%Y}"
            paper = _("{paper} of {day}").format(paper=found.decision, day=f"{found.decided_on:%d/%m/%Y}")
            exempt = numeral(sum(one.exempt for one in there.values()))
        rows.append(Row(_named(indicator), (numeral(count), paper, due, exempt)))
    return Table(
        "lists",
        _("What has to be covered"),
        (_("List"), _("Number of places"), _("By"), _("Due by"), _("Exceptions")),
        tuple(rows),
        _("The plan asks for no list."),
        (_("Of a list that is not fixed yet, the places that are known are counted."),),
        frozenset({1, 4}),
    )


def _named(indicator: Indicator) -> str:
    return f"{indicator.id} · {indicator.unit.removeprefix('% ').removeprefix('số ')}"


async def _figures(look: Look) -> Table:
    """The figures that officers entered, beside last year's and the plan's goal."""
    now = await entered.of_year(look.rows, look.plan.key, look.year)
    before = await entered.of_year(look.rows, look.plan.key, look.year - 1)
    rows = tuple(_figure(one, now.get(one.id), before.get(one.id)) for one in asked_of(look.plan))
    head = (_("Indicator"), str(look.year - 1), str(look.year), _("Since last year"), _("Goal"))
    note = _("Entered by officers. A dash: not entered yet, or nothing to compare with.")
    empty = _("This plan has no indicators yet: fill in its file first.")
    return Table("figures", _("Figures of the plan"), head, rows, empty, (note,), frozenset({1, 2, 3}))


def _figure(indicator: Indicator, now: Figure | None, before: Figure | None) -> Row:
    old = before.value if before else None
    grown = change(now.value, old) if now else None
    reached = met(indicator, now.value, old) if now else None
    cells = (
        worded(indicator, before) if before else DASH,
        worded(indicator, now) if now else DASH,
        f"{'+' if grown >= 0 else '−'}{numeral(abs(grown))} %" if grown is not None else DASH,
        DASH if reached is None else _("goal reached") if reached else _("goal not reached"),
    )
    return Row(_named(indicator), cells, f"“{indicator.quote}”")
