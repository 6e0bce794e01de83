"""Incidents are grouped into hotspots, and hotspots come to stand as superiors say; each asked again under the lock."""

from __future__ import annotations

from dataclasses import replace

from bot.perform.coverage.changing import entitled
from bot.perform.desk import held_now, told
from bot.perform.doing import Doing
from content.locales import DEFAULT, _, speaking
from content.plans import shipped
from handlers.coverage.effects import GroupTip, StepHotspot, UngroupTip
from handlers.coverage.hotspot_rules import SENTENCES, Why, label_fault, may_group, next_states, within
from handlers.triage.hours import local
from handlers.triage.permissions import Right
from storage import hotspots, incidents, stations, tips, years
from storage.hotspots import Hotspot, Step
from storage.people import Person


async def group(doing: Doing, effect: GroupTip) -> None:
    """Once; a tip that is grouped elsewhere moves. A new hotspot begins as a candidate."""
    found = await held_now(doing, Right.GROUP_TIP, effect.tip, effect.officer)
    row = await tips.row_id(doing.rows, effect.tip)
    if not found or row is None:
        return None
    card, person = found
    head = (await incidents.belonging(doing.rows, doing.keyring, effect.tip)).head
    spot = await hotspots.get(doing.rows, doing.keyring, effect.hotspot, lock=True)
    why = may_group(card, head)
    if why is None and spot is None and (effect.kind is None or label_fault(effect.label)):
        why = Why.STATE
    if why is None and spot and (spot.area != card.area or not await _within(doing, person, spot)):
        why = Why.ELSEWHERE
    if why:
        return _barred(doing, why)
    there = await hotspots.of_tip(doing.rows, row)
    if there == effect.hotspot:
        return None
    if spot is None:
        assert effect.kind is not None
        assert card.area is not None
        spot = Hotspot(effect.hotspot, card.area, effect.kind, person.station, label=effect.label)
        await hotspots.save(doing.rows, doing.keyring, spot)
        today = local(doing.now, doing.policy).date()
        await hotspots.stepped(doing.rows, Step(spot.id, spot.version, spot.state, today, person.id))
        doing.audit(person.id, "hotspot made", spot.id)
    if there:
        await _leave(doing, row, there)
    await hotspots.group(doing.rows, row, spot.id)
    await hotspots.save(doing.rows, doing.keyring, replace(spot, incidents=spot.incidents + 1))
    doing.audit(person.id, "grouped", card.public, card.version)
    return None


async def ungroup(doing: Doing, effect: UngroupTip) -> None:
    """It counts there no more."""
    found = await held_now(doing, Right.GROUP_TIP, effect.tip, effect.officer)
    row = await tips.row_id(doing.rows, effect.tip)
    there = await hotspots.of_tip(doing.rows, row) if found and row else None
    if found and row and there:
        await _leave(doing, row, there)
        doing.audit(found[1].id, "ungrouped", found[0].public, found[0].version)


async def step(doing: Doing, effect: StepHotspot) -> None:
    """From this day on it stands so; nothing of a closed year changes."""
    person = await entitled(doing, effect.officer, Right.HOTSPOTS)
    spot = await hotspots.get(doing.rows, doing.keyring, effect.hotspot, lock=True)
    if person is None or spot is None:
        return
    if why := await _step_barred(doing, effect, spot, person):
        _barred(doing, why)
        return
    changed = replace(spot, state=effect.state, version=spot.version + 1)
    await hotspots.save(doing.rows, doing.keyring, changed)
    await hotspots.stepped(doing.rows, Step(spot.id, changed.version, effect.state, effect.day, person.id))
    doing.audit(person.id, f"hotspot {effect.state.value}", spot.id, changed.version)


async def _step_barred(doing: Doing, effect: StepHotspot, spot: Hotspot, person: Person) -> Why | None:
    if not await _within(doing, person, spot):
        return Why.ELSEWHERE
    if effect.version != spot.version or effect.state not in next_states(spot, person.role):
        return Why.STATE
    history = (await hotspots.steps(doing.rows, spot.id))[spot.id]
    if not history[-1].day <= effect.day <= local(doing.now, doing.policy).date():
        return Why.DAY
    plan = shipped(doing.policy.plan)
    year = plan.year_of(effect.day)
    await years.hold(doing.rows, plan.key, year)
    return Why.CLOSED if await years.closed_at(doing.rows, plan.key, year) is not None else None


async def _leave(doing: Doing, row: bytes, there: str) -> None:
    left = await hotspots.get(doing.rows, doing.keyring, there, lock=True)
    await hotspots.ungroup(doing.rows, row)
    if left:
        await hotspots.save(doing.rows, doing.keyring, replace(left, incidents=max(left.incidents - 1, 0)))


async def _within(doing: Doing, person: Person, spot: Hotspot) -> bool:
    station = await stations.get(doing.rows, person.station)
    return station is not None and within(person, station, spot)


def _barred(doing: Doing, why: Why) -> None:
    with speaking(DEFAULT):
        told(doing, _(SENTENCES[why]))
