"""Refusals of staff's actions in the audit: who wanted which right, and why not; never on what.

A flood of presses must not fill the book: after so many in an hour one line says that they go on, and then nothing.
"""

from __future__ import annotations

from bot.perform.doing import Doing
from handlers.effects import Refused
from storage import audit
from storage.times import HOUR_S, micros

REFUSED, OFTEN = "refused", "refused often"
MOST_IN_AN_HOUR = 20


async def refused(doing: Doing, effect: Refused) -> None:
    """The subject is `right:why`, two words of our own: a forged payload leaves nothing of itself."""
    since = micros(doing.now - HOUR_S)
    written = await audit.count(doing.rows, bytes.fromhex(effect.person), (REFUSED, OFTEN), since)
    if written < MOST_IN_AN_HOUR:
        doing.audit(effect.person, REFUSED, f"{effect.right}:{effect.why}")
    elif written == MOST_IN_AN_HOUR:
        doing.audit(effect.person, OFTEN)
