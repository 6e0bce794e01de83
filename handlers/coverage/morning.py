"""The commander's picture of the morning (users.md C7, 3.12): what waits, what is late and where, how far prevention has come, one ask.

Figures of the desk of the province, for one person: nothing of it is published, so small counts are not hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from content.coverage_terms import Reading
from content.locales import _
from content.numerals import numeral
from content.plans import shipped
from content.policy import Policy
from handlers.coverage.effects import RemindLate
from handlers.coverage.picture import YearPicture, year_picture
from handlers.coverage.uncovered import headline
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action, menu
from handlers.triage.gate import Admitted, admit
from handlers.triage.hours import local
from handlers.triage.permissions import Right
from storage import lists, sets, stations
from storage.lists import Load
from storage.vault.keyring import Keyring

PAGE = "picture"


@dataclass(frozen=True)
class Morning:
    """What the picture is made of. `loads` by station; `names` of the stations."""

    loads: Mapping[str, Load]
    names: Mapping[str, str]
    year: YearPicture | None  # None: the plan in force does not speak of this year

    @property
    def late(self) -> list[str]:
        """The stations that have something overdue, the worst first."""
        some = [one for one, load in self.loads.items() if load.late]
        return sorted(some, key=lambda one: (-self.loads[one].late, self.names[one]))


async def gathered(rows: AsyncConnection, keyring: Keyring, policy: Policy, now: float) -> Morning:
    """As of now."""
    loads = await lists.loads(rows, now)
    names = {one.id: one.name for one in (await stations.every(rows)).values()}
    plan, year = shipped(policy.plan), local(now, policy).year
    if not plan.first_year <= year <= plan.last_year:
        return Morning(loads, names, None)
    fixed = await sets.of_year(rows, plan.key, plan.current(local(now, policy).date()))
    reading = Reading.FROZEN if fixed else Reading.NOW_ALL
    current = plan.current(local(now, policy).date())
    return Morning(loads, names, await year_picture(rows, keyring, policy, plan, current, reading, now))


async def show(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """The same at any hour, from the commander's desk: `picture`."""
    found = await admit(here, Right.PICTURE, here.policy.province_station)
    if not isinstance(found, Admitted):
        return found
    morning = await gathered(here.rows, here.keyring, here.policy, here.now)
    return Reply(picture_screen(morning, here.policy, here.now), page=PAGE)


async def remind(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """The units that are late hear of it: `remind_late`. Which ones is asked again where it is done."""
    found = await admit(here, Right.PICTURE, here.policy.province_station)
    if not isinstance(found, Admitted):
        return found
    late = (await gathered(here.rows, here.keyring, here.policy, here.now)).late
    if not late:
        return Reply(toast=_("Nothing is overdue any more."), alert=True)
    return Reply(toast=_("Reminded: {n} units.").format(n=len(late)), effects=[RemindLate(found.person.id)])


def picture_screen(found: Morning, policy: Policy, now: float) -> Screen:
    """Five lines, one ask, and what acts on it."""
    moment = local(now, policy)
    opened, waiting = (sum(getattr(one, name) for one in found.loads.values()) for name in ("open", "waiting"))
    late = sum(one.late for one in found.loads.values())
    lines = [
        _("Report to the commander, {hour} on {day}.").format(hour=f"{moment:%H:%M}", day=f"{moment:%d/%m}"),
        _("Tips: {waiting} nobody has taken · {open} open · {late} overdue").format(
            waiting=numeral(waiting), open=numeral(opened), late=numeral(late)
        )
        + _named(found.late, found),
    ]
    if found.year is None:
        lines.append(_("The plan says nothing of {year}: coverage is not counted yet.").format(year=moment.year))
    else:
        lines += [headline(one) for one in found.year.lines]
    ways = [(action("phu"), _("Covered, not covered"))] if found.year else []
    if found.year and policy.page_url:
        ways.append((action("page", found.year.year), _("See the page")))
    if found.late:
        lines.append(_("Please have the units that are overdue reminded: {n}.").format(n=len(found.late)))
        ways.insert(0, (action("remind_late"), _("Remind them")))
    rows = (*menu(*ways), (Button(_("Back"), payload=action("outreach")),))
    return Screen("\n".join(lines), rows, protect=True)


def _named(late: Sequence[str], found: Morning) -> str:
    """ " (Trần Đề 2, Vĩnh Châu 1)"."""
    some = ", ".join(f"{found.names[one]} {found.loads[one].late}" for one in late)
    return f" ({some})" if some else ""
