"""The lists of the desk, a short page at a time: mine, the unit's, urgent, overdue, soon due; narrowed by tapping."""

from __future__ import annotations

from collections.abc import Sequence

from content.locales import _, ngettext
from content.terms import N_, Term
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action
from handlers.triage import filter_rules
from handlers.triage.card import urgent
from handlers.triage.filter_rules import KINDS, Filter, Side
from handlers.triage.gate import Admitted, admit, number, place_of
from handlers.triage.move_screens import deadline_line, standing_words
from handlers.triage.permissions import Right
from handlers.triage.standing import deadlines
from storage import lists
from storage.lists import Ends, Listing, Page
from storage.people import Person
from storage.times import DAY_S
from storage.tips import Card

PAGE = 6
PLACES = 8
PAGE_NAME = "desk"
SOON_S = 2 * DAY_S
"""A deadline that ends within this time is soon due."""
AFTER, BEFORE = "n", "p"
"""In a button: the page after a tip, or before it."""
OFF, IS, OPEN, FROM = "off", "is", "open", "from"
"""In a button: no filter at all; this choice; no choice on this side; the choices from this one on."""
LABEL = 20


class Which(Term):
    """The lists, each with its button."""

    ALL = "all", N_("The unit's tips")
    MINE = "mine", N_("My tips")
    URGENT = "urgent", N_("Urgent")
    LATE = "late", N_("Overdue")
    SOON = "soon", N_("Due soon")
    TEST = "test", N_("Test tips")


TABS = (Which.ALL, Which.MINE, Which.URGENT, Which.LATE, Which.SOON)
"""The lists that every list leads to."""
EMPTY = {
    Which.ALL: N_("No open tip in your unit. New ones come by themselves; look at the group's cards."),
    Which.MINE: N_("You have no tip. Open the unit's list and press “Take this tip”."),
    Which.URGENT: N_("Nothing urgent is open. Go on with the unit's list."),
    Which.LATE: N_("Nothing is overdue. Look at what is due soon."),
    Which.SOON: N_("Nothing is due within two days. Go on with the unit's list."),
    Which.TEST: N_("No test tips. They go by themselves after 30 days."),
}


async def hop(here: Here) -> Reply:
    """/hop: the unit's open tips."""
    return await inbox(here)


