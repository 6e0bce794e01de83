"""Each morning: is next year's list of days off there? Without it deadlines are counted by weekends and fixed holidays only."""

from __future__ import annotations

from typing import Any

from bot.perform import daily
from bot.perform.doing import Doing
from content.clocks import calendar
from content.locales import DEFAULT, _, speaking
from handlers.triage.clock_rules import day_of


async def looked_at(doing: Doing, payload: dict[str, Any]) -> None:  # noqa: ARG001
    """The operator is told from a month before the year begins, every day until its file is added."""
    year = calendar.shipped().lacks(day_of(doing.now, doing.policy))
    if year is not None:
        with speaking(DEFAULT):
            sentence = _("The days off of {year} are not known yet: add their file, or deadlines may be wrong.")
            doing.alerts.append(("holidays", sentence.format(year=year)))
    await daily.again(doing, daily.HOLIDAYS)
