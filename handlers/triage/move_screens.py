"""A tip's standing in an officer's words: labels of moves, where it stands, what is due and why, what happens next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from content.bodies import shipped
from content.clocks import Unit
from content.folding import visible
from content.locales import _
from content.policy import Policy
from content.terms import N_, CitizenStatus, Ground, Stage, TipState, Verified
from handlers.triage.clock_rules import Due, from_midnight, waited
from handlers.triage.hours import day_hour_minute, whole_hours
from handlers.triage.move_rules import NEED_WORDS, Move
from handlers.triage.routing_rules import SENTENCES as CLOSED
from handlers.triage.routing_rules import Closed
from handlers.triage.standing import standing_of
from handlers.triage.state_rules import SENTENCES, Barred, Press, missing
from storage.stations import Station
from storage.tips import Card

MOVE_LABELS: Mapping[Move, str] = {
    Move.BOOK: N_("Enter in the book"),
    Move.CLASSIFY: N_("Classify"),
    Move.FIND_SIGNS: N_("Signs of a crime"),
    Move.ASK: N_("Ask back"),
    Move.DELEGATE: N_("Commune to verify"),
    Move.REPORT_BACK: N_("Report back"),
    Move.RECALL: N_("Take it back"),
    Move.SEND_ON: N_("To another unit"),
    Move.GIVE_BACK: N_("Back to the province"),
    Move.HAND_OVER: N_("Hand over"),
    Move.ASSIGN: N_("Note: assigned"),
    Move.VERIFY: N_("Note: verifying"),
    Move.EXTEND: N_("Extend the time"),
    Move.SUSPEND: N_("Suspend"),
    Move.RESUME: N_("Resume"),
    Move.REGISTER: N_("Treatment files"),
    Move.PROSECUTE: N_("Open a case"),
    Move.NOT_PROSECUTE: N_("Open no case"),
    Move.FINE: N_("Fine"),
    Move.HANDLE: N_("Dealt with at once"),
    Move.TRANSFER: N_("Transfer"),
    Move.OUT_OF_SCOPE: N_("Out of scope"),
    Move.NO_GROUNDS: N_("Not enough to verify"),
    Move.FILE: N_("File it"),
    Move.FALSE_REPORT: N_("Proven false"),
    Move.MERGE: N_("Join to another"),
    Move.SPLIT: N_("Separate it"),
    Move.TELL: N_("Tell its reporter"),
    Move.MEET: N_("Note: paper sent"),
}
"""At most 20 letters in every language; what the program itself does has none."""

NEXT: Mapping[Stage, str] = {
    Stage.NEW: N_("Next: enter it in the book."),
    Stage.BOOKED: N_("Next: classify it."),
    Stage.CLASSIFIED: N_("Next: note signs of a crime, or close it."),
    Stage.SIGNS: N_("Next: hand it over to the investigators."),
    Stage.AT_COMMUNE: N_("The commune verifies and reports back by the day that was set."),
    Stage.HANDED_OVER: N_("From here on only dates and outcomes are noted. Next: the assignment."),
    Stage.ASSIGNED: N_("Next: note when verifying begins."),
    Stage.VERIFYING: N_("Next: note the outcome, or more time."),
    Stage.EXTENDED: N_("Next: note the outcome."),
    Stage.SUSPENDED: N_("Next: look again on the day that was set."),
    Stage.RESUMED: N_("Next: note the outcome within the month."),
    Stage.CLOSED: N_("It is closed. The reporter sees it from the next 08:00 on."),
}


def stage_lines(card: Card, now: float, policy: Policy) -> list[str]:
    """Where it stands in law, and since when it is in the book."""
    stage = _(card.stage.text)
    if card.stage is Stage.CLOSED and card.outcome:
        stage = f"{stage}: {_(card.outcome.text)}"
    lines = [f"{stage} · {_(card.kind.text)}" if card.stage is not Stage.NEW else stage]
    if "accepted" in card.events:
        lines.append(_("In the book since {hour}").format(hour=day_hour_minute(card.events["accepted"], now, policy)))
    if card.verified:
        lines.append(_(card.verified.text))
    return lines


def standing_words(card: Card) -> str:
    """For a list: where it stands in the book, or that nobody has it yet."""
    if card.stage in (Stage.NEW, Stage.CLOSED) or card.state is TipState.ASKED:
        return _(card.state.text)
    return _(card.stage.text)


def deadline_line(one: Due, now: float, policy: Policy) -> str:
    """The next deadline: until when, for what, and on which paper. A day ends at midnight."""
    line = _("Deadline {when}: {what} ({basis})").format(
        when=_when(one, now, policy), what=one.clock.what, basis=one.clock.basis
    )
    if one.late(now):
        line = _("OVERDUE") + " · " + line
    if from_midnight(one, policy):
        line += " · " + _("counted from the day's begin: the hour is not known")
    if one.guessed:
        line += " · " + _("days off of {year} are not known yet").format(year=one.guessed[0])
    return line


def _when(one: Due, now: float, policy: Policy) -> str:
    if one.clock.unit is Unit.HOURS:
        return day_hour_minute(one.ends, now, policy)
    return _("end of {day}").format(day=f"{one.last_day:%d/%m}")


def waited_line(card: Card, now: float) -> str:
    """Both times: since the citizen pressed send, and since the station's book took it."""
    sent, book = waited(card.events, now)
    line = _("Since it was sent: {time}").format(time=whole_hours(sent))
    return line if book is None else line + " · " + _("in the book: {time}").format(time=whole_hours(book))


