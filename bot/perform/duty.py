"""Who works when, and on what: leave, training, the roster and its reminders."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.perform import shifts
from bot.perform.desk import free_held
from bot.perform.doing import Doing
from bot.perform.refusing import refused
from content.locales import DEFAULT, _, speaking
from content.terms import DutyPart, PersonState
from handlers.admin.roster_rules import begins, can_be_set, in_words
from handlers.effects import Away, Refused, SetDuty, Train
from handlers.messages import Lane, Screen, Show
from handlers.triage.gate import DOOR
from handlers.triage.permissions import READERS, Right, case_of, refusal
from storage import due, people, roster
from storage.roster import Duty

REMINDER = "duty"


async def away(doing: Doing, effect: Away) -> None:
    """Leave begins now, or ends. Keys stay: whoever comes back opens a shift as before."""
    await people.set_away(doing.rows, effect.person, effect.until)
    if effect.until is None:
        doing.audit(effect.by, "back at work", effect.person)
        return
    await shifts.close(doing, effect.person)
    doing.audit(effect.by, "on leave", effect.person)
    await free_held(doing, effect.person, effect.by)


async def train(doing: Doing, effect: Train) -> None:
    """Into training, or out of it. Real tips that a trainee had are free again: they can't see them any more."""
    await people.set_training(doing.rows, effect.person, effect.training)
    doing.audit(effect.by, "training began" if effect.training else "training ended", effect.person)
    if effect.training:
        await free_held(doing, effect.person, effect.by, tests=False)


async def set_duty(doing: Doing, effect: SetDuty) -> None:
    """Written where the head's right still stands, for a colleague of the same station who works here."""
    head = await people.get(doing.rows, doing.keyring, effect.by)
    one = await people.get(doing.rows, doing.keyring, effect.person)
    why = refusal(Right.SET_ROSTER, case_of(head, doing.now, station=one.station if one else ""))
    if head is None or why:
        await refused(doing, Refused(effect.by, Right.SET_ROSTER.value, why.value if why else ""))
        return
    works = one is not None and one.state is PersonState.ACTIVE and one.role in READERS
    if not works or not can_be_set(effect.day, effect.part, doing.now, doing.policy):
        return
    planned = Duty(head.station, effect.day, effect.part, effect.person)
    if effect.on:
        await roster.put(doing.rows, planned)
        await _remind_before(doing, planned)
    else:
        await roster.remove(doing.rows, planned)
        await due.cancel(doing.rows, doing.seals, REMINDER, _key(planned))
    doing.audit(effect.by, "on the roster" if effect.on else "off the roster", effect.person)


async def remind(doing: Doing, payload: dict[str, Any]) -> None:
    """Half an hour before: whoever is still on the roster, works here and is not on leave."""
    day = date.fromisoformat(payload["day"])
    planned = Duty(payload["station"], day, DutyPart(payload["part"]), payload["person"])
    one = await people.get(doing.rows, doing.keyring, planned.person)
    if (
        one is None
        or one.state is not PersonState.ACTIVE
        or one.away(day)
        or not await roster.holds(doing.rows, planned)
    ):
        return
    with speaking(DEFAULT):
        text = _("Your duty begins soon: {when}. Then open your shift.").format(when=in_words(planned, doing.policy))
    to = await doing.address_of(one)
    doing.posts.append(Show(to, REMINDER, Screen(text, silent=False), fresh=True, lane=Lane.ALERT, reply_to=DOOR))


async def _remind_before(doing: Doing, planned: Duty) -> None:
    at = begins(planned.day, planned.part, doing.policy) - doing.policy.shift_reminder
    if at <= doing.now:
        return
    payload = {
        "station": planned.station,
        "day": planned.day.isoformat(),
        "part": planned.part.value,
        "person": planned.person,
    }
    await due.put(doing.rows, doing.seals, REMINDER, _key(planned), at, payload, doing.now, lasting=True)


def _key(planned: Duty) -> str:
    return f"{planned.station}:{planned.day.isoformat()}:{planned.part.value}:{planned.person}"
