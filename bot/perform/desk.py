"""What officers do to a tip. Every check of the dialogue is asked again here, with the tip's row held."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.perform import deadlines, ringing
from bot.perform.doing import Doing
from bot.perform.refusing import refused
from content.locales import DEFAULT, _, speaking
from content.policy import next_news
from content.terms import CitizenStatus, Mark
from handlers.effects import ClaimTip, MarkTip, Note, ReadTip, RealTip, Refused
from handlers.messages import Show, Toast
from handlers.screens import MAIN
from handlers.triage.card import urgent
from handlers.triage.desk import done_screen
from handlers.triage.gate import late
from handlers.triage.holding_rules import going_back
from handlers.triage.permissions import SENTENCES, Refusal, Right, case_of, refusal
from handlers.triage.urgent import RIGHTS
from storage import incidents, people, stations, tips
from storage.passing import traced
from storage.people import Person
from storage.times import to_the_minute
from storage.tips import Card


async def held(doing: Doing, right: Right, public: str, version: int, officer: str) -> tuple[Card, Person] | None:
    """The tip, its row held, and the officer, if the right still stands; else the presser is told and sees a fresh card."""
    card = await tips.card(doing.rows, public, lock=True)
    person = await people.get(doing.rows, doing.keyring, officer)
    incoming = doing.incoming
    passed = person is not None and card is None and await traced(doing.rows, public, person.station)
    case = case_of(
        person,
        doing.now,
        private=incoming.address.private if incoming else True,
        card=card,
        version=version,
        stations=await stations.every(doing.rows),
        passed=passed,
    )
    why = refusal(right, case)
    if why is None and card and person:
        return card, person
    await refused(doing, Refused(officer, right.value, (why or Refusal.STRANGER).value))
    told(doing, _said(why, right, card), instead=right in (Right.ASK, Right.MOVE, Right.DECIDE, Right.EXPORT))
    if card and person and why is Refusal.CHANGED:
        await ringing.refresh(doing, card)
    return None


async def held_now(doing: Doing, right: Right, public: str, officer: str) -> tuple[Card, Person] | None:
    """The same for rights that don't depend on the version on a button."""
    card = await tips.card(doing.rows, public)
    return await held(doing, right, public, card.version if card else 0, officer)


def told(doing: Doing, sentence: str, *, instead: bool = True) -> None:
    """Why nothing was done; `instead` of the screen that already spoke of it as done."""
    incoming = doing.incoming
    if incoming and incoming.callback:
        doing.posts.append(Toast(incoming.address, incoming.callback, sentence, alert=True))
    if incoming and incoming.address.private and instead:
        with speaking(DEFAULT):
            doing.posts.append(Show(incoming.address, MAIN, done_screen(sentence)))


def _said(why: Refusal | None, right: Right, card: Card | None) -> str:
    with speaking(DEFAULT):
        return late(card, right) if card and why is Refusal.CHANGED else _(SENTENCES[why or Refusal.STRANGER])


async def change(doing: Doing, card: Card, officer: str, action: str, values: dict[str, Any]) -> Card:
    """Write, grow the version, audit, count the deadlines anew; returns the card as it is now."""
    if card.due_at is not None and card.due_at <= doing.now:
        await deadlines.was_late(doing, card)
    await tips.change(doing.rows, card.public, card.version, values)
    if "closed_hour" in values:
        await incidents.end(doing.rows, card.public, values["closed_hour"], values.get("verified"))
    doing.audit(officer, action, card.public, card.version + 1)
    if "holder" in values:
        await _has_it_since(doing, card.public, values["holder"] is not None)
    changed = await tips.card(doing.rows, card.public)
    if changed is None:
        raise LookupError("the tip is gone")
    await deadlines.follow(doing, changed)
    return changed


async def _has_it_since(doing: Doing, public: str, somebody: bool) -> None:
    """When its holder got it; gone with the last holder."""
    row = await tips.row_id(doing.rows, public)
    if row and somebody:
        await tips.happened(doing.rows, row, tips.TAKEN, doing.now)
    elif row:
        await tips.undone(doing.rows, row, [tips.TAKEN])


def taken(officer: str) -> dict[str, Any]:
    """The values of a tip that somebody has."""
    return {"holder": bytes.fromhex(officer)}


FREE: dict[str, Any] = {"holder": None}
_STEPS = tuple(CitizenStatus)


