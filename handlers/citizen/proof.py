"""What a reporter reads of their proof of registration. It tells nothing of what became of the tip, nor of any other."""

from __future__ import annotations

from content.locales import _
from handlers.here import Here
from handlers.triage.hours import local
from storage import proof
from storage.own import OwnTip


async def proof_text(here: Here, found: OwnTip) -> str:
    """The hour and the code; a plain sentence where the book does not bear it out."""
    made = await proof.of_story(here.rows, here.keyring.audit, found.story)
    if made is None:
        return _("That can't be shown now. Please ask again later.")
    when = local(made.hour, here.policy)
    lines = [
        _("It is still as you sent it, on {day} after {hour}.").format(day=f"{when:%d/%m/%Y}", hour=f"{when:%H:%M}"),
        _("Proof: {code}").format(code=made.code),
        _("Copy it if you like. It says nothing of you, nor of what you told."),
    ]
    return "\n".join(lines)
