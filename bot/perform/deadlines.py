"""Deadlines as moments: counted anew whenever somebody acts on a tip, told in one message to each officer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.perform.doing import Doing
from content.clocks import Unit, calendar
from content.locales import DEFAULT, _, speaking
from content.terms import PersonState
from handlers.messages import Button, Lane, Screen, Show
from handlers.screens import action, menu
from handlers.triage.addressees import people_to_tell
from handlers.triage.alarm import may_be_rung
from handlers.triage.card import urgent
from handlers.triage.clock_rules import Due
from handlers.triage.holding_rules import going_back
from handlers.triage.reminder_rules import (
    MOST_NAMED,
    TOLD,
    Batch,
    Notice,
    Reminder,
    again,
    batch_text,
    batches,
    notices,
)
from handlers.triage.standing import deadlines
from storage import due, figures, people, reminders, tips
from storage.people import Person
from storage.reminders import Waiting
from storage.tips import Card

DEADLINE = "deadline"
REMIND = "remind"
LEFT_ALONE, GO_BACK = "left_alone", "go_back"
SCREEN = "reminder"


async def follow(doing: Doing, card: Card) -> None:
    """Somebody did something to the tip: what was to be told of it is moot, and its deadlines are counted anew."""
    await reminders.forget(doing.rows, card.public)
    await begin(doing, card)
    await left_alone(doing, card)


async def forget(doing: Doing, card: Card) -> None:
    """Nothing is due under this id any more: the tip goes on under another."""
    await reminders.forget(doing.rows, card.public)
    await due.cancel(doing.rows, doing.seals, DEADLINE, card.public)


async def begin(doing: Doing, card: Card) -> None:
    """What is due, and the next moment to tell somebody of it."""
    running = deadlines(card, doing.policy)
    await tips.set_due(doing.rows, card.public, running[0].ends if running else None)
    await _look_again(doing, card, running)


async def left_alone(doing: Doing, card: Card) -> None:
    """When the holder of a tip with which nothing was done is to be told that it goes back; nothing where it does not."""
    await due.cancel(doing.rows, doing.seals, GO_BACK, card.public)
    back = going_back(card, doing.policy)
    if back is None:
        await due.cancel(doing.rows, doing.seals, LEFT_ALONE, card.public)
        return
    at = back.ends - doing.policy.claim_warning
    await due.put(doing.rows, doing.seals, LEFT_ALONE, card.public, at, {"tip": card.public}, doing.now, lasting=True)


async def warn(doing: Doing, payload: dict[str, Any]) -> None:
    """The holder is told with their other deadlines; some time later it goes back."""
    card = await tips.card(doing.rows, payload["tip"])
    back = going_back(card, doing.policy) if card else None
    if card is None or card.holder is None or back is None:
        return
    await reminders.add(
        doing.rows,
        [Waiting(card.public, card.holder, back.clock.id, Notice.GOES_BACK.value, doing.now, back.ends, danger=False)],
    )
    await _remind_at(doing, card.holder, doing.now)
    await due.put(doing.rows, doing.seals, GO_BACK, card.public, back.ends, payload, doing.now, lasting=True)


async def was_late(doing: Doing, card: Card) -> None:
    """A deadline passed: once in a tip's life, for the figures."""
    row = await tips.row_id(doing.rows, card.public)
    if row and not card.test and figures.LATE not in card.events:
        await tips.happened(doing.rows, row, figures.LATE, doing.now)
        doing.count(card.station, figures.LATE)


async def came(doing: Doing, payload: dict[str, Any]) -> None:
    """A notice's hour: who is to be told is written down, and each of them is looked at now."""
    card = await tips.card(doing.rows, payload["tip"])
    if card is None:
        return
    running = deadlines(card, doing.policy)
    if any(one.late(doing.now) for one in running):
        await was_late(doing, card)
    staff = [one for name in card.stations for one in await people.of_station(doing.rows, doing.keyring, name)]
    waiting = [
        Waiting(card.public, person, one.clock.id, why.value, at, one.ends, pressing(card, one))
        for one in running
        for at, why in _come(doing, card, one, payload["at"])
        for person in people_to_tell(TOLD[why], card, staff, doing.policy, doing.now)
    ]
    await reminders.add(doing.rows, waiting)
    for person in sorted({one.person for one in waiting}):
        await _remind_at(doing, person, doing.now)
    await _look_again(doing, card, running)


