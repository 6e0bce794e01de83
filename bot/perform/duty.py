"""Who works when, and on what: leave, training, the roster and its reminders."""

from __future__ import annotations

from bot.perform.desk import free_held
from bot.perform.doing import Doing
from handlers.effects import Away, Train
from storage import people


async def away(doing: Doing, effect: Away) -> None:
    """Leave begins now, or ends. Keys stay: whoever comes back opens a shift as before."""
    await people.set_away(doing.rows, effect.person, effect.until)
    if effect.until is None:
        doing.audit(effect.by, "back at work", effect.person)
        return
    await people.close_shift(doing.rows, effect.person)
    doing.audit(effect.by, "on leave", effect.person)
    await free_held(doing, effect.person, effect.by)


async def train(doing: Doing, effect: Train) -> None:
    """Into training, or out of it. Real tips that a trainee had are free again: they can't see them any more."""
    await people.set_training(doing.rows, effect.person, effect.training)
    doing.audit(effect.by, "training began" if effect.training else "training ended", effect.person)
    if effect.training:
        await free_held(doing, effect.person, effect.by, tests=False)
