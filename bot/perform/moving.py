"""The next thing is done to a tip: the table of moves is asked again under the lock, then everything follows from it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.perform import passing, ringing
from bot.perform.desk import change, held, news, told
from bot.perform.doing import Doing
from bot.perform.refusing import refused
from bot.perform.submit import add_note
from content.locales import DEFAULT, _, speaking
from content.terms import Reader, Stage, StationKind
from handlers.effects import MoveTip, Refused
from handlers.triage.clock_rules import day_of
from handlers.triage.move_rules import TABLE, Move
from handlers.triage.move_screens import barred_sentence
from handlers.triage.permissions import SENTENCES as REFUSALS
from handlers.triage.permissions import Refusal
from handlers.triage.routing_rules import Passing, Way
from handlers.triage.standing import after_press, events_after, right_of
from handlers.triage.state_rules import Given, Press, Standing, citizen_sees
from storage import reading, stations, tips
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
    way = await passing.way(doing, card, person, press)
    opened = way and await reading.open_tip(doing.rows, doing.keyring, person, effect.tip, doing.now)
    if way and not opened:
        await nothing_opens(doing, effect)
        return None
    await happened(doing, row, card, press, after)
    await _seal(doing, row, effect, await _named(doing, effect))
    if card.asked_until and not after.asked_until:
        open_ones = sa.and_(question.c.tip == row, question.c.state == "open")
        await doing.rows.execute(sa.update(question).where(open_ones).values(state="expired"))
    values = {**written(after), **_passed(doing, card, effect, way), **news(doing, card, citizen_sees(after)), **more}
    changed = await change(doing, card, effect.officer, effect.move.value, values)
    _count(doing, card, effect.move, after)
    return await passing.hand_on(doing, opened, changed, way, person) if way and opened else changed


def press_of(doing: Doing, card: Card, person: Person, kind: StationKind, move: Move, given: Given) -> Press:
    """What the rule looks at, from the server's own records."""
    today = day_of(doing.now, doing.policy)
    return Press(move, person.role, kind, person.id, doing.now, today, card.version, given)


async def decided(doing: Doing, card: Card, person: Person, move: Move, given: Given) -> tuple[Press, Standing] | None:
    """The press and the tip after it; or None, and the presser is told why not and sees the card as it stands."""
    known = await stations.every(doing.rows)
    giver = known[person.station]
    press = press_of(doing, card, person, giver.kind, move, given)
    after = after_press(press, card, giver, known)
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


async def nothing_opens(doing: Doing, effect: MoveTip) -> None:
    """Whoever can't open a tip can't pass it on: their key would have to seal it anew."""
    await refused(doing, Refused(effect.officer, effect.move.value, Refusal.NO_TIP.value))
    with speaking(DEFAULT):
        told(doing, _(REFUSALS[Refusal.NO_TIP]))


def _passed(doing: Doing, card: Card, effect: MoveTip, way: Passing | None) -> dict[str, Any]:
    """Whose turn it is now, who has it, and when it was closed.

    What was once passed inside never goes down to a commune again, as if its author had closed it to them.
    """
    if way:
        closed = {"reader": Reader.ABOVE.value} if way.way is Way.INSIDE else {}
        return {"station": way.taker, "holder": None, **closed}
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


async def _named(doing: Doing, effect: MoveTip) -> str:
    """What the receiving unit is called today: units are renamed, what was written down stays."""
    unit = (await stations.every(doing.rows)).get(effect.given.body)
    return unit.name if unit else ""


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
        "unclear": given.unclear,
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
