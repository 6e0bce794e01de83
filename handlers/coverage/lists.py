"""Lists of what an indicator has to cover: what stands on them, and the ways to fix and change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from content.coverage_terms import MotionKind
from content.locales import _
from content.numerals import numeral
from content.plans import Indicator
from handlers.coverage.gate import OnYear, admit_year
from handlers.coverage.list_rules import listed, may_move, proposed
from handlers.coverage.plan_desk import PAGE, covering
from handlers.coverage.plan_rules import effective
from handlers.here import Here, Reply
from handlers.messages import Screen
from handlers.screens import action, menu
from handlers.triage.gate import number
from handlers.triage.permissions import Right, case_of, refusal
from storage import sets, targets
from storage.sets import Member, TargetSet
from storage.targets import Target

FIX, CHANGE, WAVE = "list_fix", "list_change", "list_wave"
"""Dialogues of `list_making`."""
ON_A_PAGE = 20
KINDS = (MotionKind.ADD, MotionKind.REMOVE, MotionKind.EXEMPT, MotionKind.INCLUDE)


@dataclass(frozen=True)
class Shelf:
    """A list and what it is about, as they stand now; `day` is from when on a change of it would hold."""

    indicator: Indicator
    day: date
    fixed: TargetSet | None
    members: list[Member]
    targets: Mapping[str, Target]

    def may(self, kind: MotionKind) -> list[str]:
        """Of which targets a motion may speak."""
        return may_move(kind, self.indicator, self.targets, self.members, self.day)


async def shelf(here: Here, on: OnYear, named: str) -> Shelf:
    """The list of an indicator that has one."""
    return Shelf(
        on.plan.indicators[named],
        effective(on.plan, on.year, on.today),
        await sets.get(here.rows, on.plan.key, on.year, named),
        await sets.members(here.rows, on.plan.key, on.year, named),
        await targets.every(here.rows, here.keyring),
    )


async def every(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """All lists of a year: `plan_lists:<year>`."""
    on = await admit_year(here, Right.PLAN, "".join(arguments[:1]))
    if not isinstance(on, OnYear):
        return on
    lines = [_("What the year {year} has to cover:").format(year=on.year)]
    for named in covering(on.plan):
        lines += [described(await shelf(here, on, named))]
    ways = [(action("plan_list", on.year, named), named) for named in covering(on.plan)]
    return Reply(Screen("\n".join(lines), menu(*ways, (action("plan", on.year), _("Back")))), page=PAGE)


def described(found: Shelf) -> str:
    """ "K2b · % số trường học: 475 places, by 12/KH-BCĐ of 15/01/2025, due 30/11/2025"."""
    head = f"{found.indicator.id} · {found.indicator.unit.removeprefix('% ').removeprefix('số ')}"
    if found.fixed is None:
        count = len(proposed(found.indicator, found.targets.values(), found.day))
        return f"{head}: " + _("not fixed; {n} places are known").format(n=numeral(count))
    there = listed(found.members, found.day)
    text = _("{n} places, by {paper} of {day}, due {due}").format(
        n=numeral(len(there)),
        paper=found.fixed.decision,
        day=f"{found.fixed.decided_on:%d/%m/%Y}",
        due=f"{found.fixed.due:%d/%m/%Y}",
    )
    exempt = sum(one.exempt for one in there.values())
    return f"{head}: {text}" + ("; " + _("exceptions: {n}").format(n=numeral(exempt)) if exempt else "")


async def one(here: Here, arguments: tuple[str, ...]) -> Reply:
    """A list and what can be done with it: `plan_list:<year>:<indicator>`."""
    on, named = await named_list(here, Right.PLAN, arguments)
    if not isinstance(on, OnYear):
        return on
    found = await shelf(here, on, named)
    there = listed(found.members, found.day)
    lines = [described(found), f"“{found.indicator.quote}”"]
    for wave in sorted({one.wave for one in there.values()}) if found.fixed else ():
        some = [one for one in there.values() if one.wave == wave]
        due = f"{max(one.due for one in some):%d/%m/%Y}"
        lines.append(_("Wave {wave}: {n} places, due {due}").format(wave=wave, n=numeral(len(some)), due=due))
    may = refusal(Right.SET_LISTS, case_of(on.person, here.now)) is None and not on.closed
    ways = _ways(on, found) if may else []
    show = [(action("list_show", on.year, named, 0), _("Show the list"))]
    return Reply(Screen("\n".join(lines), menu(*ways, *show, (action("plan_lists", on.year), _("Back")))), page=PAGE)


def _ways(on: OnYear, found: Shelf) -> list[tuple[str, str]]:
    where = (on.year, found.indicator.id)
    if found.fixed is None:
        return [(action(FIX, *where), _("Fix the list"))]
    changes = [(action(CHANGE, *where, kind.value), _(kind.text)) for kind in KINDS if found.may(kind)]
    return [*changes, (action(WAVE, *where), _("Make a wave"))]


async def show(here: Here, arguments: tuple[str, ...]) -> Reply:
    """A page of a list, or of what would be on it: `list_show:<year>:<indicator>:<start>`."""
    on, named = await named_list(here, Right.PLAN, arguments)
    if not isinstance(on, OnYear):
        return on
    found = await shelf(here, on, named)
    there = listed(found.members, found.day)
    names = (
        [*there] if found.fixed else [one.id for one in proposed(found.indicator, found.targets.values(), found.day)]
    )
    start = max(number("".join(arguments[2:3])), 0)
    lines = [described(found)]
    for place, name in enumerate(names[start : start + ON_A_PAGE], start + 1):
        mark = " · " + _("exception") if name in there and there[name].exempt else ""
        lines.append(f"{place}. {found.targets[name].name} ({name}){mark}")
    ways = [
        (action("list_show", on.year, named, at), label)
        for at, label in ((start - ON_A_PAGE, _("Before")), (start + ON_A_PAGE, _("More")))
        if 0 <= at < len(names)
    ]
    return Reply(Screen("\n".join(lines), menu(*ways, (action("plan_list", on.year, named), _("Back")))), page=PAGE)


async def named_list(
    here: Here, right: Right, arguments: tuple[str, ...], *, change: bool = False
) -> tuple[OnYear | Reply, str]:
    """Whether the presser may, and the indicator that the button names; anybody can forge it."""
    on = await admit_year(here, right, "".join(arguments[:1]), change=change)
    named = "".join(arguments[1:2])
    if isinstance(on, OnYear) and named not in covering(on.plan):
        return Reply(toast=_("That button was from before.")), named
    return on, named
