"""Asking the reporter.

A prepared question, or one's own words, checked before they go. The officer never sees an account.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from content.folding import visible
from content.locales import _, speaking
from content.questions import QUESTIONS, REPLIES
from handlers.dialogue import Ask, Event, Json, Option, Prompt, Question, Sorry
from handlers.effects import AskReporter, ReplyToReporter
from handlers.here import Begin, Here, Reply
from handlers.messages import Button, Screen
from handlers.questions import Choice, chosen
from handlers.screens import action
from handlers.triage.desk import done_screen
from handlers.triage.gate import AdmittedTo, admit_to, fresh_card
from handlers.triage.move_rules import Move
from handlers.triage.permissions import Right
from handlers.triage.question_rules import NEVER_SENTENCES, Findings, findings, never
from handlers.triage.read_rules import told
from handlers.triage.standing import allowed
from handlers.triage.state_rules import SENTENCES, Barred
from storage.reading import open_tip
from storage.tips import Card

DIALOGUE = "ask_reporter"
CHANGE = "edit:question"
READY = "ready"
"""The option that leads to what is said without asking."""
"""The payload form by which a button reopens a question (handlers/converse.py)."""


@dataclass(frozen=True)
class Asked:
    """What is to be asked: the key of a prepared question, or the officer's own words."""

    prepared: str = ""
    text: str = ""


@dataclass(frozen=True)
class ToReporter(Question[Asked]):
    """A prepared question by one tap, or free text; what can never go is refused here."""

    title: str

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        text = _("Which question? Press one, or write your own. The answer may take days, or never come.")
        return Prompt(text, _options())

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        key = chosen(event, _options())
        if key:
            return {"prepared": key}, True
        if event.option or event.part is not None:
            raise Sorry(_("Please write a question."))
        text = visible(event.text).strip()
        why = never(text)
        if why:
            raise Sorry(_(NEVER_SENTENCES[why]))
        return {"text": text}, True

    def load(self, value: Json) -> Asked:
        if not isinstance(value, dict) or value.get("prepared", READY) not in {READY, *QUESTIONS}:
            raise ValueError("no such question any more")
        return Asked(**value)

    def show(self, value: Json) -> str:
        asked = self.load(value)
        return _(QUESTIONS[asked.prepared].text) if asked.prepared in QUESTIONS else asked.text


def _options() -> tuple[Option, ...]:
    questions = (Option(question.key, _(question.label)) for question in QUESTIONS.values())
    return (*questions, Option(READY, _("Ready replies")))


async def begin(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Ask", on the card of a tip one holds."""
    public, version = (*arguments, "", "")[:2]
    found = await admit_to(here, Right.ASK, public, version or "-")
    if not isinstance(found, AdmittedTo):
        return found
    if Move.ASK not in allowed(found.card, found.person, await here.stations()):
        why = Barred.ASKED if found.card.asked_until else Barred.STAGE
        card = await fresh_card(here, found.card, found.person)
        return Reply(toast=_(SENTENCES[why]), alert=True, posts=[card])
    return Reply(begin=Begin(DIALOGUE, {"tip": public, "version": found.card.version}), fresh=True)


async def ask_reporter(ask: Ask, here: Here) -> Reply:
    """The dialogue. Rights are asked again at every step: a shift may end between two taps."""
    public, version = given(ask)
    found = await admit_to(here, Right.ASK, public, version)
    if not isinstance(found, AdmittedTo):
        return found
    asked = await ask("question", ToReporter(_("Question to the reporter")))
    if asked.prepared == READY:
        return await _ready(ask, found)
    text = asked.text
    if asked.prepared:
        with speaking(found.card.language):
            text = _(QUESTIONS[asked.prepared].text)
    else:
        opened = await open_tip(here.rows, here.keyring, found.person, public, here.now)
        seen = findings(text, told(opened) if opened else [])
        if seen.second_tap and await ask("question.sure", second_tap(text, seen)) != "send":
            return Reply(begin=Begin(DIALOGUE, {"tip": public, "version": found.card.version}))
    return Reply(
        done_screen(_("The question is on its way.")),
        effects=[AskReporter(public, found.card.version, found.person.id, text, asked.prepared)],
    )


async def _ready(ask: Ask, found: AdmittedTo) -> Reply:
    """A ready reply: what the reporter will read is shown before it goes."""
    card = found.card
    lines = [_("Which reply? No answer comes back."), *(f"· {_(one.label)}: {_(one.text)}" for one in REPLIES.values())]
    options = {CHANGE: _("Rather a question"), **{one.key: _(one.label) for one in REPLIES.values()}}
    key = await ask("question.reply", Choice(_("Ready replies"), options, "\n".join(lines), 1))
    said = done_screen(_("The reply is on its way."))
    return Reply(said, effects=[ReplyToReporter(card.public, card.version, found.person.id, key)])


def expired_screen(card: Card) -> Screen:
    """A question that nobody answered in time: said to whoever has the tip."""
    text = _("{label}: no answer came in time, the question has ended. Go on without it, or ask anew.")
    return Screen(
        text.format(label=card.label), ((Button(_("Card"), payload=action("card", card.public)),),), protect=True
    )


def second_tap(text: str, seen: Findings) -> Choice:
    """What may give somebody away is shown to the officer, who decides; changing it comes first."""
    lines = [f"“{text}”"]
    if seen.untold:
        lines.append(
            _("This reporter never said: {details}. It may give another source away.").format(
                details=", ".join(seen.untold)
            )
        )
    if seen.identity:
        lines.append(_("This asks who the reporter is. They may stop answering."))
    return Choice(_("Send it?"), {CHANGE: _("Change it"), "send": _("Send all the same")}, "\n".join(lines))


def given(ask: Ask) -> tuple[str, str]:
    """The tip and its version, as the dialogue was begun with them; never asked."""
    known: dict[str, Any] = {key: ask.so_far(key) for key in ("tip", "version")}
    return str(known["tip"]), str(known["version"])
