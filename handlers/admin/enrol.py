"""Enrolment: an invitation opened, a name, a PIN twice, and a colleague who approves by voice.

Nothing of an account is stored but a keyed hash and a sealed way to reach it. A lost button or PIN is the same way
once more.
"""

from __future__ import annotations

import re
import secrets

from content.folding import visible
from content.locales import _
from content.terms import PersonState
from handlers.dialogue import Ask, Event, Json
from handlers.effects import Enrol
from handlers.here import Begin, Here, Reply
from handlers.messages import Button, Screen
from handlers.questions import Text
from handlers.screens import action
from handlers.triage import shift
from handlers.triage.permissions import KEYLESS
from storage import people
from storage.people import Invitation, Person
from storage.times import micros

DIALOGUE = "enrol"
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
LONGEST_NAME = 40


class Name(Text):
    """A name on one line."""

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        value, complete = super().take(event, so_far)
        return " ".join(visible(str(value)).split())[:LONGEST_NAME] or "?", complete


async def invitation(here: Here, token: str) -> Invitation | None:
    """What a link that is still good lets this account become."""
    found = await people.find_invite(here.rows, people.invite_tag(here.keyring, token), micros(here.now))
    return found if found and is_for(found, await here.person()) else None


def is_for(invited: Invitation, person: Person | None) -> bool:
    """Whether the link is for whoever holds it, or for this very account, whose rights still stand."""
    return not invited.person or (
        person is not None and person.id == invited.person and person.state is PersonState.ACTIVE
    )


async def opened(here: Here, token: str) -> Reply:
    """The link was opened: by whoever holds it, once."""
    if not here.to.private or await invitation(here, token) is None:
        return Reply(refused_screen())
    return Reply(begin=Begin(DIALOGUE, {"token": token}))


async def enrol(ask: Ask, here: Here) -> Reply:
    """The dialogue asks for the name only, and not whoever comes back: a PIN is never an answer. The keypad follows."""
    token = str(ask.so_far("token"))
    invited = await invitation(here, token)
    if invited is None:
        return Reply(refused_screen())
    before = await here.person() if invited.person else None
    unit = (await here.stations())[invited.station]
    text = _("You are invited: {role}, {station}. What do colleagues call you?").format(
        role=_(invited.role.text), station=unit.name
    )
    name = before.name if before else await ask("name", Name(_("Name for colleagues"), text))
    screen = admitted_screen() if invited.role in KEYLESS else shift.show_keypad(here, shift.ENROL, shift.new_device())
    return Reply(screen, effects=[Enrol(token, secrets.token_hex(16), here.to, name)])


def admitted_screen() -> Screen:
    """Whoever reads no tip needs no PIN and nobody's approval: the link was handed to them."""
    return Screen(
        _("You are on the list. Press the button to begin."),
        ((Button(_("Prevention messages"), payload=action("outreach")),),),
    )


def refused_screen() -> Screen:
    """Wrong, spent and expired are told apart for nobody."""
    return Screen(_("This link has been used or is too old. Ask for a new one."))
