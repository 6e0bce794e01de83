"""What is handed over of a tip, as a paper: what was told, asked, answered and done, with days.

Nothing that leads to the reporter goes in: no channel, no way back, no minute, not where a picture was taken from.
Where few know of the matter, not even the hour in which it came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from content.bodies import shipped
from content.folding import visible
from content.locales import _
from content.policy import Policy
from content.terms import Stage
from handlers.papers.paper import Block, Heading, Lines, Paper, Table
from handlers.triage.hours import local
from handlers.triage.move_rules import Move
from handlers.triage.move_screens import move_line
from handlers.triage.read_rules import parts_of
from storage.reading import Entry, OpenTip
from storage.stations import Station
from storage.tips import Card

OUTWARDS = frozenset({Move.HAND_OVER, Move.TRANSFER, Move.OUT_OF_SCOPE})
"""Moves that name the body for which the paper is meant."""
FACTS_CM, LIST_CM = (5.0, 11.5), (1.5, 3.0, 4.0, 8.0)
TITLES = ("Phường ", "Xã ", "Thị trấn ", "Thành phố ")


@dataclass(frozen=True)
class Unit:
    """Whose paper it is: the station, and the name of the place where it sits."""

    station: Station
    place: str
    policy: Policy


@dataclass(frozen=True)
class Enclosed:
    """The files beside the paper, by the names they have there; how many there was no room for, or are not clean yet."""

    names: tuple[str, ...] = ()
    left_out: int = 0


def seat(title: str) -> str:
    """The place of a paper's date: a commune's name without its kind.

    >>> seat("Phường Vĩnh Châu")
    'Vĩnh Châu'
    """
    return next((title.removeprefix(kind) for kind in TITLES if title.startswith(kind)), title)


def dossier(opened: OpenTip, unit: Unit, area: str, enclosed: Enclosed, now: float) -> Paper:
    """The paper of one tip. `area`: the commune of today, in words."""
    card = opened.card
    return Paper(
        above=unit.policy.agency,
        unit=unit.station.name,
        place=unit.place,
        day=local(now, unit.policy).date(),
        kind=_("Transfer note"),
        about=_("On the content of tip {label} (reporter unknown)").format(label=card.label),
        to=_receiver(opened.entries) or "……………………………",
        blocks=(
            Lines(tuple(_cautions(card))),
            Heading(_("1. The tip")),
            Table(tuple(_facts(opened, area, unit.policy)), FACTS_CM),
            Heading(_("2. What was told")),
            Lines(tuple(_told(opened.entries, unit.policy))),
            *_part(_("3. Questions and answers"), _answers(opened.entries, unit.policy)),
            *_part(_("4. What was done"), _done(opened.entries, unit.policy)),
            *_part(_("5. Files enclosed"), _files(enclosed)),
        ),
        copies=(_("as above;"), _("kept: the file.")),
        training=card.test or unit.station.training,
    )


def list_of(cards: Sequence[Card], unit: Unit, now: float) -> Paper:
    """Ids to be printed and taken along: nothing of what the tips say."""
    head = (_("No."), _("Tip"), _("In the book"), _("Where it stands"))
    rows = [
        (str(place), card.label, _day(card.events.get("accepted"), unit.policy), _stage(card))
        for place, card in enumerate(cards, 1)
    ]
    return Paper(
        above=unit.policy.agency,
        unit=unit.station.name,
        place=unit.place,
        day=local(now, unit.policy).date(),
        kind=_("List"),
        about=_("Of tips in hand"),
        blocks=(Table((head, *rows), LIST_CM, headed=True),),
        training=unit.station.training or any(card.test for card in cards),
    )


def _cautions(card: Card) -> list[str]:
    lines = [_("Unverified. Nobody is summoned, arrested or named in public because of this tip alone.")]
    if card.few_know:
        lines.append(_("KEEP THE SOURCE: few know this. Do not ask around, do not say when it came."))
    return lines


def _facts(opened: OpenTip, area: str, policy: Policy) -> list[tuple[str, str]]:
    card, story = opened.card, opened.story
    came = _day(card.submitted_hour, policy)
    if not card.few_know:
        came = _("{day}, after {hour}").format(day=came, hour=f"{local(card.submitted_hour, policy):%H:00}")
    topic = f"{_(card.topic.text)} · {_(card.detail.text)}" if card.detail else _(card.topic.text)
    facts = [
        (_("Tip"), card.label),
        (_("Kind"), _(card.kind.text)),
        (_("About"), f"{topic} · {_(card.urgency.text)}"),
        (_("Area"), area),
        (_("Place, as told"), _plain(story.get("place"))),
        (_("Former name"), _plain(story.get("former"))),
        (_("Time, as told"), _plain(story.get("when"))),
        (_("Danger, as told"), _plain(story.get("danger"))),
        (_("Came in on"), came),
        (_("In the book"), _day(card.events.get("accepted"), policy)),
        (_("Where it stands"), _stage(card)),
    ]
    return [(name, value) for name, value in facts if value]


def _told(entries: Sequence[Entry], policy: Policy) -> list[str]:
    lines = [line for entry in entries if entry.kind == "story" for line in _words(entry)]
    for entry in entries:
        if entry.kind == "details":
            lines += [f"{_('Added later')} ({_day(entry.at, policy)}):", *_words(entry)]
    return lines or [_("Only files were sent.")]


def _answers(entries: Sequence[Entry], policy: Policy) -> list[str]:
    titles = {"question": _("Asked"), "answer": _("Answer"), "reply": _("Ready reply")}
    asked = [entry for entry in entries if entry.kind in titles]
    return [
        f"{titles[entry.kind]} ({_day(entry.at, policy)}): " + (" / ".join(_words(entry)) or _("in a file"))
        for entry in asked
    ]


def _done(entries: Sequence[Entry], policy: Policy) -> list[str]:
    return [f"{_day(entry.at, policy)}: {move_line(entry.content)}" for entry in entries if entry.kind == "move"]


def _files(enclosed: Enclosed) -> list[str]:
    lines = list(enclosed.names)
    if enclosed.left_out:
        lines.append(_("{n} more could not be enclosed: read them in the chat.").format(n=enclosed.left_out))
    return lines


def _part(title: str, lines: Sequence[str]) -> tuple[Block, ...]:
    return (Heading(title), Lines(tuple(lines))) if lines else ()


def _receiver(entries: Sequence[Entry]) -> str:
    """The body that the last move outwards named."""
    bodies = {one.id: one.name for one in shipped()}
    sent = [entry.content.get("body", "") for entry in entries if entry.content.get("move") in OUTWARDS]
    return bodies.get(sent[-1], "") if sent else ""


def _words(entry: Entry) -> list[str]:
    texts = [entry.content.get("text"), *(part.get("text") for part in parts_of(entry))]
    return [line for text in texts if (line := _plain(text))]


def _stage(card: Card) -> str:
    ended = card.stage is Stage.CLOSED and card.outcome
    return f"{_(card.stage.text)}: {_(card.outcome.text)}" if ended and card.outcome else _(card.stage.text)


def _day(at: float | None, policy: Policy) -> str:
    return f"{local(at, policy):%d/%m/%Y}" if at is not None else ""


def _plain(value: object) -> str:
    return visible(value).strip() if isinstance(value, str) else ""
