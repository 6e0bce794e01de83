"""Looking up with the receipt: how it stands, questions and answers, more to add, the way back (users.md A2, A5).

What is shown depends on this one tip. A wrong, an expired and an erased receipt get the same sentence.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from content.locales import _, ngettext
from content.terms import Contact
from handlers.citizen.details import may_we_ask, ways_back
from handlers.citizen.guard import guard
from handlers.citizen.intake import other_way
from handlers.citizen.lookup_rules import allowed_at
from handlers.citizen.menu import menu_screen
from handlers.citizen.muted import muted_text, muted_until
from handlers.citizen.outside import keep
from handlers.citizen.proof import proof_text
from handlers.citizen.rest import Rest
from handlers.citizen.reward import is_offered, take_up
from handlers.citizen.story import Story
from handlers.citizen.submit import parts_of
from handlers.citizen.taps import Tapped
from handlers.dialogue import LONG_TEXT, Ask, Event, Json, Prompt, Question, Sorry, part_of
from handlers.effects import AddToTip, CountMiss, Effect, SetWayBack
from handlers.here import Begin, Here, Reply
from handlers.questions import Choice
from storage import own
from storage.own import OwnTip
from storage.seals import Seals
from storage.vault.receipt import Receipt, Slip, read


async def begin(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """The look-up, from the menu or a notice."""
    return Reply(begin=Begin("lookup", keep_story="add"))


def not_found() -> str:
    """The one sentence for every receipt that opens nothing."""
    return _("Nothing found. Look at every syllable again.")


@dataclass(frozen=True)
class Typed(Question[dict[str, Json]]):
    """A receipt, typed in any form. Value: {receipt: hex}, or {part} where something else was told here."""

    title: str
    missed: bool = False

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        text = _("Type your 9 syllables or your 25 digits. With or without accents, in any case.")
        return Prompt(f"{not_found()}\n{text}" if self.missed else text)

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        if event.part is not None or len(event.text) >= LONG_TEXT * 2:
            return {"part": part_of(event)}, True
        typed = read(event.text)
        if isinstance(typed, Receipt):
            return {"receipt": typed.packed().hex()}, True
        if isinstance(typed, Slip) and typed.unknown:
            places = ", ".join(map(str, typed.unknown))
            raise Sorry(not_found() + " " + _("Doubtful: number {places}.").format(places=places))
        raise Sorry(not_found())

    def load(self, value: Json) -> dict[str, Json]:
        if not isinstance(value, dict):
            raise ValueError("no receipt")  # noqa: TRY004 - the contract of `load`
        return value


async def lookup(ask: Ask, here: Here) -> Reply:
    """From the receipt to the one thing the reporter wants to do now."""
    typed = await ask("receipt", Typed(_("Receipt"), bool(ask.so_far("missed"))))
    if "part" in typed:
        return Reply(begin=keep(here, [typed["part"]]))
    if ask.so_far("said"):
        options = {"again": _("Look again"), "done": _("Close")}
        if await ask("next", Choice(_("Your tip"), options, str(ask.so_far("said")))) == "done":
            return Reply(menu_screen(here))
    if (wait := await _wait(here)) > 0:
        minutes = ngettext("{n} minute", "{n} minutes", wait).format(n=wait)
        return _again(_("A little slower, please: try again in {minutes}.").format(minutes=minutes))
    receipt = Receipt(int(typed["receipt"], 16))
    found = await own.by_receipt(here.rows, here.keyring, receipt, here.now)
    if found is None:
        return _again("", missed=True, effects=[CountMiss(here.to)])
    return await _own(ask, here, typed["receipt"], found)


async def _wait(here: Here) -> int:
    """Whole minutes until this chat may look up again; 0 where it may now."""
    chats = Seals(here.keyring).chat_ids(here.to.channel, here.to.chat, here.to.user, private=True, now=here.now)
    missed = [await own.misses(here.rows, chat) for chat in chats]
    seconds = max((allowed_at(*one) - here.now for one in missed if one[0]), default=0.0)
    return max(0, math.ceil(seconds / 60))


def _again(note: str, *, missed: bool = False, effects: list[Effect] | None = None) -> Reply:
    answers: dict[str, object] = {"missed": True} if missed else {}
    return Reply(begin=Begin("lookup", answers, keep_story="add"), note=note, effects=effects or [])


async def _own(ask: Ask, here: Here, receipt: str, found: OwnTip) -> Reply:
    """The reporter's own tip: one thing to do, then this screen again."""
    questions = [question for question in found.questions if question.open]
    options = {f"answer{number}": _("Answer") for number in range(1, min(len(questions), 3) + 1)}
    if len(questions) > 1:
        options = {key: f"{label} {number}" for number, (key, label) in enumerate(options.items(), 1)}
    options |= {"add": _("Add something"), "contact": _("How to answer me"), "proof": _("Proof it came in")}
    if await is_offered(here, found):
        options["reward"] = _("About a reward")
    if found.contact is not Contact.NONE:
        options["forget"] = _("Stop all contact")
    options["done"] = _("Close")
    said = await ask("do", Choice(_("Your tip"), options, _status(found, [one.text for one in questions])))
    if said == "done":
        return Reply(menu_screen(here))
    if said == "forget":
        return _back(receipt, _("Good. Nothing will ever be sent here."), [SetWayBack(receipt)])
    if said == "proof":
        return _back(receipt, await proof_text(here, found), [])
    if said == "contact":
        return await _contact(ask, here, receipt)
    if said == "reward":
        taken = await take_up(ask, here, receipt, found)
        return _back(receipt, taken.said, list(taken.effects)) if taken else _again("")
    if elsewhere := await other_way(ask, here):
        return elsewhere
    if said == "add" and (until := await muted_until(here)):
        return _back(receipt, muted_text(here, until), [])
    question = questions[int(said.removeprefix("answer")) - 1] if said != "add" else None
    text = question.text if question else _("Add what is new: words, photos, voice notes.")
    lead = _("A question for you, answer it whenever you like:") if question else ""
    tell = Tapped(
        _("Add something"),
        f"{lead}\n{text}".strip(),
        erased=here.facts.can_delete,
        prepared=question.prepared if question else "",
    )
    parts = await ask(said, tell)
    guarded = await guard(Rest.of(ask), Story.of(parts))
    kind, asked = ("answer", question.public) if question else ("details", "")
    added = AddToTip(found.row.hex(), kind, parts_of(here, guarded.story), asked)
    return _back(receipt, _("It was added. Thank you."), [*guarded.effects, added])