async def inbox(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """One page of a list: which one, then the page after or before a tip; without, the first page."""
    found = await admit(here, Right.INBOX)
    if not isinstance(found, Admitted):
        return found
    name, way, spot = (*arguments, "", "", "")[:3]
    which = Which(name) if name in set(Which) else Which.ALL
    chosen = filter_of(here)
    remember(here, which, chosen)
    listing = listing_of(here, found.person, which, chosen)
    at = lists.spot_in(spot)
    page = await lists.page(
        here.rows, listing, PAGE, after=at if way == AFTER else None, before=at if way == BEFORE else None
    )
    total = await lists.total(here.rows, listing)
    return Reply(page_screen(here, page, listing, which, total), page=PAGE_NAME)


def listing_of(here: Here, person: Person, which: Which, chosen: Filter) -> Listing:
    """What a list asks for; whoever is in training sees test tips only."""
    listing = Listing(
        person.station,
        test=which is Which.TEST or person.training,
        urgent=which is Which.URGENT,
        holder=person.id if which is Which.MINE else "",
        ends=ends(which, here.now) if which in (Which.LATE, Which.SOON) else None,
    )
    return filter_rules.narrowed(listing, chosen, here.now, here.policy)


def ends(which: Which, now: float) -> Ends:
    """The deadlines of a list: those that are over, or those that will be soon."""
    return Ends(0.0, now) if which is Which.LATE else Ends(now, now + SOON_S)


def page_screen(here: Here, page: Page, listing: Listing, which: Which, total: int) -> Screen:
    """What the list is, a line and a button for each tip, and the ways on."""
    chosen = filter_of(here)
    lines = [f"{_(which.text)}: " + ngettext("{n} tip", "{n} tips", total).format(n=total)]
    lines += [_("Only: {what}").format(what=filter_rules.in_words(chosen, here.gazetteer.title))] if chosen else []
    if not page.cards:
        lines.append(_("Nothing fits the filter. Press “Filter off” to see all.") if chosen else _(EMPTY[which]))
    lines += card_lines(here, page.cards, which)
    ways = []
    if page.earlier and page.cards:
        ways.append(_button(_("Earlier page"), "inbox", which, BEFORE, lists.spot_of(page.cards[0], listing)))
    if page.later:
        ways.append(_button(_("Next page"), "inbox", which, AFTER, lists.spot_of(page.cards[-1], listing)))
    tabs = [_button(_(one.text), "inbox", one) for one in TABS if one is not which]
    last = [_button(_("Filter"), "filter"), *([_button(_("Filter off"), "filter", OFF)] if chosen else [])]
    rows = [*card_rows(page.cards), tuple(ways), *_pairs(tabs), (*last, _button(_("Desk"), "desk"))]
    return Screen("\n".join(lines), tuple(row for row in rows if row))


def card_lines(here: Here, cards: Sequence[Card], which: Which = Which.ALL, first: int = 1) -> list[str]:
    """A line for each tip, numbered as its button."""
    return [_line(here, card, place, which) for place, card in enumerate(cards, first)]


def card_rows(cards: Sequence[Card], first: int = 1) -> list[tuple[Button, ...]]:
    """A button for each tip, two in a row."""
    numbered = enumerate(cards, first)
    return _pairs([Button(f"{place}. {card.label}", payload=action("card", card.public)) for place, card in numbered])


def _line(here: Here, card: Card, place: int, which: Which) -> str:
    mark = _("🔴 URGENT") + " · " if urgent(card) else ""
    due = deadlines(card, here.policy)[:1] if which in (Which.LATE, Which.SOON) else ()
    last = deadline_line(due[0], here.now, here.policy) if due else standing_words(card)
    return f"{place}. {mark}{card.label} · {_(card.topic.text)} · {place_of(here, card)} · {last}"


# --- The filter ------------------------------------------------------------------------------------------------------


async def narrow(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """The screen of the filter; the choices of one side; or a choice made there."""
    found = await admit(here, Right.INBOX)
    if not isinstance(found, Admitted):
        return found
    name, verb, value = (*arguments, "", "", "")[:3]
    which, chosen = remembered(here), filter_of(here)
    if name == OFF:
        remember(here, which, Filter())
        return await inbox(here, (which,))
    if name not in set(Side):
        return Reply(filter_screen(here, chosen), page=PAGE_NAME)
    side = Side(name)
    if verb not in (IS, OPEN):
        return Reply(await side_screen(here, found.person, side, max(number(value or "0"), 0)), page=PAGE_NAME)
    chosen = (filter_rules.put(chosen, side, value) or chosen) if verb == IS else filter_rules.without(chosen, side)
    remember(here, which, chosen)
    return Reply(filter_screen(here, chosen), page=PAGE_NAME)


def filter_screen(here: Here, chosen: Filter) -> Screen:
    """What is set, a button for each side, and the way back to the list."""
    words = filter_rules.in_words(chosen, here.gazetteer.title)
    text = _("Only: {what}").format(what=words) if words else _("No filter: all tips of the list are shown.")
    sides = [_button(_(side.text), "filter", side) for side in Side]
    last = [_button(_("Show the tips"), "inbox", remembered(here))]
    last += [_button(_("Filter off"), "filter", OFF)] if chosen else []
    return Screen(text, (*_pairs(sides), tuple(last)))


async def side_screen(here: Here, person: Person, side: Side, start: int) -> Screen:
    """The choices of one side; the places are those of the list's own tips, the most first."""
    choices = [(one.value, _(one.text)) for one in KINDS[side]] if side in KINDS else []
    more = False
    if side is Side.AREA:
        listing = listing_of(here, person, remembered(here), filter_of(here))
        found = await lists.areas(here.rows, listing)
        named = {area: filter_rules.place_words(area, here.gazetteer.title) for area in found}
        ordered = sorted(found, key=lambda area: (-found[area], named[area]))
        more = len(ordered) > start + PLACES
        choices = [(area, _counted(named[area], found[area])) for area in ordered[start : start + PLACES]]
    buttons = [_button(label, "filter", side, IS, value) for value, label in choices]
    ways = [_button(_("Earlier page"), "filter", side, FROM, max(start - PLACES, 0))] if start else []
    ways += [_button(_("Next page"), "filter", side, FROM, start + PLACES)] if more else []
    last = (_button(_("Any"), "filter", side, OPEN), _button(_("Back"), "filter"))
    rows = [*_pairs(buttons), tuple(ways), last]
    return Screen(_(side.text), tuple(row for row in rows if row))


def filter_of(here: Here) -> Filter:
    """What this chat's lists are narrowed to."""
    return filter_rules.from_json(here.talking.listing)


def remembered(here: Here) -> Which:
    """The list that was shown last."""
    name = here.talking.listing.get("which")
    return Which(name) if name in set(Which) else Which.ALL


def remember(here: Here, which: Which, chosen: Filter) -> None:
    """What is shown now, until the chat is forgotten."""
    found = {name: here.talking.listing[name] for name in ("found",) if name in here.talking.listing}
    here.talking.listing = {"which": which.value, **filter_rules.to_json(chosen), **found}


def _counted(name: str, count: int) -> str:
    """A place and how many tips it has; a long name is cut, never the number."""
    room = LABEL - len(f" ({count})")
    return f"{name if len(name) <= room else name[: room - 1] + '…'} ({count})"


def _pairs(buttons: list[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def _button(label: str, name: str, *arguments: object) -> Button:
    return Button(label, payload=action(name, *arguments))
