"""Words behind a link into the private chat that concern staff.

T<tip>, truc, i<invitation>. Citizens' words are elsewhere.
"""

from __future__ import annotations

from handlers.admin import enrol
from handlers.here import Here, Reply
from handlers.triage.desk import desk
from handlers.triage.permissions import KEYLESS
from handlers.triage.read import opened_by_link


async def started(here: Here, word: str) -> Reply | None:
    """The answer to `/start word` where the word is one of staff's; None for everybody and everything else."""
    if word.startswith("i") and enrol.TOKEN.fullmatch(word[1:]):
        invited = await enrol.invitation(here, word[1:])
        if here.facts.can_delete or (invited and invited.role in KEYLESS):
            return await enrol.opened(here, word[1:])
    if not here.facts.can_delete:  # a PIN and a tip that can't be taken off the screen have no place there
        return None
    if await here.person() is None:
        return None
    if word == "truc":
        return await desk(here)
    if len(word) == 11 and word.startswith("t"):
        return await opened_by_link(here, word[1:])
    return None
