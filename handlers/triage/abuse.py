"""Abuse at the desk: a tip into the junk box, its chat muted for a while; both only where two officers want it.

What lies in the box can be looked at and taken back; it goes when every closed tip goes.
"""

from __future__ import annotations

from content.locales import _
from content.terms import Mark
from handlers.dialogue import Ask
from handlers.effects import MarkAbuse, TakeBack
from handlers.here import Begin, Here, Reply
from handlers.messages import Button, Screen
from handlers.questions import Choice
from handlers.screens import action
from handlers.triage.abuse_rules import agreed, in_junk, offered
from handlers.triage.desk import desk_screen, done_screen
from handlers.triage.gate import Admitted, AdmittedTo, admit, admit_to, number, place_of
from handlers.triage.permissions import Right
from storage import lists

DIALOGUE = "abuse"
PAGE = 6


async def begin(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Junk, mute", under a tip that was read."""
    found = await admit_to(here, Right.ABUSE, arguments[0] if arguments else "")
    if not isinstance(found, AdmittedTo):
        return found
    if not offered(found.card):
        return Reply(toast=_("Danger is never junk and never muted."), alert=True)
    return Reply(begin=Begin(DIALOGUE, {"tip": found.card.public}), fresh=True)


async def abuse(ask: Ask, here: Here) -> Reply:
    """Which of the two; who is the first is told that a second is needed."""
    public = str(ask.so_far("tip"))
    found = await admit_to(here, Right.ABUSE, public)
    if not isinstance(found, AdmittedTo):
        return found
    text = "\n".join(
        (
            _("For obscene, cruel or flooding messages only. Two officers must want it."),
            _("A thin tip is no abuse: close it as not enough to verify."),
            _("Muted: nothing is taken from that chat for 7 days, but for danger and answers. Nobody learns whose."),
        )
    )
    options = {"no": _("Not now"), Mark.JUNK.value: _("Into the junk box"), Mark.MUTE.value: _("Mute its chat")}
    chosen = await ask("what", Choice(_("What is it?"), options, text, 1))
    if chosen == "no":
        return Reply(await desk_screen(here, found.person))
    mark = Mark(chosen)
    second = agreed(found.card, mark, found.person.id)
    said = _("Done, both of you wanted it.") if second else _("Noted. It happens when one more colleague wants it.")
    return Reply(done_screen(said), effects=[MarkAbuse(public, found.person.id, mark)])


async def box(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """The junk box of one's station, the newest first."""
    found = await admit(here, Right.INBOX)
    if not isinstance(found, Admitted):
        return found
    start = max(number(arguments[0]) if arguments else 0, 0)
    cards = await lists.junk(here.rows, found.person.station, test=found.person.training, start=start, most=PAGE + 1)
    lines = [_("Junk box: nothing is handled here, nothing is lost.")] if cards else [_("The junk box is empty.")]
    shown = list(enumerate(cards[:PAGE], start + 1))
    lines += [f"{place}. {card.label} · {_(card.topic.text)} · {place_of(here, card)}" for place, card in shown]
    rows = [(Button(f"{place}. {card.label}", payload=action("card", card.public)),) for place, card in shown]
    ways = [_button(_("Earlier page"), "junk", max(start - PAGE, 0))] if start else []
    ways += [_button(_("Next page"), "junk", start + PAGE)] if len(cards) > PAGE else []
    return Reply(Screen("\n".join(lines), (*rows, (*ways, _button(_("Desk"), "desk")))), page="desk")


async def take_back(here: Here, arguments: tuple[str, ...]) -> Reply:
    """Out of the box: it is in the book, and waits for whoever takes it."""
    found = await admit_to(here, Right.TAKE_BACK, arguments[0] if arguments else "")
    if not isinstance(found, AdmittedTo):
        return found
    if not in_junk(found.card):
        return Reply(toast=_("It is not in the junk box."), alert=True)
    said = _("{label} is back, in the book. Somebody must take it.").format(label=found.card.label)
    return Reply(done_screen(said), effects=[TakeBack(found.card.public, found.person.id)])


def _button(label: str, name: str, *arguments: object) -> Button:
    return Button(label, payload=action(name, *arguments))