def done_text(card: Card, move: Move, running: Sequence[Due], now: float, policy: Policy) -> str:
    """After a move, told of the card as it stands then: what was done, what happens next, both times, what is due."""
    lines = [
        _("{label}: noted, {move}.").format(label=card.label, move=_(MOVE_LABELS[move])),
        _(NEXT[card.stage]),
        waited_line(card, now),
    ]
    lines += [deadline_line(running[0], now, policy)] if running else []
    return "\n".join(lines)


def passed_text(card: Card, unit: Station, *, kept: bool) -> str:
    """After a tip went to another unit: who has it now, and what is left here."""
    lines = [_("{label} was passed on. {unit} is being rung.").format(label=card.label, unit=unit.name)]
    lines.append(
        _("You still read it, too.") if kept else _("Nobody here can open it any more; only that it was here is kept.")
    )
    return "\n".join(lines)


def barred_sentence(why: Barred | Closed, press: Press, card: Card) -> str:
    """One plain sentence; where something is missing, what it is."""
    if isinstance(why, Closed):
        return _(CLOSED[why])
    lacks = missing(standing_of(card), press)
    what = _(NEED_WORDS[lacks[0]]) if lacks else ""
    return _(SENTENCES[why]).format(what=what)


def move_line(content: Mapping[str, Any]) -> str:
    """A move as it was sealed into the tip: what was done, with the day, the ground, the words."""
    names = {one.id: one.name for one in shipped()}
    days = [f"{date.fromisoformat(content[key]):%d/%m/%Y}" for key in ("day", "until") if content.get(key)]
    terms = [
        _(kind(content[key]).text) for key, kind in (("ground", Ground), ("verified", Verified)) if content.get(key)
    ]
    number = content.get("number") or 0
    parts = [
        _(MOVE_LABELS[Move(content["move"])]),
        names.get(content["body"], content.get("receiver", content["body"])),
        content.get("clock", ""),
        content.get("joined", ""),
    ]
    terms += [f"“{_(CitizenStatus.UNCLEAR.text)}”"] if content.get("unclear") else []
    parts += [*days, *terms, str(number) if number else "", visible(str(content.get("words", ""))).strip()]
    return " · ".join(part for part in parts if part)
