"""A colleague on shift lets a newcomer read, after both have compared a short code by voice."""

from __future__ import annotations

from hmac import compare_digest

from content.locales import _
from content.terms import PersonState, Role
from handlers.admin.voice import code_of
from handlers.effects import Approve, Reject
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action
from handlers.triage.gate import Admitted, admit, refused
from handlers.triage.permissions import READERS, Refusal, Right
from storage import people
from storage.people import Person


def request_name(newcomer: str) -> str:
    """The screen by which colleagues on shift are told of a newcomer."""
    return f"newcomer:{newcomer}"


def request_screen(newcomer: Person) -> Screen:
    """What performing shows to the colleagues on shift once a newcomer's PIN is set."""
    text = _("{name} asks to join your unit. Do you know them? Call them, then compare the code.").format(
        name=newcomer.name
    )
    return Screen(text, ((Button(_("Compare the code"), payload=action("approve", newcomer.id)),),), silent=False)


def welcome_screen() -> Screen:
    """What the newcomer reads once approved."""
    return Screen(_("You are approved. You can open your shift now."), silent=False)


async def approve(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The code, and two answers. The second press carries the answer: yes is the very code that was compared."""
    newcomer, answer = (*arguments, "", "")[:2]
    person = await people.get(here.rows, here.keyring, newcomer)
    found = await admit(here, Right.APPROVE, person.station if person else "")
    if not isinstance(found, Admitted):
        return found
    if person is None or person.state is not PersonState.WAITING or not person.enrolled:
        return Reply(toast=_("Nobody waits here any more."), alert=True)
    if not can_approve(found.person, person):
        return refused(here, Right.APPROVE, Refusal.ROLE, found.person)
    code = code_of(here, person)
    if compare_digest(answer.encode(), pressed(code).encode()):
        effect = Approve(found.person.id, person.id, code)
        return Reply(Screen(_("{name} is approved.").format(name=person.name), _back()), effects=[effect])
    if answer == "no":
        text = _("Not approved. {name} has to enrol again with a new link.").format(name=person.name)
        return Reply(Screen(text, _back()), effects=[Reject(found.person.id, person.id)])
    return Reply(compare_screen(person, code))


def can_approve(colleague: Person, newcomer: Person) -> bool:
    """Readers are let in by a reader who holds the station's key, others by an administrator; nobody by themself."""
    if colleague.id == newcomer.id or colleague.training:
        return False
    if newcomer.role not in READERS:
        return colleague.role is Role.ADMIN
    return colleague.role in READERS and colleague.station == newcomer.station and colleague.holds_key


def compare_screen(newcomer: Person, code: str) -> Screen:
    """Both screens must show the same; by voice, so that nobody in between can swap a key."""
    text = _("Call {name} and have them read their code aloud. Here it is {code}. The same?").format(
        name=newcomer.name, code=code
    )
    same = Button(_("The same, approve"), payload=action("approve", newcomer.id, pressed(code)))
    other = Button(_("Not the same"), payload=action("approve", newcomer.id, "no"))
    return Screen(text, ((other, same), *_back()), protect=True)


def pressed(code: str) -> str:
    """The code as the button carries it."""
    return code.replace(" ", "")


def _back() -> tuple[tuple[Button, ...], ...]:
    return ((Button(_("Desk"), payload=action("desk")),),)