def news(doing: Doing, card: Card, status: CitizenStatus) -> dict[str, Any]:
    """What the reporter will see, from the next 08:00 on and never at the minute an officer acts (users.md A2).

    What they see already stays until then, and no way leads back: an earlier word is no news.
    """
    if _STEPS.index(status) <= _STEPS.index(card.promised):
        return {}
    return {
        "status": tips.seen_by(doing.micros),
        "next_status": status.value,
        "next_status_at": int(next_news(doing.policy, doing.now) * 1e6),
    }


async def claim(doing: Doing, effect: ClaimTip) -> None:
    found = await held(doing, Right.CLAIM, effect.tip, effect.version, effect.officer)
    if not found:
        return
    card, person = found
    values = {**taken(effect.officer), **news(doing, card, CitizenStatus.WORKED_ON)}
    changed = await change(doing, card, effect.officer, "claimed", values)
    doing.count(card.station, "claimed")
    await ringing.end_alarm(doing, changed)
    await ringing.refresh(doing, changed)
    await ringing.fresh_card(doing, changed, person, bury=doing.incoming is not None and doing.incoming.address.private)


async def stamp(doing: Doing, effect: MarkTip) -> None:
    found = await held(doing, RIGHTS[effect.mark], effect.tip, effect.version, effect.officer)
    row = await tips.row_id(doing.rows, effect.tip)
    if not found or row is None:
        return
    card, _person = found
    await tips.mark(doing.rows, row, effect.officer, effect.mark, to_the_minute(doing.now))
    mine = card.holder == effect.officer
    values: dict[str, Any] = {}
    if effect.mark in (Mark.GOING, Mark.CALLED_PROVINCE) and card.holder is None:
        values = {**taken(effect.officer), **news(doing, card, CitizenStatus.WORKED_ON)}
    elif effect.mark is Mark.TO_PROVINCE:
        values = {**FREE, "station": doing.policy.province_station}
    elif effect.mark is Mark.INVOLVED and mine:
        values = FREE
    changed = await change(doing, card, effect.officer, effect.mark.value, values)
    if effect.mark is not Mark.INVOLVED or mine:
        await ringing.end_alarm(doing, changed)
    await ringing.refresh(doing, changed)
    if effect.mark is Mark.INVOLVED:
        await tips.gone_from(doing.rows, effect.tip, effect.officer)
    if "holder" in values and values["holder"] is None:
        await ringing.begin_alarm(doing, changed)


async def free_held(doing: Doing, officer: str, by: str, *, tests: bool = True) -> None:
    """What somebody holds goes back to the others, and rings; without `tests`, their test tips stay with them."""
    for card in await tips.held_by(doing.rows, officer):
        if tests or not card.test:
            changed = await change(doing, card, by, "freed", FREE)
            await ringing.begin_alarm(doing, changed)


async def make_real(doing: Doing, effect: RealTip) -> None:
    found = await held(doing, Right.MAKE_REAL, effect.tip, effect.version, effect.officer)
    if not found:
        return
    card, _person = found
    holder = await people.get(doing.rows, doing.keyring, card.holder) if card.holder else None
    values: dict[str, Any] = {"test": False, **(FREE if holder and holder.training else {})}
    changed = await change(doing, card, effect.officer, "made real", values)
    doing.count(card.station, "received")
    if changed.holder is None:
        await ringing.begin_alarm(doing, changed)
    else:
        await ringing.refresh(doing, changed)


async def read(doing: Doing, effect: ReadTip) -> None:
    """Somebody knows now what it says: danger that somebody has, rings no more."""
    doing.audit(effect.officer, "read", effect.tip)
    card, row = await tips.card(doing.rows, effect.tip, lock=True), await tips.row_id(doing.rows, effect.tip)
    if card is None or row is None:
        return
    await tips.mark(doing.rows, row, effect.officer, Mark.READ, to_the_minute(doing.now))
    if card.holder == effect.officer and going_back(card, doing.policy):
        await tips.happened(doing.rows, row, tips.TAKEN, doing.now)
        await deadlines.left_alone(doing, replace(card, events={**card.events, tips.TAKEN: doing.now}))
    if urgent(card) and not card.opened and card.holder:
        await ringing.end_alarm(doing, replace(card, marks=(*card.marks, (Mark.READ, effect.officer, doing.now))))


async def note(doing: Doing, effect: Note) -> None:
    doing.audit(effect.person, effect.action, effect.subject)
