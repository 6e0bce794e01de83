"""The short code that a newcomer and a colleague compare by voice, so that nobody in between can swap a key."""

from __future__ import annotations

from content.locales import _
from handlers.here import Here
from handlers.messages import Button, Screen
from handlers.screens import action
from storage.people import Person
from storage.vault.station import voice_code


def code_of(here: Here, person: Person) -> str:
    """Six digits that are the same only for the same key."""
    return voice_code(here.keyring.server, person.station.encode(), person.row, person.key or b"")


def waiting_screen(here: Here, person: Person) -> Screen:
    """The newcomer waits, with the code on the screen; before a PIN is chosen, the way to the keypad."""
    if not person.enrolled:
        rows = ((Button(_("Choose a PIN"), payload=action("pin")),),)
        return Screen(_("You have no PIN yet. Choose one, then a colleague approves you."), rows)
    text = _("Your PIN is set. Now call a colleague on duty: they approve you when both screens show {code}.").format(
        code=code_of(here, person)
    )
    return Screen(text, ((Button(_("Desk"), payload=action("desk")),),), protect=True)
