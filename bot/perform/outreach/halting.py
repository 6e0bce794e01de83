"""Panic: every run ends now; two people lift it. Everybody who may lift it hears of it."""

from __future__ import annotations

from bot.perform.doing import Doing
from bot.perform.news import show
from bot.perform.outreach import reporting
from content.locales import DEFAULT, _, speaking
from content.terms import PersonState, Role
from handlers.messages import Button, Lane, Screen, Show
from handlers.outreach.effects import HaltAll, LiftHalt
from handlers.screens import action
from handlers.triage.permissions import TABLE, Right, case_of, refusal
from storage import halts, people, runs
from storage.people import Person


async def halt(doing: Doing, effect: HaltAll) -> None:
    """Everything that is going or paused ends; what was asked twice at once is one stop."""
    person = await people.get(doing.rows, doing.keyring, effect.officer)
    if person is None or refusal(Right.STOP_CAMPAIGNS, case_of(person, doing.now)):
        return
    if await halts.current(doing.rows, lock=True) is None:
        await halts.begin(doing.rows, person.id, doing.now)
        doing.audit(person.id, "all stopped")
    for run in await runs.stop_all(doing.rows):
        await reporting.follow(doing, run)
    with speaking(DEFAULT):
        text = _("{name} has stopped everything that is sent. Two people lift it.").format(name=person.name)
    await _tell(doing, person, text)


async def lift(doing: Doing, effect: LiftHalt) -> None:
    """One of two; the second one's word lifts it."""
    person = await people.get(doing.rows, doing.keyring, effect.officer)
    if person is None or refusal(Right.STOP_CAMPAIGNS, case_of(person, doing.now)):
        return
    lifted = await halts.lift(doing.rows, person.id, doing.now)
    doing.audit(person.id, "stop lifted" if lifted else "wants the stop lifted")
    with speaking(DEFAULT):
        wants = _("{name} wants to lift the stop. One more person is needed.")
        done = _("{name} agreed too: the stop is lifted.")
        text = (done if lifted else wants).format(name=person.name)
    await _tell(doing, person, text)


async def _tell(doing: Doing, by: Person, text: str) -> None:
    with speaking(DEFAULT):
        screen = Screen(text, ((Button(_("Prevention messages"), payload=action("outreach")),),), silent=False)
    roles: list[Role] = sorted(TABLE[Right.STOP_CAMPAIGNS].roles)
    for role in roles:
        for one in await people.of_role(doing.rows, doing.keyring, role):
            if one.id != by.id and one.state is PersonState.ACTIVE:
                to = await doing.address_of(one)
                await show(doing, Show(to, "halt", screen, fresh=True, lane=Lane.ALERT))
