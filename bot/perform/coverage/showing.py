"""Who was given a link to the page of figures: kept in the audit, nowhere else."""

from __future__ import annotations

from bot.perform.coverage.changing import entitled
from bot.perform.doing import Doing
from handlers.coverage.effects import GivePage
from handlers.triage.permissions import Right


async def given(doing: Doing, effect: GivePage) -> None:
    """A line of the audit; that the link opens nothing without the right is asked again at every look."""
    if await entitled(doing, effect.officer, Right.PAGE):
        doing.audit(effect.officer, "page given")
