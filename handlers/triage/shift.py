"""Opening a shift with a PIN, and locking it. A PIN is never an answer of a dialogue, and never in a log."""

from __future__ import annotations

import secrets

from content.locales import _
from content.terms import PersonState
from handlers.effects import CloseShift, TryPin
from handlers.here import Here, Reply
from handlers.messages import Button, Post, Remove, Screen, Show
from handlers.triage.desk import desk
from handlers.triage.export import exports_of
from handlers.triage.gate import DOOR, Admitted, admit
from handlers.triage.keypad_rules import (
    CLEAR,
    LEAVE,
    SECRET,
    Keypad,
    from_json,
    new_keypad,
    payload,
    press,
    pressed,
    to_json,
)
from handlers.triage.permissions import SENTENCES, Refusal, Right
from handlers.triage.read import readings_of
from storage.people import Person
from storage.vault.pin import PinFault, fault

OPEN, ENROL, CHANGE = "open", "enrol", "change"


async def open_shift(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The button in the officer's own chat: `s:<device secret>`."""
    found = await admit(here, Right.OPEN_SHIFT)
    if not isinstance(found, Admitted):
        return found
    if found.person.on_shift(here.now):
        return await desk(here)
    if not arguments or not SECRET.fullmatch(arguments[0]):
        return Reply(toast=_("That button was from before."), alert=True)
    return Reply(show_keypad(here, OPEN, arguments[0]))


async def press_key(here: Here, arguments: tuple[str, ...]) -> Reply:
    """One press on the keypad: dots in a toast, one edit at the end."""
    keypad = from_json(here.talking.keypad)
    found = pressed(keypad, arguments[0] if arguments else "", here.now) if keypad and here.to.private else None
    if (keypad is None or found is None) and await newcomer(here):
        return await choose_pin(here)
    if keypad is None or found is None:
        return Reply(toast=_("This keypad is old. Press “Open shift” again."), alert=True)
    place, device = found
    if place == LEAVE:
        here.talking.keypad = {}
        back = keypad.purpose == CHANGE or await newcomer(here)
        return await desk(here) if back else Reply(Screen(_("Nothing was opened.")))
    keypad = press(keypad, place)
    here.talking.keypad = to_json(keypad)
    if not keypad.whole:
        return Reply(toast=keypad.dots)
    here.talking.keypad = {}
    typed = {ENROL: typed_to_enrol, OPEN: typed_to_open, CHANGE: typed_to_change}
    return await typed[keypad.purpose](here, keypad, device)


async def newcomer(here: Here) -> Person | None:
    """Whoever was invited and has no PIN yet."""
    person = await here.person()
    return person if person and person.state is PersonState.WAITING and not person.enrolled else None


async def choose_pin(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """The keypad for a new PIN, again where the first one was left or grew old."""
    if not here.to.private or await newcomer(here) is None:
        return Reply(toast=_("That button was from before."), alert=True)
    return Reply(show_keypad(here, ENROL, new_device()))


async def typed_to_open(here: Here, keypad: Keypad, device: str) -> Reply:
    """Six digits: off to the slow work."""
    found = await admit(here, Right.OPEN_SHIFT)
    if not isinstance(found, Admitted):
        return found
    return Reply(
        Screen(_("One moment…")),
        toast=keypad.dots,
        effects=[TryPin(found.person.id, OPEN, keypad.typed, device, here.to)],
    )


async def typed_to_enrol(here: Here, keypad: Keypad, device: str) -> Reply:
    """A new PIN, twice.

    The button that will open shifts is sent with it: its payload is the only home of the secret.
    """
    person = await newcomer(here)
    if person is None:
        return Reply(Screen(_(SENTENCES[Refusal.STRANGER])))
    wrong = fault(keypad.typed)
    if wrong:
        return Reply(show_keypad(here, ENROL, device, lead=said(wrong)))
    if not keypad.first:
        lead = _("Once more, the same six digits. The keys have moved.")
        return Reply(show_keypad(here, ENROL, device, lead=lead, first=keypad.typed))
    if not secrets.compare_digest(keypad.first, keypad.typed):
        return Reply(show_keypad(here, ENROL, device, lead=_("Those were not the same. From the start.")))
    return Reply(
        Screen(_("One moment…")),
        toast=keypad.dots,
        posts=[door(here, device)],
        effects=[TryPin(person.id, ENROL, keypad.typed, device, here.to)],
    )


async def change_pin(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The second button of the same message: `c:<device secret>`. The old PIN first, then the new one twice."""
    found = await admit(here, Right.CHANGE_PIN)
    if not isinstance(found, Admitted):
        return found
    if not arguments or not SECRET.fullmatch(arguments[0]):
        return Reply(toast=_("That button was from before."), alert=True)
    return Reply(show_keypad(here, CHANGE, arguments[0], lead=_("Change your PIN: first press the one you have now.")))


async def typed_to_change(here: Here, keypad: Keypad, device: str) -> Reply:
    """The old PIN is tried only together with the new one: nothing tells earlier whether it was right."""
    found = await admit(here, Right.CHANGE_PIN)
    if not isinstance(found, Admitted):
        return found

    def once_more(lead: str, old: str, first: str = "") -> Reply:
        return Reply(show_keypad(here, CHANGE, device, lead, first, old))

    if not keypad.old:
        return once_more(_("Now the new PIN, six digits."), keypad.typed)
    wrong = fault(keypad.typed)
    if wrong:
        return once_more(said(wrong), keypad.old)
    if secrets.compare_digest(keypad.old, keypad.typed):
        return once_more(_("That is the old one. Choose another."), keypad.old)
    if not keypad.first:
        return once_more(_("Once more, the same six digits. The keys have moved."), keypad.old, keypad.typed)
    if not secrets.compare_digest(keypad.first, keypad.typed):
        return once_more(_("Those were not the same. The new PIN once more."), keypad.old)
    return Reply(
        Screen(_("One moment…")),
        toast=keypad.dots,
        effects=[TryPin(found.person.id, CHANGE, keypad.old, device, here.to, keypad.typed)],
    )


def show_keypad(here: Here, purpose: str, device: str, lead: str = "", first: str = "", old: str = "") -> Screen:
    """Put a fresh keypad on the screen, and what it means into the conversation. What was being talked about waits."""
    keypad = new_keypad(purpose, here.now + here.policy.keypad_life, first, old)
    here.talking.keypad = to_json(keypad)
    here.talking.focused = False
    ask = _("Choose a PIN of six digits.") if purpose == ENROL else _("Open your shift: press your PIN of six digits.")
    lines = [lead or ask, _("The keys move every time; cover the screen."), _("No state secrets here.")]
    keys = [Button(digit, payload=payload(keypad, str(place), device)) for place, digit in enumerate(keypad.order)]
    clear = Button(_("Clear digits"), payload=payload(keypad, CLEAR, device))
    leave = Button(_("Leave keypad"), payload=payload(keypad, LEAVE, device))
    rows = (tuple(keys[:3]), tuple(keys[3:6]), tuple(keys[6:9]), (clear, keys[9], leave))
    return Screen("\n".join(lines), rows, protect=True)


def door(here: Here, device: str) -> Post:
    """The message whose button opens shifts. Losing it means enrolling again through a colleague (vault.md)."""
    text = _("Your button for shifts. Keep this message, pin it, never forward it. Without it you enrol again.")
    buttons = (Button(_("Open shift"), payload=f"s:{device}"), Button(_("Change PIN"), payload=f"c:{device}"))
    return Show(here.to, DOOR, Screen(text, (buttons,), protect=True), fresh=True)


def new_device() -> str:
    """32 random bytes that live only in the payload of the officer's own button: 43 characters of base64url."""
    return secrets.token_urlsafe(32)


def said(wrong: PinFault) -> str:
    """Why a PIN is not taken."""
    sentences = {
        PinFault.LENGTH: _("Six digits, please."),
        PinFault.TRIVIAL: _("That is too easy to guess. Choose another."),
        PinFault.BIRTHDAY: _("That reads as a date. Choose another."),
    }
    return sentences[wrong]


async def lock(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """ "Lock shift", from anywhere: the key is gone, and with it every reading on this screen."""
    found = await admit(here, Right.LOCK)
    if not isinstance(found, Admitted):
        return found
    effects = [CloseShift(found.person.id)]
    if not here.to.private:
        here.talking.keypad, here.talking.listing = {}, {}
        return Reply(toast=_("Your shift is locked."), effects=list(effects))
    return Reply(
        Screen(_("Your shift is locked. What you read is gone from here.")),
        posts=clear(here),
        effects=list(effects),
        toast=_("Your shift is locked."),
    )


def clear(here: Here) -> list[Post]:
    """Nothing of a shift stays in the officer's own chat: lists, what was being typed, readings, papers."""
    here.talking.keypad, here.talking.listing = {}, {}
    here.talking.talks = []
    here.talking.focused = False
    names = [*readings_of(here), *exports_of(here.talking.screens)]
    here.talking.screens = [name for name in here.talking.screens if name not in names]
    return [Remove(here.to, name) for name in names]


async def khoa(here: Here) -> Reply:
    """/khoa: lock the shift."""
    return await lock(here)
