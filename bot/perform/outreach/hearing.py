"""Presses under messages become rows: each person once, whatever presses at the same moment."""

from __future__ import annotations

from bot.perform.doing import Doing
from handlers.outreach.effects import CountAnswer, CountSeen, PressVow
from handlers.outreach.vow_rules import Step, step
from storage import heard, pledges
from storage.tombstones import Kind, Tombstones


async def count_seen(doing: Doing, effect: CountSeen) -> None:
    """Counted, unless it was."""
    await heard.seen(doing.rows, effect.copy, effect.who)


async def count_answer(doing: Doing, effect: CountAnswer) -> None:
    """Counted, unless this person answered in another group at the same moment."""
    await heard.answer(doing.rows, effect.copy, effect.who, effect.option, effect.right)


async def press_vow(doing: Doing, effect: PressVow) -> None:
    """Made, asked about, or taken back, as the row stands now."""
    made = await pledges.vow_of(doing.rows, effect.kind, effect.place, effect.who, lock=True)
    done = step(made, doing.now)
    if made is None:
        await pledges.make(doing.rows, effect.kind, effect.place, effect.who, effect.text, effect.day, doing.now)
    elif done is Step.TAKE_BACK:
        Tombstones(doing.keyring.folder).add(Kind.UNPLEDGED, [made.id.hex()])  # no older backup brings it back
        await pledges.take_back(doing.rows, made)
    elif done is Step.ASK:
        await pledges.press_again(doing.rows, made, effect.text, doing.now, asked=True)
