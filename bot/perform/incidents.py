"""Tips are joined, taken apart, and told their end. Every check of the dialogue is asked again, with both rows held."""

from __future__ import annotations

from typing import Any

from bot.perform import ringing
from bot.perform.desk import change, held, told
from bot.perform.doing import Doing
from bot.perform.moving import step
from bot.perform.refusing import refused
from content.locales import DEFAULT, _, speaking
from content.terms import Stage, Urgency
from handlers.effects import JoinTips, KeepApart, MoveTip, Refused, SplitTip, TellAll, TellUnclear
from handlers.triage import incident_rules
from handlers.triage.incident_rules import SENTENCES, Apart, Incident, barred, untold
from handlers.triage.move_rules import Move
from handlers.triage.permissions import Right
from handlers.triage.state_rules import Given
from storage import incidents, tips
from storage.people import Person
from storage.times import HOUR_S
from storage.tips import Card

_WEIGHT = tuple(Urgency)
"""Danger first."""


async def join(doing: Doing, effect: JoinTips) -> None:
    """The one is closed as joined, the other leads both: it has the sources, and whatever weighs more."""
    await tips.hold(doing.rows, (effect.tip, effect.into))
    found = await held(doing, Right.JOIN, effect.tip, effect.version, effect.officer)
    into = await tips.card(doing.rows, effect.into)
    if not found or into is None:
        return
    moved, person = found
    before, one = await _incident(doing, into), await _incident(doing, moved)
    together = incident_rules.join(before, one, await _told_here(doing, before, one))
    after = barred(moved, into, person) or together
    if isinstance(after, Apart):
        await _refuse(doing, person, after)
        return
    closed = await _closed(doing, moved, person, into)
    if closed is None:
        return
    await incidents.join(doing.rows, map(bytes.fromhex, one.tips), bytes.fromhex(before.lead))
    head = await change(doing, into, person.id, "joined", _weightier(into, moved, after.sources))
    await ringing.take_down(doing, closed)
    if incident_rules.rings(before, after, moved.urgency):
        await ringing.ring_source(doing, head, person.id)
    else:
        await ringing.refresh(doing, head)
    if head.urgency is not into.urgency and head.holder is None:
        await ringing.begin_alarm(doing, head)
    await ringing.fresh_card(doing, head, person)


async def keep_apart(doing: Doing, effect: KeepApart) -> None:
    """Neither tip is touched, but nothing of the one is suggested for the other any more."""
    found = await held(doing, Right.JOIN, effect.tip, effect.version, effect.officer)
    other = await tips.card(doing.rows, effect.other)
    if not found or other is None or found[1].station not in other.stations:
        return
    card, person = found
    mine, theirs = await _incident(doing, card), await _incident(doing, other)
    if mine.lead != theirs.lead:
        await incidents.keep_apart(doing.rows, _rows(mine), _rows(theirs), doing.now)
        doing.audit(person.id, "kept apart", card.public, card.version)
    await ringing.refresh(doing, card)
    await ringing.refresh(doing, other)


async def split(doing: Doing, effect: SplitTip) -> None:
    """Back in the book, with whoever took it out; both cards stand again."""
    leading = (await incidents.belonging(doing.rows, doing.keyring, effect.tip)).head
    await tips.hold(doing.rows, [effect.tip, *([leading.public] if leading else [])])
    found = await held(doing, Right.SPLIT, effect.tip, effect.version, effect.officer)
    row = await tips.row_id(doing.rows, effect.tip)
    if not found or row is None:
        return
    card, person = found
    moving = MoveTip(card.public, card.version, person.id, Move.SPLIT)
    changed = await step(doing, card, person, moving, holder=bytes.fromhex(person.id))
    if changed is None:
        return
    if head := await tips.card(doing.rows, leading.public) if leading else None:
        await _without(doing, head, row, person)
    await ringing.fresh_card(doing, changed, person)


