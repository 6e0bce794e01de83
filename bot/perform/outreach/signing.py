"""Papers with signatures, entered or struck out by an officer; both are in the audit."""

from __future__ import annotations

from bot.perform.doing import Doing
from bot.perform.refusing import refused
from handlers.effects import Refused
from handlers.outreach.effects import EnterSigned, StrikeSigned
from handlers.triage.permissions import Refusal, Right, case_of, refusal
from storage import people, pledges
from storage.pledges import Signed


async def enter(doing: Doing, effect: EnterSigned) -> None:
    """Once, however often the turn runs."""
    if not await _may(doing, effect.officer):
        return
    papers = Signed(
        bytes.fromhex(effect.id), effect.kind, effect.target, effect.number, effect.day, effect.officer, doing.now
    )
    if await pledges.enter(doing.rows, papers):
        doing.audit(effect.officer, "papers entered", effect.target)


async def strike(doing: Doing, effect: StrikeSigned) -> None:
    """Whoever entered it takes it out."""
    which = bytes.fromhex(effect.id)
    paper = await pledges.paper(doing.rows, which)
    if paper and paper.by == effect.officer and await _may(doing, effect.officer):
        await pledges.strike(doing.rows, which, doing.now)
        doing.audit(effect.officer, "papers struck", paper.target)


async def _may(doing: Doing, officer: str) -> bool:
    person = await people.get(doing.rows, doing.keyring, officer)
    why = refusal(Right.SIGNED, case_of(person, doing.now)) if person else Refusal.STRANGER
    if why:
        await refused(doing, Refused(officer, Right.SIGNED.value, why.value))
    return why is None
