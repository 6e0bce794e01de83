"""The door of every action of staff: who presses, whether the table of rights allows it, and how a refusal is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from content.locales import _
from handlers.effects import Refused
from handlers.here import Here, Reply
from handlers.messages import Post, Screen, Show
from handlers.triage.card import Around, card_name, group_card, passed_card, private_card, seen_by
from handlers.triage.permissions import SENTENCES, Refusal, Right, case_of, refusal
from handlers.triage.routing_rules import to_call
from storage import incidents, people, tips
from storage.passing import traced
from storage.people import Person
from storage.tips import Card

DOOR = "door"
"""The message with the button that opens a shift: its payload is the only home of the device secret."""
DOOR_HINT = "door_hint"


@dataclass(frozen=True)
class Admitted:
    """Somebody who may."""

    person: Person


@dataclass(frozen=True)
class AdmittedTo(Admitted):
    """Somebody who may, with this tip."""

    card: Card


async def admit(here: Here, right: Right, station: str = "") -> Admitted | Reply:
    """Whether the presser has this right (on a station, where one is acted upon); else the refusal to answer with."""
    person = await here.person()
    case = case_of(
        person, here.now, private=here.to.private, nameless=here.incoming.nameless, station=station
    )  # fmt: skip
    why = refusal(right, case)
    if why or person is None:
        return refused(here, right, why or Refusal.STRANGER, person)
    return Admitted(person)


async def admit_to(here: Here, right: Right, public: str, version: str = "") -> AdmittedTo | Reply:
    """The same for a tip. A button of an older version is refused with the card as it stands now."""
    person = await here.person()
    card = await tips.card(here.rows, public) if person else None
    passed = person is not None and card is None and await traced(here.rows, public, person.station)
    case = case_of(
        person,
        here.now,
        private=here.to.private,
        nameless=here.incoming.nameless,
        card=card,
        version=number(version) if version else None,
        stations=await here.stations() if person else None,
        passed=passed,
    )
    why = refusal(right, case)
    if why is None and person and card:
        return AdmittedTo(person, card)
    reply = refused(here, right, why or Refusal.STRANGER, person)
    if why is Refusal.PASSED:
        reply.posts.append(Show(here.to, card_name(public), passed_card(public)))
    if person and card and why in (Refusal.CHANGED, Refusal.NOT_HOLDER, Refusal.TAKEN):
        reply.toast = late(card, right) if why is Refusal.CHANGED else reply.toast
        reply.posts.append(await fresh_card(here, card, person))
    return reply


def refused(here: Here, right: Right, why: Refusal, person: Person | None) -> Reply:
    """One plain sentence, and a line of the audit where staff pressed. Somebody without a shift is led to their button."""
    sentence = _(SENTENCES[why])
    reply = Reply(toast=sentence, alert=True)
    if person:
        reply.effects.append(Refused(person.id, right.value, why.value))
    if here.to.private and not here.incoming.callback:
        reply.posts.append(Show(here.to, DOOR_HINT, Screen(sentence), fresh=True))
    if here.to.private and why is Refusal.NO_SHIFT:
        reply.posts = [to_the_door(here)]
    return reply


def to_the_door(here: Here) -> Post:
    """A line that replies to the button's message: one tap on it leads there."""
    text = _("Open your shift first: press the button in the message above.")
    return Show(here.to, DOOR_HINT, Screen(text), fresh=True, reply_to=DOOR)


def late(card: Card, right: Right = Right.CLAIM) -> str:
    """What the second of two pressers is told.

    Who takes, that it is taken; who does anything else, that it has changed.
    """
    if right is not Right.CLAIM or card.holder is None:
        return _(SENTENCES[Refusal.CHANGED])
    return _("Somebody was faster: {label} is taken.").format(label=card.label)


def number(text: str) -> int:
    """A number out of a payload, which anybody can forge; -1 fits nothing."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else -1


def day_in(text: str) -> date | None:
    """A day out of a payload, which anybody can forge: YYYYMMDD of these hundred years, or None."""
    try:
        day = date.fromisoformat(text) if len(text) == 8 and text.isascii() and text.isdecimal() else None
    except ValueError:
        return None
    return day if day and 2000 <= day.year < 2100 else None


async def fresh_card(here: Here, card: Card, person: Person, *, fresh: bool = False) -> Show:
    """The card as it stands now, in the chat of the press."""
    around = seen_by(await around_card(here, card), card, person, await here.stations())
    screen = private_card(card, around, person.id) if here.to.private else group_card(card, around)
    return Show(here.to, card_name(card.public), screen, fresh=fresh)


async def around_card(here: Here, card: Card) -> Around:
    """What a card says besides its tip, looked up."""
    names = {}
    for who in {card.holder, *(person for _mark, person, _at in card.marks)} - {None}:
        found = await people.get(here.rows, here.keyring, str(who))
        names[str(who)] = found.name if found else "?"
    call = to_call(card, await here.stations())
    belonging = await incidents.belonging(here.rows, here.keyring, card.public)
    return Around(
        here.policy, here.now, place_of(here, card), names, to_call=call, belonging=belonging, link=here.facts.link
    )


def place_of(here: Here, card: Card) -> str:
    """The commune's name; its former units and hamlets are inside the seal."""
    return here.gazetteer.title(card.area) if card.area else _("place unknown")
