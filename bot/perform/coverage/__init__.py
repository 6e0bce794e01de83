"""Effects and moments of coverage -> rows: tables of their own, merged into the house's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.perform import daily
from bot.perform.coverage import asking, entering, grouping, holding, listing, morning, papers, showing
from bot.perform.doing import Doing
from handlers.coverage import effects

EFFECTS: Mapping[type, Callable[[Doing, Any], Awaitable[None]]] = {
    effects.EnterFigure: entering.enter,
    effects.GroupTip: grouping.group,
    effects.UngroupTip: grouping.ungroup,
    effects.StepHotspot: grouping.step,
    effects.RecordSession: holding.record,
    effects.DecideSession: holding.decide,
    effects.FixList: listing.fix,
    effects.SetWave: listing.wave,
    effects.ProposeMotion: listing.propose,
    effects.DecideMotion: listing.decide,
    effects.CloseYear: listing.close,
    effects.GivePage: showing.given,
    effects.RemindLate: morning.remind,
    effects.MakeReport: papers.order,
}

MOMENTS: Mapping[str, Callable[[Doing, dict[str, Any]], Awaitable[None]]] = {
    daily.FIGURES: asking.came,
    daily.PICTURE: morning.came,
    f"job.{papers.PAPER}": papers.made,
}
