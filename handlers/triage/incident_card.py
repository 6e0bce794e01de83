"""What a private card says of its incident, and the buttons: what may be the same, what was joined, whom to tell.

Nothing of this stands in a group: there is no number of sources (users.md A9), and no tip is named beside another.
"""

from __future__ import annotations

from content.locales import _, ngettext
from content.policy import Policy
from content.terms import Stage
from handlers.messages import Button
from handlers.screens import action
from handlers.triage.hours import day_hour_minute
from handlers.triage.incident_rules import Offer, may_tell, untold
from handlers.triage.sketch_rules import SURE_WORDS, reasons
from storage.incidents import Belonging
from storage.tips import Card

Rows = list[tuple[Button, ...]]


def sources_line(card: Card, now: float, policy: Policy) -> str:
    """ "4 sources, the last after 21:00": the hour only, as everything that is known without opening the tip."""
    count = ngettext("{n} source", "{n} sources", card.sources).format(n=card.sources)
    if card.last_hour <= card.submitted_hour:
        return count
    return _("{sources}, the last after {hour}").format(
        sources=count, hour=day_hour_minute(card.last_hour, now, policy)
    )


def offer_line(offer: Offer, card: Card) -> str:
    """Which other tip may be the same as this card's, how sure it is, and why."""
    other = offer.moved if offer.into.public == card.public else offer.into
    return _("May be the same as {label} ({sure}): {why}.").format(
        label=other.label, sure=_(SURE_WORDS[offer.why.sure]), why=reasons(offer.why)
    )


def lines(card: Card, belonging: Belonging, offer: Offer | None) -> list[str]:
    """What a card says of its incident."""
    if belonging.head:
        return [_("Joined to {label}.").format(label=belonging.head.label)]
    found = [_("Joined to it: {labels}").format(labels=_labels(belonging.members))] if belonging.members else []
    return [*found, offer_line(offer, card)] if offer else found


def rows(card: Card, belonging: Belonging, offer: Offer | None) -> Rows:
    """What may be done about it."""
    if belonging.head:
        head = _button(belonging.head.label, "card", belonging.head.public)
        if card.told:
            return [(head,)]
        joined: Rows = [(_button(_("Separate it"), "split", card.public, card.version), head)]
        unclear = (_button(_("Tell: not clear yet"), "tell_unclear", card.public, card.version),)
        return [*joined, unclear] if may_tell(card, belonging.head) else joined
    found: Rows = []
    if offer:
        both = (offer.moved.public, offer.moved.version, offer.into.public)
        other = offer.moved if offer.into.public == card.public else offer.into
        join = () if offer.taken else (_button(_("Join the two"), "join", *both),)
        found += [
            (*join, _button(_("Different matters"), "apart", *both)),
            (_button(other.label, "card", other.public),),
        ]
    if belonging.members:
        found.append((_button(_("Tips joined to it"), "members", card.public),))
    if card.stage is Stage.CLOSED and untold(belonging.members):
        found.append((_button(_("Tell all reporters"), "tell", card.public, card.version),))
    return found


def _labels(members: tuple[Card, ...], most: int = 6) -> str:
    named = ", ".join(one.label for one in members[:most])
    return named if len(members) <= most else f"{named}…"


def _button(label: str, name: str, *arguments: object) -> Button:
    return Button(label, payload=action(name, *arguments))
