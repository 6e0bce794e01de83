"""Reading a tip.

In the private chat only, nothing can be forwarded, gone after a quarter of an hour; again within the shift without
a PIN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.locales import _
from content.terms import TipState
from handlers.effects import ReadTip, RealTip
from handlers.here import Here, Reply
from handlers.messages import Button, Post, Remove, Screen, Show
from handlers.screens import action
from handlers.triage.abuse_rules import offered as abuse_offered
from handlers.triage.card import paper_rows, work_rows
from handlers.triage.gate import AdmittedTo, admit_to, fresh_card, place_of
from handlers.triage.move_rules import Move
from handlers.triage.permissions import Right
from handlers.triage.read_rules import files_of, sheets
from handlers.triage.standing import allowed
from storage import blobs
from storage.people import Person
from storage.reading import OpenTip, open_tip
from storage.tips import Card


async def read(here: Here, arguments: tuple[str, ...]) -> Reply:
    """Show the whole tip."""
    public = arguments[0] if arguments else ""
    found = await admit_to(here, Right.READ, public)
    if not isinstance(found, AdmittedTo):
        return found
    opened = await open_tip(here.rows, here.keyring, found.person, public, here.now)
    if opened is None:
        return Reply(toast=_("This tip can't be opened."), alert=True)
    ids = [bytes.fromhex(file.blob) for file in files_of(opened)]
    states = {which.hex(): one.state for which, one in (await blobs.states(here.rows, ids)).items()} if ids else {}
    posts = readings(here, opened, found.person, states, allowed(found.card, found.person, await here.stations()))
    return Reply(
        toast=_("Gone from here after 15 minutes."),
        posts=posts,
        effects=[ReadTip(public, found.person.id)],
    )


async def opened_by_link(here: Here, public: str) -> Reply:
    """From the card in a group, through a link: the card here, and the tip where a shift is open."""
    found = await admit_to(here, Right.CARD, public)
    if not isinstance(found, AdmittedTo):
        return found
    return Reply(posts=[await fresh_card(here, found.card, found.person, fresh=True)])


async def make_real(here: Here, arguments: tuple[str, ...]) -> Reply:
    """A test whose story is true becomes a tip (users.md A10)."""
    public, version = (*arguments, "", "")[:2]
    found = await admit_to(here, Right.MAKE_REAL, public, version or "-")
    if not isinstance(found, AdmittedTo):
        return found
    return Reply(
        toast=_("{label} is handled as a real tip now.").format(label=found.card.label),
        effects=[RealTip(public, found.card.version, found.person.id)],
    )


def readings(
    here: Here, opened: OpenTip, person: Person, states: Mapping[str, str], moves: Sequence[Move] = ()
) -> list[Post]:
    """The posts of one reading; what an earlier, longer one left is removed.

    Screen names are remembered for the lock.
    """
    card = opened.card
    found = sheets(opened, place_of(here, card), here.now, here.policy, states)
    last = len(found.texts) - 1
    screens = [
        Screen(text, read_rows(card, person.id, moves) if place == last else (), protect=True)
        for place, text in enumerate(found.texts)
    ]
    screens += [Screen("", protect=True, spoiler=True, attachment=file) for file in found.files]
    names = [reading_name(card.public, place) for place in range(len(screens))]
    stale = [name for name in readings_of(here, card.public) if name not in names]
    here.talking.screens += [name for name in names if name not in here.talking.screens]
    return [
        *(Remove(here.to, name) for name in stale),
        *(
            Show(here.to, name, screen, fresh=True, lasts_s=here.policy.read_time)
            for name, screen in zip(names, screens, strict=True)
        ),
    ]


def reading_name(public: str, place: int) -> str:
    """The screen of one sheet or file of a reading."""
    return f"read:{public}:{place}"


def readings_of(here: Here, public: str = "") -> list[str]:
    """The readings that may still be on this screen: of one tip, or of all."""
    start = f"read:{public}:" if public else "read:"
    return [name for name in here.talking.screens if name.startswith(start)]


def read_rows(card: Card, viewer: str, moves: Sequence[Move]) -> tuple[tuple[Button, ...], ...]:
    """What may be done after reading."""
    rows: list[tuple[Button, ...]] = []
    if card.test and card.state is not TipState.CLOSED:
        rows.append((_button(_("This is real"), "make_real", card.public, card.version),))
    if card.state is TipState.NEW:
        rows.append((_button(_("Take this tip"), "claim", card.public, card.version),))
    elif card.holder == viewer and card.state is not TipState.CLOSED:
        if Move.ASK in moves:
            rows.append((_button(_("Ask back"), "ask", card.public, card.version),))
        rows += work_rows(card, moves)
    rows += paper_rows(card, viewer)
    if abuse_offered(card):
        rows.append((_button(_("Junk, mute"), "abuse", card.public),))
    rows.append((_button(_("Inbox"), "inbox"), _button(_("Lock shift"), "lock")))
    return tuple(rows)


def _button(label: str, name: str, *arguments: object) -> Button:
    return Button(label, payload=action(name, *arguments))
