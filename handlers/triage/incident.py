"""Joining tips that tell of one incident, taking one out again, telling all reporters the end: one tap each.

Nothing is joined by itself, and nobody but officers ever learns that two tips were (users.md A2).
"""

from __future__ import annotations

from content.locales import _, ngettext
from handlers.effects import JoinTips, KeepApart, SplitTip, TellAll, TellUnclear
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action
from handlers.triage.card import urgent
from handlers.triage.gate import Admitted, AdmittedTo, admit, admit_to, fresh_card, number, place_of
from handlers.triage.hours import day_hour_minute
from handlers.triage.incident_rules import SENTENCES, Apart, Offer, barred, may_tell, offers, untold
from handlers.triage.permissions import Right
from handlers.triage.sketch_rules import SURE_WORDS, reasons
from storage import incidents, tips
from storage.people import Person
from storage.tips import Card

PAGE = 6
PAGE_NAME = "desk"
MOST_PAIRS = 60
"""So many of the newest pairs are looked at: with more of them open, a list is no help."""


async def join(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Join the two": the younger tip to the older."""
    found = await _both(here, arguments)
    if isinstance(found, Reply):
        return found
    person, moved, into = found
    if why := barred(moved, into, person):
        card = await fresh_card(here, moved, person)
        return Reply(toast=_(SENTENCES[why]), alert=True, posts=[card])
    said = _("{label} is joined to {other}. “Separate it” undoes it.")
    return Reply(
        toast=said.format(label=moved.label, other=into.label),
        effects=[JoinTips(moved.public, moved.version, into.public, person.id)],
    )


async def apart(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Different matters": they are suggested to nobody any more."""
    found = await _both(here, arguments)
    if isinstance(found, Reply):
        return found
    person, moved, into = found
    if person.station not in into.stations:
        return Reply(toast=_(SENTENCES[Apart.ELSEWHERE]), alert=True)
    return Reply(
        toast=_("Good. They stay apart."),
        effects=[KeepApart(moved.public, moved.version, into.public, person.id)],
    )


async def split(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Separate it": the tip goes back into the book, as whoever took it out has it."""
    public, version = (*arguments, "", "")[:2]
    found = await admit_to(here, Right.SPLIT, public, version or "-")
    if not isinstance(found, AdmittedTo):
        return found
    return Reply(
        toast=_("{label} stands alone again, and you have it.").format(label=found.card.label),
        effects=[SplitTip(public, found.card.version, found.person.id)],
    )


async def tell(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Tell all reporters": each of them reads at the next 08:00 that it is finished, and no more."""
    public, version = (*arguments, "", "")[:2]
    found = await admit_to(here, Right.TELL, public, version or "-")
    if not isinstance(found, AdmittedTo):
        return found
    belonging = await incidents.belonging(here.rows, here.keyring, public)
    waiting = len(untold(belonging.members))
    if not waiting:
        return Reply(toast=_("Nobody is left to tell."), alert=True)
    said = ngettext(
        "The reporter of {n} tip reads from 08:00 on that it is finished.",
        "The reporters of {n} tips read from 08:00 on that it is finished.",
        waiting,
    )
    return Reply(toast=said.format(n=waiting), effects=[TellAll(public, found.card.version, found.person.id)])


async def tell_unclear(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Tell: not clear yet", on the card of one joined tip once the incident has ended."""
    public, version = (*arguments, "", "")[:2]
    found = await admit_to(here, Right.TELL, public, version or "-")
    if not isinstance(found, AdmittedTo):
        return found
    if not may_tell(found.card, (await incidents.belonging(here.rows, here.keyring, public)).head):
        return Reply(toast=_("Nobody is left to tell."), alert=True)
    return Reply(
        toast=_("Its reporter is asked from 08:00 on to tell more."),
        effects=[TellUnclear(public, found.card.version, found.person.id)],
    )


async def members(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The tips that were joined to one, a page at a time."""
    public, start = (*arguments, "", "")[:2]
    found = await admit_to(here, Right.CARD, public)
    if not isinstance(found, AdmittedTo):
        return found
    joined = (await incidents.belonging(here.rows, here.keyring, public)).members
    seen = [one for one in joined if found.person.station in one.stations]
    title = _("Joined to {label}:").format(label=found.card.label)
    listed = [(one, _member_line(here, one)) for one in seen]
    return Reply(_page(title, listed, "members", start, public), page=PAGE_NAME)


async def pairs(here: Here, arguments: tuple[str, ...]) -> Reply:
    """All that may be the same, the surest first."""
    found = await admit(here, Right.INBOX)
    if not isinstance(found, Admitted):
        return found
    open_ones = await offered(here, found.person)
    listed = [(one.moved, _pair_line(here, one)) for one in open_ones]
    title = _("May be the same:") if listed else _("Nothing looks the same now.")
    return Reply(_page(title, listed, "pairs", arguments[0] if arguments else ""), page=PAGE_NAME)


async def offered(here: Here, person: Person) -> tuple[Offer, ...]:
    """What may be the same of all that an officer may read; people in training see test tips, the others real ones."""
    kept = await incidents.open_pairs(here.rows, here.keyring, person.station, MOST_PAIRS)
    return offers((one for one in kept if one.tip.test == person.training), person)


async def _both(here: Here, arguments: tuple[str, ...]) -> tuple[Person, Card, Card] | Reply:
    """The officer, the younger tip at the version of the button, and the older one."""
    public, version, other = (*arguments, "", "", "")[:3]
    found = await admit_to(here, Right.JOIN, public, version or "-")
    if not isinstance(found, AdmittedTo):
        return found
    into = await tips.card(here.rows, other)
    if into is None:
        return Reply(toast=_("That button was from before."))
    return found.person, found.card, into


def _member_line(here: Here, card: Card) -> str:
    sent = _("Sent after {hour}").format(hour=day_hour_minute(card.submitted_hour, here.now, here.policy))
    return f"{card.label} · {_(card.topic.text)} · {place_of(here, card)} · {sent}"


def _pair_line(here: Here, one: Offer) -> str:
    mark = _("🔴 URGENT") + " · " if urgent(one.moved) or urgent(one.into) else ""
    places = dict.fromkeys(place_of(here, card) for card in (one.moved, one.into))
    both = f"{one.moved.label}, {one.into.label}"
    return f"{mark}{both} · {', '.join(places)} · {_(SURE_WORDS[one.why.sure])}: {reasons(one.why)}"


def _page(title: str, listed: list[tuple[Card, str]], name: str, start: str, *arguments: str) -> Screen:
    """A button for each tip of one page; the way on and back."""
    offset = min(max(number(start or "0"), 0), max(len(listed) - 1, 0) // PAGE * PAGE)
    shown = list(enumerate(listed[offset : offset + PAGE], offset + 1))
    text = "\n".join([title, *(f"{place}. {line}" for place, (_card, line) in shown)])
    buttons = [Button(f"{place}. {card.label}", payload=action("card", card.public)) for place, (card, _line) in shown]
    ways = [_way(_("Earlier page"), name, *arguments, offset - PAGE)] if offset else []
    ways += [_way(_("Next page"), name, *arguments, offset + PAGE)] if offset + PAGE < len(listed) else []
    ways.append(_way(_("Desk"), "desk"))
    return Screen(text, (*(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)), tuple(ways)))


def _way(label: str, name: str, *arguments: object) -> Button:
    return Button(label, payload=action(name, *arguments))
