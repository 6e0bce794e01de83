"""Closing a tip.

An outcome, and a second tap. The reporter learns of it at the next 08:00, in words that say nothing about anyone.
"""

from __future__ import annotations

from content.locales import _
from content.terms import AT_THE_DESK, Outcome
from handlers.dialogue import Ask
from handlers.effects import CloseTip
from handlers.here import Begin, Here, Reply
from handlers.messages import Remove
from handlers.questions import Choice
from handlers.triage.ask import given
from handlers.triage.desk import desk_screen, done_screen
from handlers.triage.gate import AdmittedTo, admit_to
from handlers.triage.permissions import Right
from handlers.triage.read import readings_of

DIALOGUE = "close_tip"


async def begin(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Close the tip", on the card of a tip one holds."""
    public, version = (*arguments, "", "")[:2]
    found = await admit_to(here, Right.CLOSE, public, version or "-")
    if not isinstance(found, AdmittedTo):
        return found
    return Reply(begin=Begin(DIALOGUE, {"tip": public, "version": found.card.version}), fresh=True)


async def close_tip(ask: Ask, here: Here) -> Reply:
    """The dialogue. Rights are asked again at every step."""
    public, version = given(ask)
    found = await admit_to(here, Right.CLOSE, public, version)
    if not isinstance(found, AdmittedTo):
        return found
    outcomes = {outcome.value: _(outcome.text) for outcome in AT_THE_DESK}
    outcome = Outcome(await ask("outcome", Choice(_("How did it end?"), outcomes, columns=1)))
    text = _("Close {label} as “{outcome}”? This can't be undone here.").format(
        label=found.card.label, outcome=_(outcome.text)
    )
    sure = await ask("outcome.sure", Choice(_("Close it?"), {"no": _("Not yet"), "yes": _("Close the tip")}, text))
    if sure != "yes":
        return Reply(await desk_screen(here, found.person))
    readings = readings_of(here, public)
    return Reply(
        done_screen(_("{label} is closed.").format(label=found.card.label)),
        posts=[Remove(here.to, name) for name in readings],
        effects=[CloseTip(public, found.card.version, found.person.id, outcome)],
    )
