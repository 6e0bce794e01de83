"""Figures of the plan that officers enter; who may still change a year is asked again, its row held."""

from __future__ import annotations

from bot.perform.coverage.changing import changer
from bot.perform.doing import Doing
from handlers.coverage.effects import EnterFigure
from handlers.triage.permissions import Right
from storage import entered
from storage.entered import Figure


async def enter(doing: Doing, effect: EnterFigure) -> None:
    """One more entry: it is the figure from now on."""
    if await changer(doing, effect.officer, Right.ENTER_FIGURE, effect.plan, effect.year) is None:
        return
    one = Figure(effect.indicator, effect.value, doing.now, effect.officer, effect.part, effect.whole, effect.source)
    await entered.save(doing.rows, effect.plan, effect.year, one)
    doing.audit(effect.officer, "figure entered", f"{effect.year} {effect.indicator}")
