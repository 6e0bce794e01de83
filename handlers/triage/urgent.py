"""The four taps of an urgent tip: I go, the province was called, I can't, it concerns me (users.md A8).

They wait for no PIN: at two in the morning a step comes before a keypad, and none of them shows what the tip says.
"""

from __future__ import annotations

from content.locales import _
from content.terms import Mark
from handlers.effects import MarkTip
from handlers.here import Here, Reply
from handlers.messages import Remove
from handlers.triage.gate import AdmittedTo, admit_to
from handlers.triage.hours import hour_minute
from handlers.triage.permissions import Right
from handlers.triage.read import readings_of

RIGHTS = {
    Mark.GOING: Right.GOING,
    Mark.CALLED_PROVINCE: Right.CALLED_PROVINCE,
    Mark.TO_PROVINCE: Right.TO_PROVINCE,
    Mark.INVOLVED: Right.INVOLVED,
}


async def mark(here: Here, arguments: tuple[str, ...]) -> Reply:
    """One tap, stamped with the time."""
    public, version, name = (*arguments, "", "", "")[:3]
    if name not in RIGHTS:
        return Reply(toast=_("That button was from before."))
    step = Mark(name)
    found = await admit_to(here, RIGHTS[step], public, version or "-")
    if not isinstance(found, AdmittedTo):
        return found
    reply = Reply(
        toast=said(step, hour_minute(here.now, here.policy)),
        alert=step in (Mark.TO_PROVINCE, Mark.INVOLVED),
        effects=[MarkTip(public, found.card.version, found.person.id, step)],
    )
    if step is Mark.INVOLVED:
        reply.posts += [Remove(here.to, name) for name in readings_of(here, public)]
    return reply


def said(step: Mark, hour: str) -> str:
    """What the officer reads at once; the stamp is the line that the duty book asks for."""
    sentences = {
        Mark.GOING: _("Noted: going, {hour}. Stay safe."),
        Mark.CALLED_PROVINCE: _("Noted: province called, {hour}."),
        Mark.TO_PROVINCE: _("Passed to the province, {hour}. They are being rung."),
        Mark.INVOLVED: _("Noted. You won't see this tip any more; others handle it."),
    }
    return sentences[step].format(hour=hour)
