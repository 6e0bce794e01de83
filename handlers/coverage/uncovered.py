"""/phu: how far the year is covered, and each place that is not, with the one thing it lacks and its cure (users.md B7, 3.11)."""

from __future__ import annotations

from content.coverage_terms import Lack, Reading
from content.locales import _, ngettext
from content.numerals import numeral
from content.outreach_terms import TargetKind
from content.terms import N_
from handlers.coverage.count_rules import RULE
from handlers.coverage.gate import OnYear, admit_year
from handlers.coverage.picture import Line, Place, YearPicture, year_picture
from handlers.here import Begin, Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action, menu
from handlers.triage.gate import number
from handlers.triage.permissions import KEYLESS, Right, case_of, refusal
from storage import sets, targets

PAGE = "uncovered"
ON_A_PAGE = 7

CURES = {
    Lack.NOT_ACCEPTED: N_("Ask a colleague to look at the session and accept it."),
    Lack.NO_CONTACT: N_("Find out who looks after this place, and have the operator enter them."),
    Lack.NO_GROUP: N_(
        "Call the contact. They put the bot into their group, or pass posts on themselves: send them the link."
    ),
    Lack.NOT_SENT: N_("Write a campaign that reaches this place."),
    Lack.NOT_CONFIRMED: N_("Remind the group to press “Seen” under the message."),
    Lack.NOT_POSTED: N_("Remind the contact to post it and press “Posted in the group”."),
}


async def phu(here: Here) -> Reply:
    """The current year; by the fixed lists where there are any, else by the areas of today."""
    on = await admit_year(here, Right.PLAN)
    if not isinstance(on, OnYear):
        return on
    fixed = await sets.of_year(here.rows, on.plan.key, on.year)
    return await _desk(here, on, Reading.FROZEN if fixed else Reading.NOW_ALL)


