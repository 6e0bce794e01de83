"""The desk of prevention, for whoever writes to groups, approves that, or may stop it. On every platform."""

from __future__ import annotations

from content.locales import _
from content.outreach import shipped
from handlers.admin.away import own
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.outreach.lists import LABELS, listed
from handlers.screens import action, menu
from handlers.triage.gate import Admitted, admit
from handlers.triage.hours import day_hour_minute, local
from handlers.triage.permissions import KEYLESS, Right, case_of, refusal
from storage import halts, subscriptions
from storage.people import Person

PAGE = "outreach"


async def desk(here: Here) -> Reply:
    """/tuyentruyen: what stands where, and the ways on."""
    found = await admit(here, Right.OUTREACH)
    if not isinstance(found, Admitted):
        return found
    return Reply(await desk_screen(here, found.person), page=PAGE)


async def back(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """Back to the desk, from a button."""
    return await desk(here)


async def desk_screen(here: Here, person: Person) -> Screen:
    """Who one is here, and the ways on."""
    unit = (await here.stations())[person.station].name
    lines = [_("Prevention messages · {role}, {unit}").format(role=_(person.role.text), unit=unit)]
    halt = await halts.current(here.rows)
    if halt:
        since = day_hour_minute(halt.at, here.now, here.policy)
        lines.append(_("EVERYTHING IS STOPPED since {since}. Two people lift it.").format(since=since))
    elif reason := shipped().why(local(here.now, here.policy).date()):
        lines.append(_("Nothing is sent today: {reason}.").format(reason=reason))
    rows = menu(
        *([(action("compose"), _("Write a campaign"))] if _may(here, person, Right.WRITE_CAMPAIGN) else []),
        *await waiting_groups(here, person),
        *links(here, person),
        *(
            (action("campaigns", which.value), _(LABELS[which]).format(n=len(found)))
            for which, found in (await listed(here, person)).items()
            if found
        ),
        (action("pledges"), _("Pledges")),
        *_picture(here, person),
        *([(action("plan"), _("Plan of the year"))] if _may(here, person, Right.PLAN) else []),
        *([_panic(lifted=halt is None)] if _may(here, person, Right.STOP_CAMPAIGNS) else []),
    )
    return Screen("\n".join(lines), (*rows, ways_out(person)))


def _picture(here: Here, person: Person) -> list[tuple[str, str]]:
    """The commander of the province looks at it at any hour."""
    may = person.station == here.policy.province_station and _may(here, person, Right.PICTURE)
    return [(action("picture"), _("Picture of today"))] if may else []


def _panic(*, lifted: bool) -> tuple[str, str]:
    return (action("halt"), _("Stop everything")) if lifted else (action("lift"), _("Lift the stop"))


def _may(here: Here, person: Person, right: Right) -> bool:
    return refusal(right, case_of(person, here.now)) is None


def links(here: Here, person: Person) -> list[tuple[str, str]]:
    """A contact is asked by a link to pass posts on; boxes are looked after."""
    ways = (
        (Right.SUBSCRIBERS, (action("relay_link"), _("Link for a contact"))),
        (Right.BOXES, (action("boxes"), _("Boxes"))),
    )
    return [way for right, way in ways if _may(here, person, right)]


async def waiting_groups(here: Here, person: Person) -> list[tuple[str, str]]:
    """The groups that somebody has to say whose they are: (payload, label), none where nobody may or nothing waits."""
    if not _may(here, person, Right.SUBSCRIBERS):
        return []
    count = await subscriptions.count_waiting(here.rows)
    return [(action("waiting"), _("Groups to confirm: {n}").format(n=count))] if count else []


def ways_out(person: Person) -> tuple[Button, ...]:
    """One's own leave and service; for whoever has another desk, the way back to it."""
    if person.role in KEYLESS:
        return (own(person), Button(_("I leave the service"), payload=action("leave")))
    return (Button(_("Desk"), payload=action("desk")),)