async def _without(doing: Doing, head: Card, row: bytes, person: Person) -> None:
    """The incident that a tip was taken out of."""
    parted = incident_rules.split(await _incident(doing, head), row.hex())
    if parted is None:
        return
    await incidents.leave(doing.rows, row)
    await incidents.keep_apart(doing.rows, [row], _rows(parted[0]), doing.now)
    rest = (await incidents.belonging(doing.rows, doing.keyring, head.public)).members
    last = max(one.submitted_hour for one in (head, *rest))
    values = {"sources": parted[0].sources, "last_hour": int(last // HOUR_S)}
    await ringing.refresh(doing, await change(doing, head, person.id, "parted", values))


async def tell_all(doing: Doing, effect: TellAll) -> None:
    """Each reporter's own tip is finished, from the next 08:00 on; which outcome it had, and with whom, nobody reads."""
    found = await held(doing, Right.TELL, effect.tip, effect.version, effect.officer)
    if not found:
        return
    head, person = found
    belonging = await incidents.belonging(doing.rows, doing.keyring, head.public)
    if head.stage is not Stage.CLOSED or belonging.head:
        return
    for public in sorted(one.public for one in untold(belonging.members)):
        card = await tips.card(doing.rows, public, lock=True)
        if card:
            await step(doing, card, person, MoveTip(public, card.version, person.id, Move.TELL))
    await ringing.refresh(doing, head)


async def tell_unclear(doing: Doing, effect: TellUnclear) -> None:
    """One joined tip's reporter reads from the next 08:00 on that it was not clear enough."""
    found = await held(doing, Right.TELL, effect.tip, effect.version, effect.officer)
    if not found:
        return
    card, person = found
    head = (await incidents.belonging(doing.rows, doing.keyring, card.public)).head
    if not incident_rules.may_tell(card, head):
        return
    moving = MoveTip(card.public, card.version, person.id, Move.TELL, Given(unclear=True))
    if changed := await step(doing, card, person, moving):
        await ringing.refresh(doing, changed)


async def _closed(doing: Doing, card: Card, person: Person, into: Card) -> Card | None:
    """The tip, entered in the book where it was not, closed as joined to another."""
    booked: Card | None = card
    if card.stage is Stage.NEW:
        booked = await step(doing, card, person, MoveTip(card.public, card.version, person.id, Move.BOOK))
    if booked is None:
        return None
    moving = MoveTip(booked.public, booked.version, person.id, Move.MERGE, Given(tip=into.public))
    return await step(doing, booked, person, moving, sources=1, last_hour=int(card.submitted_hour // HOUR_S))


async def _incident(doing: Doing, head: Card) -> Incident:
    """An incident by the tip that leads it; tips by their rows."""
    row = await tips.row_id(doing.rows, head.public)
    if row is None:
        raise LookupError("the tip is gone")
    kin = await incidents.kin(doing.rows, row)
    apart = frozenset(frozenset(one.hex() for one in pair) for pair in kin.apart)
    return Incident(tuple(one.hex() for one in kin.rows), head.sources, apart)


async def _told_here(doing: Doing, one: Incident, other: Incident) -> set[str]:
    """Tips of both that one chat told within a day."""
    pairs = await incidents.told_again(doing.rows, doing.keyring, _rows(one), doing.now)
    across = [pair for pair in pairs if pair & {*_rows(one)} and pair & {*_rows(other)}]
    return {row.hex() for pair in across for row in pair}


def _rows(one: Incident) -> list[bytes]:
    return [bytes.fromhex(tip) for tip in one.tips]


def _weightier(into: Card, moved: Card, sources: int) -> dict[str, Any]:
    """What counts for an incident: every source, the last hour, the greater urgency, each warning, the plan's indicator."""
    return {
        "sources": sources,
        "last_hour": int(max(into.last_hour, moved.last_hour) // HOUR_S),
        "urgency": min(into.urgency, moved.urgency, key=_WEIGHT.index).value,
        "few_know": into.few_know or moved.few_know,
        "indicator": into.indicator or moved.indicator,
    }


async def _refuse(doing: Doing, person: Person, why: Apart) -> None:
    await refused(doing, Refused(person.id, Right.JOIN.value, why.value))
    with speaking(DEFAULT):
        told(doing, _(SENTENCES[why]), instead=False)
