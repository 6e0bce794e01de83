"""A tip's card: what a station's group may see of it, and what an officer sees alone.

In a group sits somebody's cousin (users.md A9): topic, commune, urgency, who has it; no school, no hamlet, no hour
of an ordinary tip, no number of sources. Performing calls these to show a card anew everywhere after something
changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from content.locales import _
from content.policy import Policy
from content.terms import Mark, Reader, TipState, Urgency
from handlers.messages import Button, Screen
from handlers.screens import action
from handlers.triage import export_rules, incident_card, reward_rules
from handlers.triage.abuse_rules import BOTH, in_junk, reliability
from handlers.triage.hours import MINUTE_S, day_hour_minute, hour_minute, part_of_day, span
from handlers.triage.incident_rules import Offer, offers
from handlers.triage.move_rules import Move
from handlers.triage.move_screens import MOVE_LABELS, deadline_line, stage_lines
from handlers.triage.permissions import can_go_up, involved
from handlers.triage.standing import allowed, deadlines, endings, steps
from storage.incidents import ALONE, Belonging
from storage.people import Person
from storage.stations import Station
from storage.tips import Card, short_label

URGENT = frozenset({Urgency.DANGER, Urgency.ONGOING})


@dataclass(frozen=True)
class Around:
    """What a card says besides its tip."""

    policy: Policy
    now: float
    place: str  # the commune's name, or words for "unknown" and "at sea"
    names: Mapping[str, str] = field(default_factory=dict, repr=False)  # of the officers on it, by id
    waited_s: float = 0.0  # since the card first appeared
    province_told: bool = False
    to_call: Sequence[Station] = ()  # liaisons without an officer here (`routing_rules.to_call`)
    belonging: Belonging = ALONE
    offer: Offer | None = None  # what the viewer of a private card is told may be the same
    moves: Sequence[Move] = ()  # what the viewer of a private card may do now (`standing.allowed`)
    link: Callable[[str], str] = str  # `Facts.link`


def seen_by(around: Around, card: Card, viewer: Person, known: Mapping[str, Station]) -> Around:
    """The same for one viewer: what they may do, and what they are offered."""
    offer = next(iter(offers(around.belonging.pairs, viewer)), None)
    return replace(around, moves=allowed(card, viewer, known), offer=offer)


def card_name(public: str) -> str:
    """The screen's name: one card per tip and chat, edited in place."""
    return f"card:{public}"


def urgent(card: Card) -> bool:
    """Danger now, or going on now."""
    return card.urgency in URGENT


def group_card(card: Card, around: Around) -> Screen:
    """What the station's group sees."""
    lines = [
        _head(card, around),
        f"{_(card.topic.text)} · {_when(card, around)}",
        *_standing(card, around),
        _("Read it in the private chat. No details in this group."),
    ]
    if card.state is TipState.CLOSED:
        return Screen("\n".join(lines[:-1]))
    read = Button(_("Read privately"), link=around.link(f"t{card.public}"))
    shift = Button(_("Open shift"), link=around.link("truc"))
    claim = Button(_("Take this tip"), payload=action("claim", card.public, card.version))
    rows = ((claim,), (read, shift)) if card.state is TipState.NEW else ((read, shift),)
    return Screen("\n".join(lines), rows, silent=not urgent(card))


def private_card(card: Card, around: Around, viewer: str) -> Screen:
    """What one officer sees.

    All that is known without opening the tip. Three accounts are not three people: they are sources.
    """
    if involved(card, viewer):
        text = f"{_head(card, around)}\n" + _("You said you are involved. Others handle this tip.")
        return Screen(text, ((_inbox(), _lock()),), protect=True)
    topic = f"{_(card.topic.text)} · {_(card.detail.text)}" if card.detail else _(card.topic.text)
    arrived = _("Sent after {hour}").format(hour=day_hour_minute(card.submitted_hour, around.now, around.policy))
    count = incident_card.sources_line(card, around.now, around.policy)
    lines = [_head(card, around), f"{topic} · {_(card.urgency.text)}", f"{arrived} · {count}"]
    if card.test:
        lines.insert(0, _("TEST TIP"))
    if card.few_know:
        lines.append(_("KEEP THE SOURCE: few know this."))
    lines += [_(card.reader.text)] if card.reader is Reader.ABOVE else []
    lines += [_("Also call: {who}").format(who=_called(one)) for one in around.to_call]
    lines += [*_standing(card, around), *stage_lines(card, around.now, around.policy)]
    lines += [*_source(card), *_wanted(card, around)]
    lines += incident_card.lines(card, around.belonging, around.offer)
    running = deadlines(card, around.policy)
    lines += [deadline_line(running[0], around.now, around.policy)] if running else []
    return Screen("\n".join(lines), _rows(card, viewer, around), silent=not urgent(card), protect=True)


def passed_card(public: str) -> Screen:
    """What is left of a card where the tip was passed on: not to whom, for it may concern somebody who reads along."""
    return Screen(_("{label} · passed on to another unit.").format(label=short_label(public)), silent=True)


def _called(liaison: Station) -> str:
    return f"{liaison.name}, {liaison.contact}" if liaison.contact else liaison.name


def _head(card: Card, around: Around) -> str:
    first = [_("🔴 URGENT")] if urgent(card) and card.state is not TipState.CLOSED else []
    return " · ".join([*first, card.label, around.place])


