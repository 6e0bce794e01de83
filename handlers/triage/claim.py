"""Taking a tip: one officer has it, everybody sees who. Two pressing at once: one wins, the other sees a fresh card."""

from __future__ import annotations

from content.locales import _
from handlers.effects import ClaimTip
from handlers.here import Here, Reply
from handlers.triage.gate import AdmittedTo, admit_to
from handlers.triage.permissions import Right


async def claim(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Take this tip", on the card of a group or of one's own chat."""
    public, version = (*arguments, "", "")[:2]
    found = await admit_to(here, Right.CLAIM, public, version or "-")
    if not isinstance(found, AdmittedTo):
        return found
    card = found.card
    return Reply(
        toast=_("{label} is yours. Read it in the private chat.").format(label=card.label),
        effects=[ClaimTip(public, card.version, found.person.id)],
    )
