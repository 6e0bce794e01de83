"""A link for a new colleague.

A role, a station, once, for a day. By the administrator, or by a head for their own station.
"""

from __future__ import annotations

import secrets

from content.locales import _
from content.terms import PersonState, Role, StationKind
from handlers.admin.stations_rules import WhichStation
from handlers.dialogue import Ask
from handlers.effects import Invite
from handlers.here import Begin, Here, Reply
from handlers.messages import Button, Screen
from handlers.questions import Choice
from handlers.screens import action
from handlers.triage.gate import Admitted, admit
from handlers.triage.permissions import KEYLESS, READERS, SEATS, Right
from storage import people

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
    units = await here.stations()
    roles = {role.value: _(role.text) for role in invited_by(person.role, units[person.station].kind)}
    role = Role(await ask("role", Choice(_("Role"), roles, _("Whom do you invite?"), columns=1)))
    station = person.station
    if person.role is Role.ADMIN and role is not Role.ADMIN:
        seats = {one.id: one for one in units.values() if one.kind in SEATS[role]}
        station = await ask("station", WhichStation(_("Unit"), seats))
    training = role in READERS and await ask("training", _begins_with()) == "training"
    allowed = await admit(here, Right.INVITE, station)
    if not isinstance(allowed, Admitted):
        return allowed
    token = secrets.token_urlsafe(16)
    return Reply(
        link_screen(here, token, role, units[station].name),
        effects=[Invite(token, role, station, person.id, training)],
    )


def invited_by(inviter: Role, kind: StationKind) -> tuple[Role, ...]:
    """Which roles somebody may invite: a head readers and outreach officers of their own kind of station, an administrator
    all.
    """
    if inviter is Role.ADMIN:
        return tuple(Role)
    return tuple(role for role in Role if role in READERS | {Role.OUTREACH} and kind in SEATS[role])


def _begins_with() -> Choice:
    options = {"work": _("Real work"), "training": _("Training first")}
    text = _("Do they begin with real work, or with test tips only? A head ends the training later.")
    return Choice(_("Begins with"), options, text)


async def let_back(here: Here, arguments: tuple[str, ...]) -> Reply:
    """A colleague who lost their PIN or their button: a link that works on their own phone only (vault.md)."""
    one = await people.get(here.rows, here.keyring, arguments[0] if arguments else "")
    found = await admit(here, Right.LET_BACK, one.station if one else "")
    if not isinstance(found, Admitted):
        return found
    if one is None or one.id == found.person.id or one.state is not PersonState.ACTIVE:
        return Reply(toast=_("That button was from before."))
    token = secrets.token_urlsafe(16)
    text = _("Send this link to {name}. It works on their own phone only, once, for 24 hours.").format(name=one.name)
    text += "\n" + _("They choose a new PIN; then a colleague compares the code with them.")
    effect = Invite(token, one.role, one.station, found.person.id, one.training, one.id)
    return Reply(with_link(text, here.facts.link(f"i{token}")), effects=[effect])


def link_screen(here: Here, token: str, role: Role, station: str) -> Screen:
    """The link, to be handed to one person; whoever needs no PIN may come from Zalo, too, where links say nothing."""
    text = _("{role}, {station}: send this link to that one person. It works once, for 24 hours.").format(
        role=_(role.text), station=station
    )
    if role in KEYLESS:
        text += "\n" + _("On Zalo they write this to the channel: {word}").format(word=f"/start i{token}")
    return with_link(text, here.facts.link(f"i{token}"))


def with_link(text: str, link: str) -> Screen:
    """A link under its words, to be copied."""
    rows = ((Button(_("Copy the link"), copy=link),), (Button(_("Desk"), payload=action("desk")),))
    return Screen(f"{text}\n{link}", rows)
