"""A link for a new colleague.

A role, a station, once, for a day. By the administrator, or by a head for their own station.
"""

from __future__ import annotations

import secrets

from content.locales import _
from content.terms import Role
from handlers.admin.stations_rules import WhichStation
from handlers.dialogue import Ask
from handlers.effects import Invite
from handlers.here import Begin, Here, Reply
from handlers.messages import Button, Screen
from handlers.questions import Choice
from handlers.screens import action
from handlers.triage.gate import Admitted, admit
from handlers.triage.permissions import Right

DIALOGUE = "invite"


async def moi(here: Here) -> Reply:
    """/moi: invite a colleague."""
    return await begin(here)


async def begin(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """ "Invite", from the desk or the list of people."""
    found = await admit(here, Right.INVITE)
    if not isinstance(found, Admitted):
        return found
    return Reply(begin=Begin(DIALOGUE))


async def invite(ask: Ask, here: Here) -> Reply:
    """The dialogue: role, station where it may be chosen, then the link."""
    found = await admit(here, Right.INVITE)
    if not isinstance(found, Admitted):
        return found
    person = found.person
    roles = {role.value: _(role.text) for role in invited_by(person.role)}
    role = Role(await ask("role", Choice(_("Role"), roles, _("Whom do you invite?"), columns=1)))
    station = person.station
    if person.role is Role.ADMIN and role is not Role.ADMIN:
        station = await ask("station", WhichStation(_("Unit"), await here.stations()))
    allowed = await admit(here, Right.INVITE, station)
    if not isinstance(allowed, Admitted):
        return allowed
    token = secrets.token_urlsafe(16)
    unit = (await here.stations())[station]
    return Reply(
        link_screen(here.facts.link(f"i{token}"), role, unit.name), effects=[Invite(token, role, station, person.id)]
    )


def invited_by(role: Role) -> tuple[Role, ...]:
    """Which roles somebody may invite."""
    return tuple(Role) if role is Role.ADMIN else (Role.OFFICER, Role.HEAD) if role is Role.HEAD else ()


def link_screen(link: str, role: Role, station: str) -> Screen:
    """The link, to be handed to one person."""
    text = _("{role}, {station}: send this link to that one person. It works once, for 24 hours.").format(
        role=_(role.text), station=station
    )
    rows = ((Button(_("Copy the link"), copy=link),), (Button(_("Desk"), payload=action("desk")),))
    return Screen(f"{text}\n{link}", rows)