def _when(card: Card, around: Around) -> str:
    return _(card.urgency.text) if urgent(card) else part_of_day(card.submitted_hour, around.policy)


def _standing(card: Card, around: Around) -> list[str]:
    """Who has it and what was done."""
    lines = []
    if card.state is TipState.CLOSED:
        lines.append(_("Closed."))
    elif card.holder:
        lines.append(_("{name} has it.").format(name=around.names.get(card.holder, "?")))
        lines += [_("Waiting for the reporter.")] if card.asked else []
    else:
        waited = around.waited_s >= MINUTE_S
        alone = _("Nobody has taken it · {time}.").format(time=span(around.waited_s))
        lines.append(alone if waited else _("Nobody has taken it."))
    told = around.province_told and card.state is TipState.NEW
    lines += [_("The province's desk has been told.")] if told else []
    return [*lines, *_stamps(card, around)] if urgent(card) else lines


def _source(card: Card) -> list[str]:
    """What came of what was told under this receipt before: it says how to read what is added."""
    known = {"confirmed": _("This source: confirmed before."), "false": _("This source: false before.")}
    return [line] if (line := known.get(reliability(card))) else []


def _wanted(card: Card, around: Around) -> list[str]:
    """What one officer wants done against abuse, and a second has to want too."""
    return [f"{_(mark.text)}: {around.names.get(person, '?')}" for mark, person, _at in card.marks if mark in BOTH]


def _stamps(card: Card, around: Around) -> list[str]:
    """T1 and T2 as they were stamped; who is involved stays between that officer and the house."""
    return [
        f"{_(mark.text)}: {around.names.get(person, '?')}, {hour_minute(at, around.policy)}"
        for mark, person, at in card.marks
        if mark not in (Mark.INVOLVED, Mark.READ, *BOTH)
    ]


def _rows(card: Card, viewer: str, around: Around) -> tuple[tuple[Button, ...], ...]:
    """What this officer may press, the likeliest first."""
    if card.state is TipState.CLOSED:
        back = (_tip_button(_("Take it out again"), "take_back", card),) if in_junk(card) else ()
        return (
            (_tip_button(_("Read the tip"), "read", card), *back),
            *incident_card.rows(card, around.belonging, around.offer),
            *work_rows(card, around.moves),
            *paper_rows(card, viewer),
            (_inbox(), _lock()),
        )
    mine = card.holder == viewer
    rows: list[tuple[Button, ...]] = []
    if card.state is TipState.NEW:
        rows.append((_tip_button(_("Take this tip"), "claim", card, card.version),))
    if urgent(card):
        rows.append((_mark(Mark.GOING, card), _mark(Mark.CALLED_PROVINCE, card)))
    ask = (_tip_button(_("Ask back"), "ask", card, card.version),) if mine and Move.ASK in around.moves else ()
    rows.append((_tip_button(_("Read the tip"), "read", card), *ask))
    rows += incident_card.rows(card, around.belonging, around.offer)
    rows += work_rows(card, around.moves, mine=mine)
    rows += paper_rows(card, viewer)
    if mine:
        to_others = _tip_button(_("Give it back"), "release", card, card.version)
        rows.append((_tip_button(_("Pass it on"), "pass", card, card.version), to_others))
    up = (
        (_mark(Mark.TO_PROVINCE, card),)
        if can_go_up(card, around.policy.province_station) and (mine or not card.holder)
        else ()
    )
    rows.append((*up, _mark(Mark.INVOLVED, card)))
    return (*rows, (_inbox(), _lock()))


def work_rows(card: Card, moves: Sequence[Move], *, mine: bool = True) -> list[tuple[Button, ...]]:
    """The next steps, two in a row, and one button for all the ways a tip may end; a superior's stand alone."""
    shown = steps(moves) if mine else moves
    buttons = [_tip_button(_(MOVE_LABELS[move]), "move", card, card.version, move.value) for move in shown]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    if mine and endings(moves):
        rows.append((_tip_button(_("Close the tip"), "close", card, card.version),))
    return rows


def paper_rows(card: Card, viewer: str) -> list[tuple[Button, ...]]:
    """The tip on paper, a reward for it, the hotspot it belongs to: for whoever has it."""
    papers = (_tip_button(_("Take papers out"), "export", card),) if export_rules.offered(card, viewer) else ()
    reward = (_tip_button(_("Propose a reward"), "reward", card),) if reward_rules.offered(card, viewer) else ()
    rows = [(*papers, *reward)] if papers or reward else []
    if card.holder == viewer and card.area and not card.test:
        rows.append((_tip_button(_("Hotspot"), "tip_spot", card),))
    return rows


def _tip_button(label: str, name: str, card: Card, *arguments: object) -> Button:
    return Button(label, payload=action(name, card.public, *arguments))


def _mark(mark: Mark, card: Card) -> Button:
    labels = {
        Mark.GOING: _("I go now"),
        Mark.CALLED_PROVINCE: _("Called the province"),
        Mark.TO_PROVINCE: _("Busy, to province"),
        Mark.INVOLVED: _("I am involved"),
    }
    return Button(labels[mark], payload=action("mark", card.public, card.version, mark.value))


def _inbox() -> Button:
    return Button(_("Inbox"), payload=action("inbox"))


def _lock() -> Button:
    return Button(_("Lock shift"), payload=action("lock"))
