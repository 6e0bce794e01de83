"""A tip changes hands: every check is asked again with its row held, and whoever gets it is rung."""

from __future__ import annotations

from typing import Any

from bot.perform import ringing
from bot.perform.desk import FREE, change, held, taken, told
from bot.perform.doing import Doing
from bot.perform.refusing import refused
from content.locales import DEFAULT, _, ngettext, speaking
from handlers.effects import PassAll, PassTip, Refused, ReleaseTip
from handlers.messages import Button, Lane, Screen, Show
from handlers.screens import action
from handlers.triage.alarm import ring_name
from handlers.triage.card import card_name
from handlers.triage.clock_rules import day_of
from handlers.triage.holding_rules import going_back, heirs, may_inherit, takers
from handlers.triage.inbox import Which
from handlers.triage.permissions import Refusal, Right, case_of, refusal
from storage import people, tips
from storage.people import Person

NOTE = "handed"
"""The screen that tells of several tips at once."""


async def release(doing: Doing, effect: ReleaseTip) -> None:
    """Back to all: it rings as a tip that nobody has."""
    found = await held(doing, Right.RELEASE, effect.tip, effect.version, effect.officer)
    if found:
        changed = await change(doing, found[0], effect.officer, "freed", FREE)
        await ringing.refresh(doing, changed)
        await ringing.begin_alarm(doing, changed)


async def pass_on(doing: Doing, effect: PassTip) -> None:
    """To a colleague who is on duty still; else nothing changes, and the presser is told."""
    found = await held(doing, Right.HAND_ON, effect.tip, effect.version, effect.officer)
    if not found:
        return
    card, me = found
    staff = await people.of_station(doing.rows, doing.keyring, me.station)
    to = next((one for one in takers(card, staff, me.station, doing.now) if one.id == effect.to), None)
    if to is None:
        with speaking(DEFAULT):
            told(doing, _("That colleague is no longer on duty. The tip is still yours."))
        return
    changed = await change(doing, card, effect.officer, "passed on", taken(to.id))
    await ringing.end_alarm(doing, changed)
    await ringing.refresh(doing, changed)
    await ringing.fresh_card(doing, changed, to)
    with speaking(DEFAULT):
        text = _("{name} passed {label} to you. It is yours now.").format(name=me.name, label=card.label)
    at = await doing.address_of(to)
    ring = Screen(text, silent=False, protect=True)
    doing.posts.append(Show(at, ring_name(card.public), ring, True, Lane.ALERT, reply_to=card_name(card.public)))


async def pass_all(doing: Doing, effect: PassAll) -> None:
    """Everything that one officer has to another of the same unit; what that one may not have goes back to all."""
    head, one, to = [await people.get(doing.rows, doing.keyring, who) for who in (effect.by, effect.person, effect.to)]
    why = refusal(Right.HAND_ON_ALL, case_of(head, doing.now, station=one.station if one else ""))
    if head is None or one is None or why:
        await refused(doing, Refused(effect.by, Right.HAND_ON_ALL.value, (why or Refusal.STRANGER).value))
        return
    staff = await people.of_station(doing.rows, doing.keyring, one.station)
    if to is None or to.id not in {other.id for other in heirs(one, staff, day_of(doing.now, doing.policy), doing.now)}:
        with speaking(DEFAULT):
            told(doing, _("That colleague can't take them now. Nothing was changed."))
        return
    passed = 0
    for card in await tips.held_by(doing.rows, one.id):
        if may_inherit(to, card):
            changed = await change(doing, card, head.id, "passed on", taken(to.id))
            await ringing.end_alarm(doing, changed)
            await ringing.refresh(doing, changed)
            passed += 1
        else:
            changed = await change(doing, card, head.id, "freed", FREE)
            await ringing.refresh(doing, changed)
            await ringing.begin_alarm(doing, changed)
    if passed:
        await _tell_heir(doing, one, to, passed)


async def _tell_heir(doing: Doing, one: Person, to: Person, count: int) -> None:
    with speaking(DEFAULT):
        text = ngettext(
            "You have {n} tip of {name} now. Open your list.", "You have {n} tips of {name} now. Open your list.", count
        ).format(n=count, name=one.name)
        rows = ((Button(_("My tips"), payload=action("inbox", Which.MINE)),),)
    screen = Screen(text, rows, silent=False, protect=True)
    doing.posts.append(Show(await doing.address_of(to), NOTE, screen, fresh=True, lane=Lane.ALERT))


async def gone_back(doing: Doing, payload: dict[str, Any]) -> None:
    """The time of a tip that was taken and left alone is over: it is with the others again, and rings."""
    card = await tips.card(doing.rows, payload["tip"], lock=True)
    due = going_back(card, doing.policy) if card else None
    if card and due and due.ends <= doing.now:
        changed = await change(doing, card, "", "claim returned", FREE)
        await ringing.refresh(doing, changed)
        await ringing.begin_alarm(doing, changed)