async def remind(doing: Doing, payload: dict[str, Any]) -> None:
    """What one officer is to be told now goes out as one message; the rest waits for its hour."""
    who = str(payload["person"])
    person = await people.get(doing.rows, doing.keyring, who)
    if person is None or person.state is not PersonState.ACTIVE:
        await reminders.drop(doing.rows, who)
        return
    waiting = {}
    for one in await reminders.of(doing.rows, who):
        card = await tips.card(doing.rows, one.tip)
        found = card and _still(doing, card, person, one)
        if card and found:
            waiting[(one.tip, one.clock, one.why)] = (card, _reminder(card, found, one))
    last = await reminders.last(doing.rows, who)
    plan = batches(
        [one for _card, one in waiting.values()], {}, {} if last is None else {who: last}, doing.now, doing.policy
    )
    for batch in plan.now:
        cards = {one.label: card for card, one in waiting.values()}
        await _tell(doing, person, batch, cards)
        await reminders.told(doing.rows, who, doing.now)
        await reminders.set_last(doing.rows, who, doing.now)
    if plan.next_at is not None:
        await _remind_at(doing, who, plan.next_at)


def pressing(card: Card, one: Due) -> bool:
    """Danger breaks the quiet hours where hours count; a deadline of days waits for the morning all the same."""
    return urgent(card) and one.clock.unit is Unit.HOURS


def _notices(doing: Doing, card: Card, one: Due) -> tuple[tuple[float, Notice], ...]:
    return notices(one, calendar.shipped(), doing.policy, danger=pressing(card, one))


def _come(doing: Doing, card: Card, one: Due, since: float) -> list[tuple[float, Notice]]:
    """The notices whose hour has come since a moment; what has been late for long and left alone is told once more."""
    planned = _notices(doing, card, one)
    if planned[-1][0] < since:
        return [(since, Notice.LATE), (since, Notice.LATE_PROVINCE)]
    return [(at, why) for at, why in planned if since <= at <= doing.now]


def _still(doing: Doing, card: Card, person: Person, one: Waiting) -> Due | None:
    """The deadline that a notice speaks of, if it still runs as it did and the officer may still hear of the tip."""
    if not may_be_rung(person, card) or person.station not in card.stations:
        return None
    back = going_back(card, doing.policy)
    running = [*deadlines(card, doing.policy), *([back] if back else [])]
    return next((due for due in running if due.clock.id == one.clock and abs(due.ends - one.ends) < 1), None)


def _reminder(card: Card, found: Due, one: Waiting) -> Reminder:
    return Reminder(one.person, card.label, Notice(one.why), found.clock.what, one.at, one.ends, one.danger)


async def _tell(doing: Doing, person: Person, batch: Batch, cards: dict[str, Card]) -> None:
    """The message, and a button for each tip that it names."""
    named = [cards[one.label] for one in batch.reminders[:MOST_NAMED]]
    with speaking(DEFAULT):
        rows = (
            *menu(*((action("card", card.public), card.label) for card in named)),
            (Button(_("Overdue"), payload=action("inbox", "late", 0)), Button(_("Inbox"), payload=action("inbox"))),
        )
        screen = Screen(batch_text(batch), rows, silent=False, protect=True)
    doing.posts.append(Show(await doing.address_of(person), SCREEN, screen, fresh=True, lane=Lane.ALERT))


async def _look_again(doing: Doing, card: Card, running: Sequence[Due]) -> None:
    """The next notice of a tip, each working day where all are past; test tips remind nobody."""
    ahead = []
    for one in running:
        to_come = [at for at, _why in _notices(doing, card, one) if at > doing.now]
        ahead.append(to_come[0] if to_come else again(doing.now, calendar.shipped(), doing.policy))
    if card.test or not ahead:
        await due.cancel(doing.rows, doing.seals, DEADLINE, card.public)
        return
    at = min(ahead)
    payload = {"tip": card.public, "at": at}
    await due.put(doing.rows, doing.seals, DEADLINE, card.public, at, payload, doing.now, lasting=True)


async def _remind_at(doing: Doing, person: str, at: float) -> None:
    await due.put(doing.rows, doing.seals, REMIND, person, at, {"person": person}, doing.now, lasting=True)