def _back(receipt: str, said: str, effects: list[Effect]) -> Reply:
    """What was done, and the way to look again: what the effects change is there only after this turn."""
    begin = Begin("lookup", {"receipt": {"receipt": receipt}, "said": said}, keep_story="add")
    return Reply(begin=begin, effects=effects)


def _status(found: OwnTip, questions: list[str]) -> str:
    lines = [_("What you sent stands like this:"), _(found.status.text)]
    lines += [_("For you: {reply}").format(reply=reply) for reply in found.replies[-1:]]
    if any(question.expired for question in found.questions):
        lines.append(_("An earlier question has ended. That is fine; what you still know you can add."))
    if questions:
        told = ngettext("There is {n} question for you.", "There are {n} questions for you.", len(questions))
        lines.append(told.format(n=len(questions)))
    return "\n".join([*lines, *(f"{number}. {question}" for number, question in enumerate(questions[:3], 1))])


async def _contact(ask: Ask, here: Here, receipt: str) -> Reply:
    options = ways_back(shared_phone=here.talking.shared_phone)
    question = Choice(_("How to answer me"), options, may_we_ask(), columns=1)
    contact = Contact(await ask("contact", question))
    address = None if contact is Contact.NONE else here.to
    return _back(receipt, _("It is set."), [SetWayBack(receipt, contact, address)])
