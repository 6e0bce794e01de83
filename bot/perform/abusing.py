"""Two officers against abuse: the first stamps, with the second it happens. Asked again under the lock."""

from __future__ import annotations

import json

import sqlalchemy as sa

from bot.perform import ringing
from bot.perform.desk import change, held_now, told
from bot.perform.doing import Doing
from bot.perform.moving import happened, press_of, written
from content.locales import DEFAULT, _, speaking
from content.terms import Mark
from handlers.effects import MarkAbuse, TakeBack
from handlers.triage.abuse_rules import agreed, in_junk, offered
from handlers.triage.move_rules import Move
from handlers.triage.move_screens import barred_sentence
from handlers.triage.permissions import Right
from handlers.triage.standing import standing_of
from handlers.triage.state_rules import Barred, Given, Press, decide
from storage import mutes, reading, stations, tips
from storage.people import Person
from storage.tables import tip
from storage.times import to_the_minute
from storage.tips import Card
from storage.vault import tip as vault


async def mark(doing: Doing, effect: MarkAbuse) -> None:
    """Stamp it; where somebody else did before, do it."""
    found = await held_now(doing, Right.ABUSE, effect.tip, effect.officer)
    row = await tips.row_id(doing.rows, effect.tip)
    if not found or row is None:
        return
    card, person = found
    if not offered(card):
        _say(doing, _("Danger is never junk and never muted."))
        return
    if not agreed(card, effect.mark, person.id):
        await tips.mark(doing.rows, row, person.id, effect.mark, to_the_minute(doing.now))
        await ringing.refresh(doing, await change(doing, card, person.id, effect.mark.value, {}))
    elif effect.mark is Mark.JUNK:
        await _junk(doing, row, card, person)
    else:
        await _mute(doing, row, card, person)


async def take_back(doing: Doing, effect: TakeBack) -> None:
    """Out of the junk box: it rings as if it had come now."""
    found = await held_now(doing, Right.TAKE_BACK, effect.tip, effect.officer)
    row = await tips.row_id(doing.rows, effect.tip)
    if found and row and in_junk(found[0]) and (changed := await _moved(doing, row, *found, Move.TAKE_BACK)):
        await ringing.begin_alarm(doing, changed)


async def _junk(doing: Doing, row: bytes, card: Card, person: Person) -> None:
    if changed := await _moved(doing, row, card, person, Move.JUNK):
        await ringing.end_alarm(doing, changed)
        await ringing.refresh(doing, changed)
        doing.count(card.station, "junk")


async def _moved(doing: Doing, row: bytes, card: Card, person: Person, move: Move) -> Card | None:
    """By the table of moves; None, and the presser is told why. Its reporter is told nothing: see `citizen_sees`."""
    kinds = await stations.every(doing.rows)
    pressed = press_of(doing, card, person, kinds.get(person.station, kinds[card.station]).kind, move, Given())
    by_house = Press(move, None, pressed.station, person.id, pressed.at, pressed.today, pressed.version)
    after = decide(standing_of(card), by_house)
    if isinstance(after, Barred):
        _say(doing, barred_sentence(after, by_house, card))
        return None
    await tips.unmark(doing.rows, row, Mark.JUNK)
    await happened(doing, row, card, by_house, after)
    closed = doing.hour if move is Move.JUNK else None
    return await change(doing, card, person.id, move.value, {**written(after), "holder": None, "closed_hour": closed})


async def _mute(doing: Doing, row: bytes, card: Card, person: Person) -> None:
    """The way back opens through this open tip, is turned into a keyed hash, and is shown to nobody."""
    opened = await reading.open_tip(doing.rows, doing.keyring, person, card.public, doing.now)
    sealed = await doing.rows.scalar(sa.select(tip.c.way_back).where(tip.c.id == row))
    await tips.unmark(doing.rows, row, Mark.MUTE)
    if opened is None or sealed is None:
        _say(doing, _("This source left no way back: its chat can't be muted."))
        return
    to = json.loads(vault.open_address(doing.keyring, opened.pair, sealed, row))
    until = doing.now + doing.policy.mute
    await mutes.put(doing.rows, doing.keyring, (to["channel"], to["chat"], to["user"]), until, doing.now)
    await ringing.refresh(doing, await change(doing, card, person.id, "muted", {}))


def _say(doing: Doing, sentence: str) -> None:
    with speaking(DEFAULT):
        told(doing, sentence)
