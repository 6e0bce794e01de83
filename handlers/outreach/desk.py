"""The desk of prevention, for whoever writes to groups, approves that, or may stop it. On every platform."""

from __future__ import annotations

from content.locales import _
from handlers.admin.away import own
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action, menu
from handlers.triage.gate import Admitted, admit
from handlers.triage.permissions import KEYLESS, Right, case_of, refusal
from storage import subscriptions
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
    text = _("Prevention messages · {role}, {unit}").format(role=_(person.role.text), unit=unit)
    rows = menu(*await waiting_groups(here, person), *links(here, person))
    return Screen(text, (*rows, ways_out(person)))


def links(here: Here, person: Person) -> list[tuple[str, str]]:
    """A contact is asked by a link to pass posts on."""
    if refusal(Right.SUBSCRIBERS, case_of(person, here.now)):
        return []
    return [(action("relay_link"), _("Link for a contact"))]


async def waiting_groups(here: Here, person: Person) -> list[tuple[str, str]]:
    """The groups that somebody has to say whose they are: (payload, label), none where nobody may or nothing waits."""
    if refusal(Right.SUBSCRIBERS, case_of(person, here.now)):
        return []
    count = await subscriptions.count_waiting(here.rows)
    return [(action("waiting"), _("Groups to confirm: {n}").format(n=count))] if count else []


def ways_out(person: Person) -> tuple[Button, ...]:
    """One's own leave and service; for whoever has another desk, the way back to it."""
    if person.role in KEYLESS:
        return (own(person), Button(_("I leave the service"), payload=action("leave")))
    return (Button(_("Desk"), payload=action("desk")),)
