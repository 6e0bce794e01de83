"""The officer's desk: what waits, the list, the urgent ones. Every list is short and paged."""

from __future__ import annotations

from content.locales import _, ngettext
from content.terms import PersonState, Role
from handlers.admin.away import own
from handlers.admin.roster import mine
from handlers.admin.voice import waiting_screen
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action
from handlers.triage.card import urgent
from handlers.triage.gate import AdmittedTo, admit, admit_to, fresh_card, number, place_of, to_the_door
from handlers.triage.hours import day_hour_minute
from handlers.triage.move_screens import deadline_line, standing_words
from handlers.triage.permissions import READERS, STAFF, Right
from handlers.triage.standing import deadlines
from storage import tips
from storage.people import Person
from storage.times import DAY_S
from storage.tips import Card, Ends

PAGE = 6
PAGE_NAME = "desk"
LISTS = {"all", "urgent", "mine", "test", "soon", "late"}
SOON_S = 2 * DAY_S
"""A deadline that ends within this time is soon due."""


async def desk(here: Here) -> Reply:
    """/truc: where the shift stands and what waits."""
    found = await admit(here, Right.DESK)
    if isinstance(found, Reply):
        return found
    person = found.person
    if person.state is PersonState.WAITING:
        return Reply(waiting_screen(here, person), page=PAGE_NAME)
    if not person.on_shift(here.now):
        text = "\n".join(filter(None, (_("Your shift is closed."), await mine(here, person))))
        return Reply(Screen(text, ((own(person),),)), posts=[to_the_door(here)], page=PAGE_NAME)
    return Reply(await desk_screen(here, person), page=PAGE_NAME)


def done_screen(sentence: str) -> Screen:
    """What was done, and the ways on. No figures: they change with what was just done."""
    rows = ((_button(_("Inbox"), "inbox", "all", 0), _button(_("Desk"), "desk")), (_button(_("Lock shift"), "lock"),))
    return Screen(sentence, rows)


async def desk_screen(here: Here, person: Person) -> Screen:
    """ "3 tips wait, 1 urgent", and the ways on."""
    until = day_hour_minute((person.shift_until or 0) / 1e6, here.now, here.policy)
    lines = [_("Shift open until {hour}.").format(hour=until)]
    duty = await mine(here, person)
    rows: list[tuple[Button, ...]] = []
    if person.role in READERS:
        late, soon = _ends("late", here.now), _ends("soon", here.now)
        count = await tips.count(here.rows, [person.station], late, soon, test=person.training)
        waiting = ngettext("{n} tip waits", "{n} tips wait", count.waiting).format(n=count.waiting)
        lines[0] += f" {waiting}, " + _("{n} urgent.").format(n=count.urgent)
        if count.late or count.soon:
            lines.append(_("{late} overdue, {soon} due within two days.").format(late=count.late, soon=count.soon))
            rows.append((_button(_("Overdue"), "inbox", "late", 0), _button(_("Due soon"), "inbox", "soon", 0)))
        if count.urgent:
            rows.append((_button(_("See urgent tips"), "inbox", "urgent", 0),))
        rows.append((_button(_("Inbox"), "inbox", "all", 0), _button(_("My tips"), "inbox", "mine", 0)))
        rows.append((_button(_("Test tips"), "inbox", "test", 0), _button(_("People"), "people", 0)))
    elif person.role is Role.AUDITOR:
        rows.append((_button(_("Audit"), "audit"),))
    else:
        rows.append((_button(_("People"), "people", 0), _button(_("Invite"), "invite")))
    roster = (_button(_("Roster"), "roster"),) if person.role in STAFF else ()
    rows.append((*roster, _button(_("Lock shift"), "lock")))
    lines += [line for line in (duty, _("No state secrets here.")) if line]
    return Screen("\n".join(lines), tuple(rows))


async def back(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """Back to the desk, from a button."""
    return await desk(here)


async def leave(here: Here) -> Reply:
    """The quick exit of staff: what was being typed is gone."""
    here.talking.talks = []
    here.talking.focused = False
    here.talking.keypad = {}
    return await desk(here)


async def idle(here: Here) -> Reply:
    """Ten minutes without a press: a half-typed PIN is forgotten, an open question stays, figures are brought up to date."""
    here.talking.keypad = {}
    person = await here.person()
    if here.talking.talks:
        here.talking.focused = True
        return Reply()
    if person is None or not person.on_shift(here.now):
        return Reply(Screen(_("Your shift is closed.")), page=PAGE_NAME)
    return Reply(await desk_screen(here, person), page=PAGE_NAME)


async def hop(here: Here) -> Reply:
    """/hop: the list of what is open."""
    return await inbox(here, ("all", "0"))


async def inbox(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """One page of a list: a button per tip."""
    found = await admit(here, Right.INBOX)
    if isinstance(found, Reply):
        return found
    which, start = (*arguments, "", "")[:2]
    which, offset = which if which in LISTS else "all", max(number(start or "0"), 0)
    cards = await tips.open_cards(
        here.rows,
        [found.person.station],
        urgent=which == "urgent",
        holder=found.person.id if which == "mine" else None,
        test=which == "test" or found.person.training,
        ends=_ends(which, here.now) if which in ("late", "soon") else None,
        limit=PAGE + 1,
        offset=offset,
    )
    return Reply(page_screen(here, cards, which, offset), page=PAGE_NAME)


def _ends(which: str, now: float) -> Ends:
    """The deadlines of a list: those that are over, or those that will be soon."""
    return Ends(0.0, now) if which == "late" else Ends(now, now + SOON_S)


def page_screen(here: Here, cards: list[Card], which: str, offset: int) -> Screen:
    """`cards` holds one more than a page where a next page exists."""
    lines = [_("Nothing here now.")] if not cards else []
    rows: list[tuple[Button, ...]] = []
    for place, card in enumerate(cards[:PAGE], offset + 1):
        mark = _("🔴 URGENT") + " · " if urgent(card) else ""
        due = deadlines(card, here.policy)[:1] if which in ("late", "soon") else ()
        last = deadline_line(due[0], here.now, here.policy) if due else standing_words(card)
        lines.append(f"{place}. {mark}{card.label} · {_(card.topic.text)} · {place_of(here, card)} · {last}")
        rows.append((Button(f"{place}. {card.label}", payload=action("card", card.public)),))
    paired = [tuple(one for row in rows[at : at + 2] for one in row) for at in range(0, len(rows), 2)]
    ways = [_button(_("Earlier page"), "inbox", which, max(offset - PAGE, 0))] if offset else []
    ways += [_button(_("Next page"), "inbox", which, offset + PAGE)] if len(cards) > PAGE else []
    ways.append(_button(_("Desk"), "desk"))
    return Screen("\n".join(lines), (*paired, tuple(ways)))


async def show_card(here: Here, arguments: tuple[str, ...]) -> Reply:
    """Bring a tip's card to the end of the chat."""
    found = await admit_to(here, Right.CARD, arguments[0] if arguments else "")
    if not isinstance(found, AdmittedTo):
        return found
    return Reply(posts=[await fresh_card(here, found.card, found.person, fresh=True)])


def _button(label: str, name: str, *arguments: object) -> Button:
    return Button(label, payload=action(name, *arguments))
