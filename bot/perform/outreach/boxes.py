"""Boxes are put up, looked into and taken down; who did it stands in the audit."""

from __future__ import annotations

from dataclasses import replace

from bot.perform.doing import Doing
from bot.perform.outreach.subscribing import may
from handlers.outreach.box_rules import looks_after
from handlers.outreach.effects import Care, CareForBox, PutUpBox
from handlers.triage.permissions import Right
from storage import boxes, stations
from storage.boxes import Box


async def put_up(doing: Doing, effect: PutUpBox) -> None:
    """Asked again: the officer may, and the commune is theirs."""
    if await _theirs(doing, effect.by, effect.area):
        await boxes.save(doing.rows, Box(bytes.fromhex(effect.box), effect.area, effect.place, effect.day))
        doing.audit(effect.by, "box put up", effect.area)


async def care(doing: Doing, effect: CareForBox) -> None:
    """A box that was taken down by another meanwhile stays so."""
    found = await boxes.get(doing.rows, bytes.fromhex(effect.box), lock=True)
    if found is None or not found.hangs_on(effect.day) or not await _theirs(doing, effect.by, found.area):
        return
    gone = effect.care is Care.TAKEN_DOWN
    await boxes.save(doing.rows, replace(found, until=effect.day) if gone else replace(found, checked=effect.day))
    doing.audit(effect.by, "box taken down" if gone else "box checked", found.area)


async def _theirs(doing: Doing, by: str, area: str) -> bool:
    if not await may(doing, by, Right.BOXES):
        return False
    person = await doing.person(by)
    station = await stations.get(doing.rows, person.station)
    return station is not None and looks_after(station, area)
