"""The next thing is done to a tip: the table of moves is asked again under the lock, then everything follows from it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.perform import ringing
from bot.perform.desk import change, held, news, told
from bot.perform.doing import Doing
from bot.perform.refusing import refused
from bot.perform.submit import add_note
from content.locales import DEFAULT, speaking
from content.terms import Stage, StationKind
from handlers.effects import MoveTip, Refused
from handlers.triage.clock_rules import day_of
from handlers.triage.move_rules import TABLE, Move
from handlers.triage.move_screens import barred_sentence
from handlers.triage.standing import events_after, receivers, right_of, standing_of
from handlers.triage.state_rules import Barred, Given, Press, Standing, citizen_sees, decide
from storage import stations, tips
from storage.people import Person
from storage.tables import question
from storage.tips import Card


async def move(doing: Doing, effect: MoveTip) -> None:
    """Where it stands, who has it, what its reporter will see, its deadlines, and who hears of it."""
    found = await held(doing, right_of(effect.move), effect.tip, effect.version, effect.officer)
    changed = await step(doing, *found, effect) if found else None
    if changed is None:
        return
    await ringing.end_alarm(doing, changed)
    await ringing.refresh(doing, changed)
    if changed.holder is None:
        await ringing.begin_alarm(doing, changed)


async def step(doing: Doing, card: Card, person: Person, effect: MoveTip, **more: Any) -> Card | None:
    """One move of a tip that is held: everything that follows in its own rows, `more` of them besides. The tip as it is
    then; None where the table bars it, which the presser has been told.
    """
    row = await tips.row_id(doing.rows, effect.tip)
    pressed = await decided(doing, card, person, effect.move, effect.given)
    if pressed is None or row is None:
        return None
    press, after = pressed
    await happened(doing, row, card, press, after)
    await _seal(doing, row, effect, await _named(doing, card, effect))
    if card.asked_until and not after.asked_until:
        open_ones = sa.and_(question.c.tip == row, question.c.state == "open")
        await doing.rows.execute(sa.update(question).where(open_ones).values(state="expired"))
    values = {**written(after), **_passed(doing, card, effect), **news(doing, card, citizen_sees(after)), **more}
    changed = await change(doing, card, effect.officer, effect.move.value, values)
    _count(doing, card, effect.move, after)
    return changed


def press_of(doing: Doing, card: Card, person: Person, kind: StationKind, move: Move, given: Given) -> Press:
    """What the rule looks at, from the server's own records."""
    today = day_of(doing.now, doing.policy)
    return Press(move, person.role, kind, person.id, doing.now, today, card.version, given)


async def decided(doing: Doing, card: Card, person: Person, move: Move, given: Given) -> tuple[Press, Standing] | None:
    """The press and the tip after it; or None, and the presser is told why not and sees the card as it stands."""
    known = await stations.every(doing.rows)
    press = press_of(doing, card, person, known[person.station].kind, move, given)
    after: Standing | Barred = decide(standing_of(card), press)
    if given.body and given.body not in receivers(move, card, known, press.today):
        after = Barred.STATION
    if isinstance(after, Standing):
        return press, after
    await refused(doing, Refused(person.id, move.value, after.value))
    with speaking(DEFAULT):
        told(doing, barred_sentence(after, press, card))
    await ringing.refresh(doing, card)
    return None


def written(after: Standing) -> dict[str, Any]:
    """A standing as the row keeps it; what was met lies beside it, with the day."""
    return {
        "stage": after.stage.value,
        "kind": after.kind.value,
        "outcome": after.outcome.value if after.outcome else None,
        "extensions": after.extensions,
        "asked_until": after.asked_until,
        "until": after.until,
        "verified": after.verified.value if after.verified else None,
        "registered": after.registered,
        "told": after.told,
    }


def _passed(doing: Doing, card: Card, effect: MoveTip) -> dict[str, Any]:
    """Whose turn it is now, who has it, and when it was closed."""
    if effect.move is Move.DELEGATE:
        return {"station": effect.given.body, "holder": None}
    if effect.move is Move.REPORT_BACK:
        return {"station": doing.policy.province_station, "holder": None}
    if effect.move is Move.RECALL:
        return {"station": doing.policy.province_station, "holder": bytes.fromhex(effect.officer)}
    if effect.move is Move.MERGE:
        return {"holder": None}  # it has ended when the one has that it was joined to
    if TABLE[effect.move].to is Stage.CLOSED:
        return {"closed_hour": doing.hour}
    return {"closed_hour": None} if card.stage is Stage.CLOSED and TABLE[effect.move].to else {}


async def happened(doing: Doing, row: bytes, before: Card, press: Press, after: Standing) -> None:
    """What clocks begin with, which of their papers went out, and what is to be met anew."""
    events = events_after(before, press, after, doing.policy)
    for name, at in events.items():
        if before.events.get(name) != at:
            await tips.happened(doing.rows, row, name, at)
    await tips.undone(doing.rows, row, sorted(set(before.events) - set(events)))


async def _named(doing: Doing, card: Card, effect: MoveTip) -> str:
    """What the receiver is called today: units are renamed, what was written down stays."""
    where = receivers(effect.move, card, await stations.every(doing.rows), day_of(doing.now, doing.policy))
    return where.get(effect.given.body, "")


async def _seal(doing: Doing, row: bytes, effect: MoveTip, receiver: str) -> None:
    """What was given, words too, for whoever may read the tip; the reporter is shown none of it."""
    given = effect.given
    content = {
        "move": effect.move.value,
        "words": effect.reason,
        "body": given.body,
        "receiver": receiver,
        "day": given.day.isoformat() if given.day else "",
        "until": given.until.isoformat() if given.until else "",
        "ground": given.ground.value if given.ground else "",
        "number": given.number,
        "verified": given.verified.value if given.verified else "",
        "clock": given.clock,
        "joined": f"T-{given.tip[:4]}" if given.tip else "",
        "at": doing.now,
    }
    await add_note(doing, row, "move", content)


def _count(doing: Doing, card: Card, move: Move, after: Standing) -> None:
    """Figures of the station whose turn it was; test tips are no figure."""
    if card.test:
        return
    doing.count(card.station, f"move.{move.value}")
    if after.stage is Stage.CLOSED and card.stage is not Stage.CLOSED and after.outcome:
        doing.count(card.station, f"closed.{after.outcome.value}")
