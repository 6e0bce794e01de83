"""A list is fixed by a decision, put into waves, and changed by what one proposes and another agrees to."""

from __future__ import annotations

import secrets
from datetime import date

from content.coverage_terms import MotionKind
from content.locales import _
from content.numerals import numeral
from handlers.coverage import lists
from handlers.coverage.effects import FixList, ProposeMotion, SetWave
from handlers.coverage.gate import OnYear, barred
from handlers.coverage.list_questions import Decision, Targets, Within
from handlers.coverage.list_rules import listed, proposed, suggested
from handlers.coverage.lists import CHANGE, FIX, WAVE
from handlers.coverage.plan_desk import PAGE
from handlers.coverage.plan_rules import Bar
from handlers.dialogue import Ask
from handlers.here import Begin, Here, Reply
from handlers.messages import Screen
from handlers.questions import Choice, Text
from handlers.screens import action, menu
from handlers.triage.permissions import Right
from storage import sets

MOST_WAVES = 6
LONGEST_REASON = 500


async def begin_fix(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Fix the list"."""
    return await _begin(here, FIX, arguments)


async def begin_wave(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Make a wave"."""
    return await _begin(here, WAVE, arguments)


async def begin_change(here: Here, arguments: tuple[str, ...]) -> Reply:
    """Put on, take off, an exception or its end: `list_change:<year>:<indicator>:<kind>`."""
    return await _begin(here, CHANGE, arguments)


async def _begin(here: Here, dialogue: str, arguments: tuple[str, ...]) -> Reply:
    on, named = await lists.named_list(here, Right.SET_LISTS, arguments, change=True)
    if not isinstance(on, OnYear):
        return on
    kind = "".join(arguments[2:3])
    if dialogue == CHANGE and kind not in {one.value for one in lists.KINDS}:
        return Reply(toast=_("That button was from before."))
    fixed = await sets.get(here.rows, on.plan.key, on.year, named) is not None
    if fixed is (dialogue == FIX):
        return barred(Right.SET_LISTS, Bar.FIXED if fixed else Bar.NOT_FIXED, on.person.id)
    return Reply(begin=Begin(dialogue, {"year": str(on.year), "indicator": named, "kind": kind}), fresh=True)


async def fix(ask: Ask, here: Here) -> Reply:
    """Dialogue: the decision, its day, by when; then once more what is about to be fixed."""
    on, named = await _asked(ask, here)
    if not isinstance(on, OnYear):
        return on
    found = await lists.shelf(here, on, named)
    names = proposed(found.indicator, found.targets.values(), found.day)
    if not names:
        text = _("No place of this kind is known yet. Import them first: hotline targets import.")
        return Reply(Screen(text, menu(_back(on, named))), page=PAGE)
    first = on.plan.bounds(on.year)[0]
    due = on.plan.annual_due(on.year)
    head = _("{n} places are known for {id}.").format(n=numeral(len(names)), id=named)
    paper = await ask("decision", Decision(head + "\n" + _("Which decision fixes this list? Type its number.")))
    earliest = date(on.plan.first_year - 1, 1, 1)
    offered = (on.today,) if on.today <= due else ()
    decided = await ask("day", Within(_("Of which day is it?"), earliest, min(on.today, due), offered))
    until = await ask("due", Within(_("By when has all of it to be covered?"), max(first, decided), due, (due,)))
    text = _("{id} of {year}: {n} places, by {paper} of {day}, due {due}. Once fixed, two people change it.").format(
        id=named, year=on.year, n=numeral(len(names)), paper=paper, day=f"{decided:%d/%m/%Y}", due=f"{until:%d/%m/%Y}"
    )
    if await ask("sure", Choice(_("Right?"), {"yes": _("Fix the list"), "no": _("No, drop it")}, text)) == "no":
        return await lists.one(here, (str(on.year), named))
    effect = FixList(on.person.id, on.plan.key, on.year, named, paper, decided, until, len(names))
    return Reply(Screen(_("The list is fixed."), menu(_back(on, named))), effects=[effect], page=PAGE)


async def change(ask: Ask, here: Here) -> Reply:
    """Dialogue: which targets, why; it holds once another person has agreed."""
    on, named = await _asked(ask, here)
    if not isinstance(on, OnYear):
        return on
    found, kind = await lists.shelf(here, on, named), MotionKind(str(ask.so_far("kind")))
    may = found.may(kind)
    if not may:
        return await lists.one(here, (str(on.year), named))
    chosen = await ask("targets", _targets(here, found, may, f"{_(kind.text)} · {named}", suggested(
        kind, found.targets, may, found.day
    )))  # fmt: skip
    reason = await ask("reason", Text(_("Why? Name the paper or the fact, no person."), longest=LONGEST_REASON))
    effect = ProposeMotion(
        secrets.token_hex(16), on.person.id, kind, on.plan.key, on.year, named, tuple(chosen), reason
    )
    text = _("Noted: {what}, {n} places. It holds once a second person has agreed.").format(
        what=_(kind.text), n=numeral(len(chosen))
    )
    return Reply(Screen(text, menu(_back(on, named))), effects=[effect], page=PAGE)


async def make_wave(ask: Ask, here: Here) -> Reply:
    """Dialogue: which targets, which wave, due when."""
    on, named = await _asked(ask, here)
    if not isinstance(on, OnYear):
        return on
    found = await lists.shelf(here, on, named)
    there = sorted(listed(found.members, found.day))
    if found.fixed is None or not there:
        return await lists.one(here, (str(on.year), named))
    chosen = await ask("targets", _targets(here, found, there, _("Which places belong to the wave?"), ()))
    waves = {str(wave): str(wave) for wave in range(1, MOST_WAVES + 1)}
    named_wave = await ask("wave", Choice(_("Which wave?"), waves))
    wave = int(named_wave)
    first, due = on.plan.bounds(on.year)[0], found.fixed.due
    until = await ask("due", Within(_("By when has all of it to be covered?"), first, due, (due,)))
    effect = SetWave(on.person.id, on.plan.key, on.year, named, tuple(chosen), wave, until)
    text = _("Wave {wave}: {n} places, due {due}").format(wave=wave, n=numeral(len(chosen)), due=f"{until:%d/%m/%Y}")
    return Reply(Screen(text, menu(_back(on, named))), effects=[effect], page=PAGE)


def _targets(
    here: Here, found: lists.Shelf, may: list[str], title: str, offered: list[str] | tuple[str, ...]
) -> Targets:
    text = title + "\n" + _("Type names, codes or communes, one in a line.")
    names = {one: found.targets[one].name for one in may}
    return Targets(text, names, {one: found.targets[one].area for one in may}, here.gazetteer, offered)


def _back(on: OnYear, named: str) -> tuple[str, str]:
    return action("plan_list", on.year, named), _("Back")


async def _asked(ask: Ask, here: Here) -> tuple[OnYear | Reply, str]:
    said = (str(ask.so_far("year")), str(ask.so_far("indicator")))
    return await lists.named_list(here, Right.SET_LISTS, said, change=True)