async def desk(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """A year under a reading: `phu:<year>:<reading>`."""
    on = await admit_year(here, Right.PLAN, "".join(arguments[:1]))
    return await _desk(here, on, _reading(arguments[1:2])) if isinstance(on, OnYear) else on


async def _desk(here: Here, on: OnYear, reading: Reading) -> Reply:
    found = await _picture(here, on, reading)
    lines = [_("Covered in {year} · {reading}").format(year=on.year, reading=_(reading.text))]
    lines += [headline(one) for one in found.lines] or [_("No list is fixed for this year.")]
    lines += ["", _(RULE)]
    ways = [
        (action("phu_line", on.year, reading.value, one.indicator.id, 0), f"{one.indicator.id}: {len(one.missing)}")
        for one in found.lines
        if one.missing
    ]
    others = [(action("phu", on.year, one.value), _(one.text)) for one in Reading if one is not reading]
    lists = [(action("plan_lists", on.year), _("Lists"))] if reading is Reading.FROZEN and not found.lines else []
    return Reply(Screen("\n".join(lines), (*menu(*ways, *lists, *others), _out(on))), page=PAGE)


async def line(here: Here, arguments: tuple[str, ...]) -> Reply:
    """A page of what is not covered: `phu_line:<year>:<reading>:<indicator>:<start>`."""
    on = await admit_year(here, Right.PLAN, "".join(arguments[:1]))
    if not isinstance(on, OnYear):
        return on
    reading, named = _reading(arguments[1:2]), "".join(arguments[2:3])
    one = _named(await _picture(here, on, reading), named)
    if one is None:
        return Reply(toast=_("That button was from before."))
    back = (action("phu", on.year, reading.value), _("Back"))
    start = max(number("".join(arguments[3:4])), 0)
    shown = one.missing[start : start + ON_A_PAGE]
    lines = [headline(one), columns(one), ""]
    lines += [f"{place}. {described(missing)}" for place, missing in enumerate(shown, start + 1)]
    ways = [
        (action("phu_place", on.year, reading.value, named, missing.target.id), str(place))
        for place, missing in enumerate(shown, start + 1)
    ]
    pages = [
        (action("phu_line", on.year, reading.value, named, at), label)
        for at, label in ((start - ON_A_PAGE, _("Before")), (start + ON_A_PAGE, _("More")))
        if 0 <= at < len(one.missing)
    ]
    write = [(action("compose"), _("Write a campaign"))] if _may(here, on, Right.WRITE_CAMPAIGN) else []
    return Reply(Screen("\n".join(lines), menu(*ways, *pages, *write, back)), page=PAGE)


async def place(here: Here, arguments: tuple[str, ...]) -> Reply:
    """One place: what was done, what it lacks, the cure: `phu_place:<year>:<reading>:<indicator>:<target>`."""
    on = await admit_year(here, Right.PLAN, "".join(arguments[:1]))
    if not isinstance(on, OnYear):
        return on
    reading, named, target = _reading(arguments[1:2]), "".join(arguments[2:3]), "".join(arguments[3:4])
    one = _named(await _picture(here, on, reading), named)
    found = next((each for each in one.places if each.target.id == target), None) if one else None
    if found is None:
        return Reply(toast=_("That button was from before."))
    lines = [described(found)]
    if found.lack:
        lines.append(_(CURES[found.lack]))
    may = _may(here, on, Right.SUBSCRIBERS)
    if found.target.contact and may:
        lines.append(_("Contact: {contact}").format(contact=found.target.contact))
    link = [(action("phu_link", target), _("Link for a contact"))] if may and found.lack is Lack.NO_GROUP else []
    held = [(action("session_new", target), _("Record a session"))] if _may(here, on, Right.RECORD_SESSION) else []
    back = (action("phu_line", on.year, reading.value, named, 0), _("Back"))
    return Reply(Screen("\n".join(lines), menu(*link, *held, back)), page=PAGE)


async def link(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The link for the contact of a place that is known: `phu_link:<target>`. Whether one may is asked by its dialogue."""
    found = await targets.get(here.rows, here.keyring, "".join(arguments[:1]))
    if found is None:
        return Reply(toast=_("That button was from before."))
    return Reply(begin=Begin("relay_link", {"code": found.id}))


def headline(one: Line) -> str:
    """ "K2a · xã, phường: 36/43 · by now: 41 · at this pace all on 12/12/2025"; of a year that is over the figure alone."""
    name = one.indicator.unit.removeprefix("% ").removeprefix("số ")
    parts = [f"{one.indicator.id} · {name}: {numeral(one.covered)}/{numeral(one.of)}"]
    if one.covered < one.of and not one.over:
        parts.append(_("by now: {n}").format(n=numeral(one.expected)))
        day = one.forecast
        parts.append(_("all at this pace: {day}").format(day=f"{day:%d/%m/%Y}") if day else _("none yet"))
        left = (one.due - one.day).days
        if left >= 0:
            text = ngettext("{n} day left until {due}", "{n} days left until {due}", left)
            parts.append(text.format(n=left, due=f"{one.due:%d/%m}"))
    if one.exempt:
        parts.append(_("exceptions: {n}").format(n=numeral(one.exempt)))
    return " · ".join(parts)


def columns(one: Line) -> str:
    """What was done, each column for itself: they are never added up."""
    sums = one.total
    sessions = _("sessions held {held}, accepted {accepted}")
    copies = _("Arrived {sent} · uncertain {unknown} · “Seen” {seen} · handed to contacts {handed}, of these posted {posted}").format(
        sent=numeral(sums.sent), unknown=numeral(sums.unknown), seen=numeral(sums.seen), handed=numeral(sums.handed),
        posted=numeral(sums.posted),
    )  # fmt: skip
    return f"{copies} · {sessions.format(held=numeral(sums.held), accepted=numeral(sums.accepted))}"


def described(one: Place) -> str:
    """A place and the one thing it lacks; covered in part only where nothing of its own is lacking."""
    kind = "" if one.target.kind is TargetKind.COMMUNE else f" ({one.target.id})"
    why = _(one.lack.text) if one.lack else _("confirmed itself")
    return f"{one.target.name}{kind}: {why}"


async def _picture(here: Here, on: OnYear, reading: Reading) -> YearPicture:
    return await year_picture(here.rows, here.keyring, here.policy, on.plan, on.year, reading, here.now)


def _named(found: YearPicture, indicator: str) -> Line | None:
    return next((one for one in found.lines if one.indicator.id == indicator), None)


def _reading(named: tuple[str, ...]) -> Reading:
    """What a button says, which anybody can forge: else the areas of today."""
    return next((one for one in Reading if one.value == "".join(named)), Reading.NOW_ALL)


def _may(here: Here, on: OnYear, right: Right) -> bool:
    return refusal(right, case_of(on.person, here.now)) is None


def _out(on: OnYear) -> tuple[Button, ...]:
    home = "outreach" if on.person.role in KEYLESS else "desk"
    return (Button(_("Plan"), payload=action("plan", on.year)), Button(_("Back"), payload=action(home)))
